import { describe, expect, it } from 'vitest';
import type { Device, DestroyableDevices, PagePut, WriteBatch } from './port.ts';
import { DeviceFault, EMPTY_BATCH } from './port.ts';

const bytes = (...values: number[]): Uint8Array => Uint8Array.from(values);

/** In a browser a transaction is not active in such a turn; in `fake-indexeddb` it is. */
function turnOfMessage(): Promise<void> {
  const { port1, port2 } = new MessageChannel();
  return new Promise((resolve) => {
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(null);
  });
}

async function faultKind(work: Promise<unknown>): Promise<string> {
  try {
    await work;
    return 'none';
  } catch (error) {
    return error instanceof DeviceFault ? error.kind : 'not a device fault';
  }
}

/** The suite that every storage device passes. `made` names a database never used before. */
export function deviceContract(name: string, made: () => DestroyableDevices): void {
  const opened = async (): Promise<{ devices: DestroyableDevices; device: Device }> => {
    const devices = made();
    const { device, isNew } = await devices.open({ mustExist: false });
    expect(isNew).toBe(true);
    return { devices, device };
  };

  describe(`a storage device: ${name}`, () => {
    it('gives back exactly the bytes of frames, pages and meta records, also through a new connection', async () => {
      const { devices, device } = await opened();
      const key = '\u0000\u00ff\u0080a';
      await device.write(
        {
          ...EMPTY_BATCH,
          addFrames: [{ lsn: 1, bytes: bytes(1, 2) }],
          putPages: [{ key, bytes: bytes(3) }],
          putMeta: [{ name: 'm', bytes: bytes(4, 5, 6).subarray(1) }],
        },
        'strict',
      );
      device.close();
      const again = await devices.open({ mustExist: true });
      expect(again.isNew).toBe(false);
      expect(await again.device.readLog(0, 10)).toEqual([{ lsn: 1, bytes: bytes(1, 2) }]);
      expect(await again.device.readPages(['x', key])).toEqual([undefined, bytes(3)]);
      expect(await again.device.readMeta('m')).toEqual(bytes(5, 6));
      expect(await again.device.readMeta('none')).toBeUndefined();
      again.device.close();
      await devices.destroy();
    });

    it('lists pages in byte order within a half-open range', async () => {
      const { devices, device } = await opened();
      const keys = ['\u0001', '\u0000\u00ff', '\u0000', '\u0000a\u0080', '\u0000a'];
      await device.write(
        { ...EMPTY_BATCH, putPages: keys.map((key) => ({ key, bytes: bytes(1) })) },
        'relaxed',
      );
      expect(await device.listPages('\u0000', '\u0001')).toEqual([
        '\u0000',
        '\u0000a',
        '\u0000a\u0080',
        '\u0000\u00ff',
      ]);
      expect(await device.listPages('\u0000a', '\u0001', 2)).toEqual(['\u0000a', '\u0000a\u0080']);
      expect(await device.listPages('\u0000', '\u0000a', 2)).toEqual(['\u0000']);
      await devices.destroy();
    });

    it('keeps a digest beside a page for as long as that page is there, and reads it without', async () => {
      const { devices, device } = await opened();
      const put = (putPages: readonly PagePut[], dropPages = EMPTY_BATCH.dropPages) =>
        device.write({ ...EMPTY_BATCH, putPages, dropPages }, 'relaxed');
      await put([
        { key: 'a', bytes: bytes(1), digest: bytes(1, 1) },
        { key: 'b', bytes: bytes(2) },
        { key: 'c', bytes: bytes(3), digest: bytes() },
        { key: 'd', bytes: bytes(4), digest: bytes(9, 4, 4, 9).subarray(1, 3) },
        { key: 'e', bytes: bytes(5), digest: bytes(5, 5) },
      ]);
      const a = { key: 'a', bytes: bytes(1, 1) };
      const c = { key: 'c', bytes: bytes() };
      const d = { key: 'd', bytes: bytes(4, 4) };
      expect(await device.readDigests('a', 'e', 10)).toEqual([a, c, d]);
      expect(await device.readDigests('a', 'e', 3)).toEqual([a, c]);
      expect(await device.readDigests('b', 'c', 10)).toEqual([]);
      expect(await device.listPages('a', 'z')).toEqual(['a', 'b', 'c', 'd', 'e']);
      await put([{ key: 'a', bytes: bytes(6) }], [{ from: 'd', to: 'e' }]);
      await put([{ key: 'd', bytes: bytes(7) }]);
      await put([{ key: 'b', bytes: bytes(8), digest: bytes(8, 8) }]);
      expect(await device.readDigests('a', 'e', 10)).toEqual([{ key: 'b', bytes: bytes(8, 8) }, c]);
      await devices.destroy();
    });

    it('reads frames in LSN order from a bound and at most so many', async () => {
      const { devices, device } = await opened();
      expect(await device.newestLsn()).toBeUndefined();
      const addFrames = [3, 1, 2.5, 10].map((lsn) => ({ lsn, bytes: bytes(lsn) }));
      await device.write({ ...EMPTY_BATCH, addFrames }, 'relaxed');
      expect(await device.newestLsn()).toBe(10);
      expect((await device.readLog(2, 2)).map((frame) => frame.lsn)).toEqual([2.5, 3]);
      await devices.destroy();
    });

    it('refuses a whole batch whose log record is taken, as fenced', async () => {
      const { devices, device } = await opened();
      await device.write({ ...EMPTY_BATCH, addFrames: [{ lsn: 1, bytes: bytes(1) }] }, 'relaxed');
      const refused = device.write(
        {
          ...EMPTY_BATCH,
          addFrames: [{ lsn: 1, bytes: bytes(9) }],
          putPages: [{ key: 'p', bytes: bytes(9) }],
        },
        'relaxed',
      );
      expect(await faultKind(refused)).toBe('fenced');
      expect(await device.readPages(['p'])).toEqual([undefined]);
      expect(await device.readLog(0, 10)).toEqual([{ lsn: 1, bytes: bytes(1) }]);
      await devices.destroy();
    });

    it('drops ranges of pages before it puts pages, and trims the log', async () => {
      const { devices, device } = await opened();
      const page = (key: string, value: number): WriteBatch['putPages'][number] => ({
        key,
        bytes: bytes(value),
      });
      const addFrames = [1, 2, 3].map((lsn) => ({ lsn, bytes: bytes(lsn) }));
      const putPages = [page('a', 1), page('b', 1), page('c', 1)];
      await device.write({ ...EMPTY_BATCH, addFrames, putPages }, 'relaxed');
      await device.write(
        {
          ...EMPTY_BATCH,
          dropPages: [{ from: 'a', to: 'c' }],
          putPages: [page('b', 2)],
          trimLogBelow: 3,
        },
        'relaxed',
      );
      expect(await device.listPages('', '\uffff')).toEqual(['b', 'c']);
      expect(await device.readPages(['b'])).toEqual([bytes(2)]);
      expect((await device.readLog(0, 10)).map((frame) => frame.lsn)).toEqual([3]);
      await devices.destroy();
    });

    it('takes a batch of any one kind of change alone', async () => {
      const { devices, device } = await opened();
      const one = bytes(1);
      await device.write({ ...EMPTY_BATCH, putPages: [{ key: 'a', bytes: one }] }, 'relaxed');
      await device.write({ ...EMPTY_BATCH, dropPages: [{ from: 'a', to: 'b' }] }, 'relaxed');
      await device.write({ ...EMPTY_BATCH, putMeta: [{ name: 'm', bytes: one }] }, 'relaxed');
      await device.write({ ...EMPTY_BATCH, addFrames: [{ lsn: 1, bytes: one }] }, 'relaxed');
      expect(await device.listPages('', '\uffff')).toEqual([]);
      expect(await device.readMeta('m')).toEqual(one);
      await device.write({ ...EMPTY_BATCH, trimLogBelow: 2 }, 'relaxed');
      expect(await device.readLog(0, 10)).toEqual([]);
      await device.write(EMPTY_BATCH, 'relaxed');
      await devices.destroy();
    });

    it('keeps pages of any name and any content, the empty ones too', async () => {
      const { devices, device } = await opened();
      const everyByte = String.fromCharCode(...Array.from({ length: 256 }, (_, byte) => byte));
      const putPages = ['', '\u0000', everyByte].map((key) => ({ key, bytes: bytes() }));
      await device.write({ ...EMPTY_BATCH, putPages }, 'relaxed');
      expect(await device.readPages([everyByte, '', 'x'])).toEqual([bytes(), bytes(), undefined]);
      expect(await device.listPages('', '\uffff')).toEqual(['', '\u0000', everyByte]);
      await devices.destroy();
    });

    it('ends each call by itself, whatever turns go by before its answer is awaited', async () => {
      const { devices, device } = await opened();
      const write = (lsn: number): Promise<void> =>
        device.write(
          {
            ...EMPTY_BATCH,
            addFrames: [{ lsn, bytes: bytes(lsn) }],
            putPages: [{ key: 'p', bytes: bytes(lsn) }],
          },
          'relaxed',
        );
      const first = write(1);
      const read = device.readPages(['p', 'q']);
      await turnOfMessage();
      const second = write(2);
      const log = device.readLog(0, 10);
      await turnOfMessage();
      expect(await log).toHaveLength(2);
      expect(await read).toEqual([bytes(1), undefined]);
      await Promise.all([first, second]);
      expect(await device.readPages(['p'])).toEqual([bytes(2)]);
      await devices.destroy();
    });

    it('rejects every call after close as closed', async () => {
      const { device } = await opened();
      device.close();
      device.close();
      expect(await faultKind(device.write(EMPTY_BATCH, 'relaxed'))).toBe('closed');
      expect(await faultKind(device.readMeta('m'))).toBe('closed');
      expect(await faultKind(device.readLog(0, 1))).toBe('closed');
      expect(await faultKind(device.readPages(['a']))).toBe('closed');
    });

    it('does not create a database that must exist', async () => {
      const devices = made();
      expect(await faultKind(devices.open({ mustExist: true }))).toBe('lost');
      const { isNew } = await devices.open({ mustExist: false });
      expect(isNew).toBe(true);
      await devices.destroy();
      expect(await faultKind(devices.open({ mustExist: true }))).toBe('lost');
    });
  });
}
