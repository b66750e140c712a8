import { describe, expect, it } from 'vitest';
import type { KeyBytes } from '../../kernel/key-bytes.ts';
import { memoryDevices } from '../../storage/device/memory.ts';
import type {
  Device,
  DeviceOpener,
  WriteBatch,
  WriteDurability,
} from '../../storage/device/port.ts';
import { DeviceFault } from '../../storage/device/port.ts';
import { openStore, turn } from '../open-store.ts';
import type { LogStore } from '../../storage/log-store.ts';
import { CURSOR_TREE } from '../../storage/system-tree.ts';
import { findText, textIn, textRow } from '../text-rows.ts';

const TREE = CURSOR_TREE;
const KEY = 'k' as KeyBytes;

/** A device whose next write waits, and can then be refused. */
class HeldDevice implements Device {
  readonly #device: Device;
  #held: Promise<void> | undefined;
  refuse: () => void = () => undefined;

  constructor(device: Device) {
    this.#device = device;
  }

  hold(): void {
    this.#held = new Promise((_, reject) => {
      this.refuse = () => {
        reject(new DeviceFault('aborted', 'refused'));
      };
    });
  }

  async write(batch: WriteBatch, durability: WriteDurability): Promise<void> {
    const held = this.#held;
    this.#held = undefined;
    await held;
    return this.#device.write(batch, durability);
  }

  readonly readMeta = (name: string) => this.#device.readMeta(name);
  readonly readLog = (from: number, limit: number) => this.#device.readLog(from, limit);
  readonly newestLsn = () => this.#device.newestLsn();
  readonly listPages: Device['listPages'] = (...range) => this.#device.listPages(...range);
  readonly readDigests: Device['readDigests'] = (...range) => this.#device.readDigests(...range);
  readonly readPages = (keys: readonly string[]) => this.#device.readPages(keys);
  readonly close = () => {
    this.#device.close();
  };
}

interface Opened {
  readonly store: LogStore;
  readonly device: HeldDevice;
}

async function openHeld(devices: DeviceOpener): Promise<Opened> {
  const device = new HeldDevice((await devices.open({ mustExist: false })).device);
  return { store: await openStore(device), device };
}

/** A store that has just been opened and holds `one` at the key: no page is in memory. */
async function reopened(): Promise<Opened> {
  const devices = memoryDevices();
  const { store } = await openHeld(devices);
  await put(store, 'one', 0);
  await store.checkpoint();
  store.stop(new DeviceFault('closed', 'closed'));
  return openHeld(devices);
}

const put = (store: LogStore, text: string, replaces: number): Promise<unknown> =>
  turn(store, () =>
    store.append([
      { kind: 'put', tree: TREE, key: KEY, row: textRow(text), sizeBytes: text.length, replaces },
    ]),
  );
const read = (store: LogStore): Promise<string | undefined> =>
  turn(store, () => findText(store.find(TREE, KEY)));
const outcome = (store: LogStore): Promise<string> =>
  new Promise((resolve) => {
    store.log.whenDurable((store.log.nextLsn - 1) as typeof store.log.durableLsn, (fault) => {
      resolve(fault?.kind ?? 'durable');
    });
  });

describe('a change whose writer knows what it replaces', () => {
  it('needs no page, and is there when the page comes in', async () => {
    const { store } = await reopened();
    await put(store, 'second', 3);
    expect(store.forest.pageLoads).toBe(0);
    expect(store.counts(TREE)).toMatchObject({ items: 1, sizeBytes: 6 });
    expect(await read(store)).toBe('second');
    expect(store.forest.pageLoads).toBe(1);
  });

  it('reaches its page by the next checkpoint, read by nobody', async () => {
    const { store } = await reopened();
    await put(store, 'second', 3);
    expect(await store.checkpoint()).toBe(true);
    expect(store.forest.usage()).toMatchObject({ dirtyPages: 0, bufferedBytes: 0 });
    const page = (await store.forest.arrivals.readPages(TREE, ['' as KeyBytes])).get(
      '' as KeyBytes,
    );
    if (page?.ok !== true) throw new Error('the page is on the device');
    expect(page.node.count).toBe(1);
    expect(textIn(page.node.itemAt(0))).toBe('second');
  });

  it('leaves no trace when it is refused before its page came in', async () => {
    const { store, device } = await reopened();
    await put(store, 'second', 3);
    expect(await outcome(store)).toBe('durable');
    device.hold();
    await put(store, 'a third', 6);
    await put(store, 'the fourth', 7);
    const refused = outcome(store);
    device.refuse();
    expect(await refused).toBe('aborted');
    expect(store.counts(TREE)).toMatchObject({ items: 1, sizeBytes: 6 });
    expect(await read(store)).toBe('second');
  });

  it('leaves no trace when it is refused after its page came in', async () => {
    const { store, device } = await reopened();
    device.hold();
    await put(store, 'second', 3);
    await put(store, 'a third', 6);
    const refused = outcome(store);
    expect(await read(store)).toBe('a third');
    await put(store, 'the fourth', 7);
    device.refuse();
    expect(await refused).toBe('aborted');
    expect(store.counts(TREE)).toMatchObject({ items: 1, sizeBytes: 3 });
    expect(await read(store)).toBe('one');
  });
});

describe('a checkpoint behind another', () => {
  it('is told when the store stops', async () => {
    const { store } = await reopened();
    await put(store, 'second', 3);
    const both = Promise.all([store.checkpoint(), store.checkpoint()]);
    store.stop(new DeviceFault('closed', 'closed'));
    expect(await both).toEqual([false, false]);
  });

  it('begins when that has ended', async () => {
    const { store } = await reopened();
    await put(store, 'second', 3);
    expect(await Promise.all([store.checkpoint(), store.checkpoint()])).toEqual([true, true]);
  });
});
