import { describe, expect, it } from 'vitest';
import { KNOBS } from '../../kernel/knobs.ts';
import type { KeyBytes } from '../../kernel/key-bytes.ts';
import { memoryDevices } from '../../storage/device/memory.ts';
import type { Device, DeviceOpener } from '../../storage/device/port.ts';
import { DeviceFault } from '../../storage/device/port.ts';
import type { LogStore } from '../../storage/log-store.ts';
import { pageKey } from '../../storage/page/page-key.ts';
import { scrubStore } from '../../storage/scrub/scrub.ts';
import { CURSOR_TREE } from '../../storage/system-tree.ts';
import { DamagedRangeError } from '../../storage/tree/page-fault.ts';
import { mortal } from '../device/mortal-device.ts';
import { fakeWorld } from '../fake-world.ts';
import { openStore, turn } from '../open-store.ts';
import { signal } from '../world/signal.ts';
import { findText, textRow } from '../text-rows.ts';

const TREE = CURSOR_TREE;
const key = (name: string): KeyBytes => name as KeyBytes;
const STANDING = ['', 'b', 'd', 'e', 'x'.repeat(50)].map(key);

const open = async (
  devices: DeviceOpener,
  around = (device: Device): Device => device,
): Promise<LogStore> => {
  const { device } = await devices.open({ mustExist: false });
  // The log is too short to make pages anew.
  const knobs = { ...KNOBS, superfluousLogBytes: 0 };
  return openStore(around(device), 1, { ...fakeWorld(), knobs });
};
const close = (store: LogStore): void => {
  store.stop(new DeviceFault('closed', 'closed'));
};

async function put(store: LogStore, name: KeyBytes, text: string): Promise<void> {
  const change = {
    kind: 'put' as const,
    tree: TREE,
    key: name,
    row: textRow(text),
    sizeBytes: text.length,
  };
  await turn(store, () => store.append([change]));
}

async function remove(store: LogStore, name: KeyBytes): Promise<void> {
  await turn(store, () => store.append([{ kind: 'delete', tree: TREE, key: name }]));
}

/** The item's text, or what its reader is told. */
async function read(store: LogStore, name: KeyBytes): Promise<string | undefined> {
  try {
    return await turn(store, () => findText(store.find(TREE, name)));
  } catch (error) {
    if (error instanceof DamagedRangeError) return 'damaged';
    throw error;
  }
}

const flip = async (device: Device): Promise<void> => {
  const name = pageKey(TREE, key(''));
  const [page] = await device.readPages([name]);
  if (page === undefined) throw new Error('the page is there');
  const bytes = page.slice();
  bytes[bytes.length - 5] = (bytes[bytes.length - 5] as number) ^ 1;
  const nothing = { addFrames: [], dropPages: [], putMeta: [], trimLogBelow: undefined };
  await device.write({ ...nothing, putPages: [{ key: name, bytes }] }, 'relaxed');
};

/** Five items in a page that was seen, has gone, and is damaged by now. */
async function damaged(
  around: (device: Device) => Device = (device) => device,
): Promise<{ readonly devices: DeviceOpener; readonly store: LogStore }> {
  const devices = memoryDevices();
  const first = await open(devices);
  for (const name of STANDING) await put(first, name, '"old"');
  await first.checkpoint();
  await put(first, key('b'), '"old"');
  await first.checkpoint();
  close(first);
  const store = await open(devices, around);
  await read(store, key('b'));
  store.forest.evict();
  await flip((await devices.open({ mustExist: true })).device);
  return { devices, store };
}

async function mustHold(
  store: LogStore,
  expected: Record<string, string | undefined>,
): Promise<void> {
  const found = await Promise.all(
    Object.keys(expected).map(async (name) => [name, await read(store, key(name))]),
  );
  expect(Object.fromEntries(found)).toEqual(expected);
}

describe('a page that proves to be damaged when what was written to it is to be merged', () => {
  const written = {
    '': '"new"',
    a: '"new"',
    b: undefined,
    c: 'damaged',
    d: '"new"',
    'd\u0000': 'damaged',
    e: 'damaged',
    f: undefined,
    [STANDING[4] as string]: '"new"',
  };

  const write = async (store: LogStore): Promise<void> => {
    for (const name of ['', 'a', 'd', STANDING[4] as string]) await put(store, key(name), '"new"');
    await remove(store, key('b'));
    await remove(store, key('f'));
  };

  it('loses none of that, and the rest stays an error', async () => {
    const { devices, store } = await damaged();
    await write(store);
    expect(store.forest.pageLoads).toBe(1);
    // Nobody has met the damage yet: what is not there is known not to be.
    await mustHold(store, { '': '"new"', c: undefined });
    await mustHold(store, { e: 'damaged' });
    await mustHold(store, written);
    expect(await store.checkpoint()).toBe(true);
    expect(store.checkpointer.superblock.redoFromLsn).toBeGreaterThan(10);
    await mustHold(store, written);
    close(store);
    const again = await open(devices);
    await mustHold(again, written);
    const { device } = await devices.open({ mustExist: true });
    const { damagedPages } = await scrubStore(device, again);
    expect(damagedPages.map(({ low, high }) => [low, high])).toEqual([
      ['\u0000', 'a'],
      ['a\u0000', 'b'],
      ['b\u0000', 'd'],
      ['d\u0000', 'f'],
      ['f\u0000', STANDING[4]],
      [`${STANDING[4] as string}\u0000`, undefined],
    ]);
  });

  it('loses none of it where the damage is found by the opening after a death', async () => {
    const { devices, store } = await damaged();
    await write(store);
    await new Promise<void>((resolve) => {
      store.log.whenHardened(() => {
        resolve();
      });
    });
    close(store);
    const again = await open(devices);
    await mustHold(again, written);
    expect(await again.checkpoint()).toBe(true);
    await mustHold(again, written);
  });

  it('is damaged there too when the write is refused', async () => {
    const held = signal();
    let isHeld = false;
    const { store } = await damaged((device) =>
      mortal(device, () => !isHeld || held.raised.then(() => false)),
    );
    isHeld = true;
    const told = await turn(store, () => {
      const lsn = store.append([
        { kind: 'put', tree: TREE, key: key('d'), row: textRow('"new"'), sizeBytes: 5 },
        { kind: 'put', tree: TREE, key: key('g'), row: textRow('"new"'), sizeBytes: 5 },
      ]);
      const fault = new Promise((resolve) => {
        store.log.whenDurable(lsn, resolve);
      });
      return { fault };
    });
    await mustHold(store, { d: '"new"', e: 'damaged', g: '"new"' });
    held.raise();
    expect(await told.fault).toMatchObject({ kind: 'aborted' });
    await mustHold(store, { d: 'damaged', e: 'damaged', g: undefined });
    expect(store.counts(TREE).items).toBe(STANDING.length);
  });
});
