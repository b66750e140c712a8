import { describe, expect, it } from 'vitest';
import { KNOBS } from '../../kernel/knobs.ts';
import type { KeyBytes } from '../../kernel/key-bytes.ts';
import { memoryDevices } from '../../storage/device/memory.ts';
import type { DeviceOpener } from '../../storage/device/port.ts';
import { DeviceFault } from '../../storage/device/port.ts';
import type { LogStore } from '../../storage/log-store.ts';
import { scrubStore } from '../../storage/scrub/scrub.ts';
import { CURSOR_TREE } from '../../storage/system-tree.ts';
import { fingerprintsOf } from '../../kernel/fingerprint.ts';
import { mortal } from '../device/mortal-device.ts';
import { fakeWorld } from '../fake-world.ts';
import { openStore, turn } from '../open-store.ts';
import { signal } from '../world/signal.ts';
import { findText, textRow } from '../text-rows.ts';

const TREE = CURSOR_TREE;
const BITS = 2;
const STANDING = 'a' as KeyBytes;
const STANDING_TEXT = '"stands there"';
const TEXT = '"new"';

/** Puts an item; `told` hears what becomes of it. */
async function put(
  store: LogStore,
  key: KeyBytes,
  text: string,
): Promise<{ readonly told: Promise<string> }> {
  return turn(store, () => {
    const lsn = store.append([
      { kind: 'put', tree: TREE, key, row: textRow(text), sizeBytes: text.length },
    ]);
    const told = new Promise<string>((resolve) => {
      store.log.whenDurable(lsn, (fault) => {
        resolve(fault?.kind ?? 'durable');
      });
    });
    return { told };
  });
}

interface Opened {
  readonly devices: DeviceOpener;
  readonly store: LogStore;
  /** A key that is not there and has the fingerprint of the one that is. */
  readonly twin: KeyBytes;
}

const world = (): ReturnType<typeof fakeWorld> => ({
  ...fakeWorld(),
  knobs: { ...KNOBS, fingerprintBits: BITS },
});

/** One item in the store, its page not in memory, on a device that takes `writes` more. */
async function evicted(writes = Infinity, until = Promise.resolve()): Promise<Opened> {
  const devices = memoryDevices();
  const { device } = await devices.open({ mustExist: false });
  const first = await openStore(device, 1, world());
  await put(first, STANDING, STANDING_TEXT);
  await first.checkpoint();
  first.stop(new DeviceFault('closed', 'closed'));
  const raw = (await devices.open({ mustExist: true })).device;
  let left = Infinity;
  const store = await openStore(
    mortal(raw, () => left-- > 0 || until.then(() => false)),
    1,
    world(),
  );
  await turn(store, () => store.find(TREE, STANDING));
  store.forest.evict();
  left = writes;
  const print = fingerprintsOf(store.checkpointer.superblock.storeId, BITS);
  const twin = Array.from({ length: 100 }, (_, i) => `b${String(i)}` as KeyBytes).find(
    (key) => print(key) === print(STANDING),
  );
  if (twin === undefined) throw new Error('one key in four has the fingerprint');
  return { devices, store, twin };
}

/** Opens the store again and holds its counters to what its pages hold. */
async function mustCountRight(devices: DeviceOpener, items: number): Promise<void> {
  const { device } = await devices.open({ mustExist: true });
  const store = await openStore(device, 1, world());
  const { damagedPages } = await scrubStore(device, store);
  expect(damagedPages).toEqual([]);
  expect(store.counts(TREE).items).toBe(items);
  expect(await store.checkpoint()).toBe(true);
  store.stop(new DeviceFault('closed', 'closed'));
}

describe('a key with the fingerprint of another', () => {
  it('is counted as that one until its change meets the page, and then as what it is', async () => {
    const { store, twin } = await evicted();
    await put(store, twin, TEXT);
    expect(store.counts(TREE)).toMatchObject({ items: 1, sizeBytes: TEXT.length });
    expect(await turn(store, () => findText(store.find(TREE, twin)))).toBe(TEXT);
    expect(await turn(store, () => findText(store.find(TREE, STANDING)))).toBe(STANDING_TEXT);
    expect(store.counts(TREE)).toMatchObject({
      items: 2,
      sizeBytes: TEXT.length + STANDING_TEXT.length,
    });
  });

  it('is counted right by every opening, wherever the device ended', async () => {
    for (let writes = 1; writes <= 8; writes++) {
      const { devices, store, twin } = await evicted(writes);
      const { told } = await put(store, twin, TEXT);
      expect(await told).toBe('durable');
      await turn(store, () => store.find(TREE, STANDING));
      await store.checkpoint();
      store.stop(new DeviceFault('closed', 'closed'));
      await mustCountRight(devices, 2);
      await mustCountRight(devices, 2);
    }
  });

  it('leaves no trace when it is refused, before its page has come in and after', async () => {
    for (const isRead of [false, true]) {
      const held = signal();
      const { devices, store, twin } = await evicted(0, held.raised);
      const { told } = await put(store, twin, TEXT);
      if (isRead) await turn(store, () => store.find(TREE, STANDING));
      held.raise();
      expect(await told).toBe('aborted');
      expect(store.counts(TREE)).toMatchObject({ items: 1, sizeBytes: STANDING_TEXT.length });
      store.stop(new DeviceFault('closed', 'closed'));
      await mustCountRight(devices, 1);
    }
  });

  it('is read from its page where the item before is asked for', async () => {
    const { store, twin } = await evicted();
    expect(await turn(store, () => store.find(TREE, twin))).toBeUndefined();
    expect(store.forest.pageLoads).toBe(2);
  });
});
