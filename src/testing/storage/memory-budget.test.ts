import { describe, expect, it } from 'vitest';
import { KNOBS } from '../../kernel/knobs.ts';
import type { KeyBytes } from '../../kernel/key-bytes.ts';
import { memoryDevices } from '../../storage/device/memory.ts';
import type { LogStore } from '../../storage/log-store.ts';
import type { TreeId } from '../../storage/store.ts';
import { PageFault } from '../../storage/tree/page-fault.ts';
import { Pins } from '../../storage/tree/pins.ts';
import { openStore, turn } from '../open-store.ts';
import { textRow } from '../text-rows.ts';

const MEBIBYTE = 1024 * 1024;
const CACHE_BYTES = 8 * MEBIBYTE;
/** The largest that DynamoDB takes. */
const ITEM_BYTES = 400 * 1024;
const ITEMS = 60;
/** What comes in between two looks, and the page that makes one due. */
const MEMORY_BYTES_MAX = CACHE_BYTES + KNOBS.housekeepingBytes + 2 * ITEM_BYTES;

/** Items of a batch that is as large as an answer may be. */
const BATCH = 40;
/** Pages of such items that are on their way at most, in two reads. */
const PAGES_UNDER_WAY = 16;

const keyOf = (n: number): KeyBytes => `key ${String(n).padStart(4, '0')}` as KeyBytes;

const durable = (store: LogStore): Promise<void> =>
  new Promise((resolve, reject) => {
    store.log.whenDurable((store.log.nextLsn - 1) as typeof store.log.durableLsn, (fault) => {
      if (fault === undefined) resolve();
      else reject(fault);
    });
  });

function lackOf(work: () => void): PageFault | undefined {
  try {
    work();
    return undefined;
  } catch (error) {
    if (error instanceof PageFault) return error;
    throw error;
  }
}

/** A store with items of the largest size, a page each; and what the cache held at most while they were written. */
async function written(items = ITEMS): Promise<{
  readonly store: LogStore;
  readonly tree: TreeId;
  readonly most: number;
}> {
  const { device } = await memoryDevices().open({ mustExist: false });
  const store = await openStore(device, CACHE_BYTES);
  const tree = await turn(store, () => store.newTree());
  let most = 0;
  for (let n = 0; n < items; n++) {
    const text = String(n % 10).repeat(ITEM_BYTES);
    await turn(store, () =>
      store.append([
        { kind: 'put', tree, key: keyOf(n), row: textRow(text), sizeBytes: ITEM_BYTES },
      ]),
    );
    await durable(store);
    most = Math.max(most, store.forest.usage().cachedBytes);
  }
  return { store, tree, most };
}

describe('the cache, with items of 400 KB', () => {
  it('keeps its budget while they are read one by one, long before 256 of them have come in', async () => {
    const { store, tree } = await written();
    await store.checkpoint();
    let most = 0;
    for (let n = 0; n < 3 * ITEMS; n++) {
      const item = await turn(store, () => store.find(tree, keyOf((n * 7) % ITEMS)));
      expect(item?.sizeBytes).toBe(ITEM_BYTES);
      most = Math.max(most, store.forest.usage().cachedBytes);
    }
    expect(store.forest.pageLoads).toBeGreaterThan(2 * ITEMS);
    expect(most).toBeLessThan(MEMORY_BYTES_MAX);
  });

  it('holds the pages of one batch and of a read or two, however many batches are read at once', async () => {
    const batches = [0, 1, 2, 3];
    const { store, tree } = await written(batches.length * BATCH);
    await store.checkpoint();
    // So that it is known how large pages are.
    for (let n = 0; n < BATCH; n++) await turn(store, () => store.find(tree, keyOf(n)));
    let most = 0;
    /** Reads a batch as a request does; answers how often it had to wait for pages. */
    const read = async (batch: number): Promise<number> => {
      const keys = Array.from({ length: BATCH }, (_, i) => keyOf(batch * BATCH + i));
      const pins = new Pins();
      for (let loads = 0; ; loads++) {
        const lack = lackOf(() => {
          store.beginTurn();
          store.need(tree, keys);
        });
        most = Math.max(most, store.forest.usage().pinnedPages);
        if (lack === undefined) {
          store.release(pins);
          return loads;
        }
        await store.load(lack, pins);
      }
    };
    for (let round = 0; round < 3; round++)
      expect(Math.max(...(await Promise.all(batches.map(read))))).toBe(1);
    // Each holds what it wants and is in the cache when it begins to wait.
    expect(most).toBeLessThan(BATCH + PAGES_UNDER_WAY + CACHE_BYTES / ITEM_BYTES);
    const { cachedBytes, pinnedPages } = store.forest.usage();
    expect(pinnedPages).toBe(0);
    expect(cachedBytes).toBeLessThan(MEMORY_BYTES_MAX);
  });

  it('keeps its budget while they are written, one after another', async () => {
    const { most } = await written();
    // Pages that became dirty while the first of them were written come on top.
    expect(most).toBeLessThan(MEMORY_BYTES_MAX + KNOBS.housekeepingBytes);
  });
});
