import { expect, it } from 'vitest';
import type { KeyBytes } from '../../kernel/key-bytes.ts';
import type { Answer } from '../../engine/engine-interface.ts';
import { Executor } from '../../engine/executor.ts';
import { Admission } from '../../engine/admission.ts';
import { LongestWait } from '../../engine/longest-wait.ts';
import { Turns } from '../../engine/turn.ts';
import { HeardTables } from '../../region/region-fault.ts';
import { ReplayFault } from '../../storage/checkpoint/replay-fault.ts';
import { memoryDevices } from '../../storage/device/memory.ts';
import type { Device } from '../../storage/device/port.ts';
import { DeviceFault } from '../../storage/device/port.ts';
import type { LogStore } from '../../storage/log-store.ts';
import { CURSOR_TREE, LEDGER_TREE } from '../../storage/system-tree.ts';
import { KNOBS } from '../../kernel/knobs.ts';
import { fakeWorld } from '../fake-world.ts';
import { openStore, turn } from '../open-store.ts';
import { findText, textRow } from '../text-rows.ts';

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
        first.append([
          { kind: 'put', tree, key: keyOf(n), row: textRow(TEXT), sizeBytes: TEXT.length },
        ]),
      );
  await first.checkpoint();
  const { device } = await devices.open({ mustExist: true });
  const counts = { reads: 0, pages: 0 };
  const counted: Device = {
    readMeta: (name) => device.readMeta(name),
    readLog: (from, limit) => device.readLog(from, limit),
    newestLsn: () => device.newestLsn(),
    listPages: (...range) => device.listPages(...range),
    readDigests: (...range) => device.readDigests(...range),
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
  TREES.map((tree) => findText(store.find(tree, keyOf(n)))).join('');

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

/** A store whose writes have to wait for the checkpoint. */
async function behind(): Promise<Opened> {
  const opened = await cold(1e6);
  const { store, counts } = opened;
  const text = 'x'.repeat(400_000);
  const put = {
    kind: 'put',
    tree: CURSOR_TREE,
    key: keyOf(0),
    row: textRow(text),
    sizeBytes: 400_000,
  } as const;
  // It is in memory: the checkpoint reads no page for it.
  await turn(store, () => store.find(CURSOR_TREE, keyOf(0)));
  while (store.lackOfWrites(false) === undefined) await turn(store, () => store.append([put]));
  counts.pages = 0;
  return opened;
}

it('a write waits for the checkpoint before it misses its page', async () => {
  const { store } = await behind();
  store.beginTurn();
  const put = {
    kind: 'put',
    tree: CURSOR_TREE,
    key: keyOf(30),
    row: textRow('{}'),
    sizeBytes: 2,
  } as const;
  expect(() => store.append([put])).toThrow(ReplayFault);
});

it.each([
  ['write', []],
  ['read', [0]],
] as const)(
  'a request that wants to %s has run %j before it loads its page',
  async (access, before) => {
    const { store, counts } = await behind();
    const turns = new Turns(store, {
      onReadFault: () => expect.unreachable(),
      onAppended: () => undefined,
      caughtUp: () => expect.unreachable(),
    });
    const executor: Executor = new Executor(store, turns, {
      describeDamage: String,
      park: () => expect.unreachable(),
      recall: () => undefined,
      askRegion: () => expect.unreachable(),
      rerun: (job) => executor.run(job),
      longestWait: new LongestWait(fakeWorld().host),
      admission: new Admission(KNOBS.heldBytes),
    });
    const pagesAtRuns: number[] = [];
    const request = {
      run: () => {
        pagesAtRuns.push(counts.pages);
        return findText(store.find(CURSOR_TREE, keyOf(30))) ?? '';
      },
      touches: () => [{ table: 'notes', access, part: 'items' } as const],
      missingPages: () => [],
    };
    const answered = new Promise<Answer>((resolve) => {
      executor.run({
        request,
        caller: undefined,
        answer: resolve,
        faults: 0,
        heldSinceMs: undefined,
        hasWaited: false,
        heard: new HeardTables(),
        pins: undefined,
      });
    });
    expect(pagesAtRuns).toEqual(before);
    expect(store.holdsWrites).toBe(true);
    expect(await answered).toEqual({ status: 200, body: TEXT });
    expect(pagesAtRuns).toEqual([0, 1]);
    expect(store.forest.usage().pinnedPages).toBe(0);
  },
);
