import { expect, it } from 'vitest';
import type { KeyBytes } from '../../kernel/key-bytes.ts';
import { ReplayFault } from '../../storage/checkpoint/replay-fault.ts';
import { memoryDevices } from '../../storage/device/memory.ts';
import type { Device } from '../../storage/device/port.ts';
import { DeviceFault } from '../../storage/device/port.ts';
import type { LogStore } from '../../storage/log-store.ts';
import { CURSOR_TREE, LEDGER_TREE } from '../../storage/system-tree.ts';
import { KNOBS } from '../../kernel/knobs.ts';
import { fakeWorld } from '../fake-world.ts';
import { openStore, turn } from '../open-store.ts';

/*
 * A cache of one page that is tidied after every page which comes in: what several turns need at once cannot stay, and each of them still ends.
 */

const TREES = [CURSOR_TREE, LEDGER_TREE];
const KEYS = 40;
const PAGE_BYTES = 1_024;
const READS_MAX = 1_000;
const TEXT = JSON.stringify('x'.repeat(PAGE_BYTES - 100));
const keyOf = (n: number): KeyBytes => `key ${String(n).padStart(4, '0')}` as KeyBytes;

interface Opened {
  readonly store: LogStore;
  readonly counts: { reads: number; pages: number };
}

/** A store of many pages, of which none is in memory. */
async function cold(cacheBytes: number): Promise<Opened> {
  const devices = memoryDevices();
  const knobs = { ...KNOBS, leafBytes: PAGE_BYTES, housekeepingEvery: 1 };
  const world = { ...fakeWorld(), knobs };
  const first = await openStore((await devices.open({ mustExist: false })).device, 1e6, world);
  for (const tree of TREES)
    for (let n = 0; n < KEYS; n++)
      await turn(first, () =>
        first.append([{ kind: 'put', tree, key: keyOf(n), text: TEXT, sizeBytes: TEXT.length }]),
      );
  await first.checkpoint();
  const { device } = await devices.open({ mustExist: true });
  const counts = { reads: 0, pages: 0 };
  const counted: Device = {
    readMeta: (name) => device.readMeta(name),
    readLog: (from, limit) => device.readLog(from, limit),
    newestLsn: () => device.newestLsn(),
    listPages: (from, to) => device.listPages(from, to),
    write: (batch, durability) => device.write(batch, durability),
    close: () => device.close(),
    readPages: (keys) => {
      counts.reads++;
      counts.pages += keys.length;
      // Turns that take each other's pages away would go on for ever.
      if (counts.reads > READS_MAX) throw new DeviceFault('closed', 'nobody gets any further');
      return device.readPages(keys);
    },
  };
  const store = await openStore(counted, cacheBytes, world);
  for (const tree of TREES) await turn(store, () => store.forest.tree(tree));
  counts.reads = 0;
  counts.pages = 0;
  return { store, counts };
}

const find = (store: LogStore, n: number): string | undefined =>
  TREES.map((tree) => store.find(tree, keyOf(n))?.text).join('');

it.each([1, 2, 3])('turns that need more than a cache of %i pages all end', async (pages) => {
  const { store, counts } = await cold(pages * PAGE_BYTES);
  const turns = Array.from({ length: 20 }, (_, i) =>
    turn(store, () => Array.from({ length: 8 }, (__, k) => find(store, (i * 7 + k * 5) % KEYS))),
  );
  for (const found of await Promise.all(turns))
    expect(new Set(found)).toEqual(new Set([TEXT + TEXT]));
  // A page for each key that each turn reads, at most: none of them went before it had been used.
  expect(counts.pages).toBeLessThanOrEqual(20 * 8 * TREES.length);
  expect(store.forest.usage().pinnedPages).toBe(0);
});

it('the pages that twenty turns lack come in with one read', async () => {
  const { store, counts } = await cold(1e6);
  await Promise.all(
    Array.from({ length: 20 }, (_, n) => turn(store, () => store.find(CURSOR_TREE, keyOf(n)))),
  );
  expect(counts.reads).toBe(1);
  expect(counts.pages).toBeGreaterThan(10);
});

it('a write waits for the checkpoint before it misses its page', async () => {
  const { store } = await cold(1e6);
  const tree = CURSOR_TREE;
  const text = 'x'.repeat(400_000);
  const fill = (): unknown =>
    store.append([{ kind: 'put', tree, key: keyOf(0), text, sizeBytes: text.length }]);
  while (store.lackOfWrites === undefined) await turn(store, fill);
  store.beginTurn();
  const write = (): unknown =>
    store.append([{ kind: 'put', tree, key: keyOf(30), text: '{}', sizeBytes: 2 }]);
  expect(write).toThrow(ReplayFault);
});
