import type { IDBPDatabase } from 'idb';
import { openDB } from 'idb';
import type { BenchItem, BenchKey, Peer } from '../peer.ts';

const STORE = 'items';
const LOAD_BATCH = 1_000;
const SCAN_BATCH = 5_000;

/** IndexedDB through `idb`: one record an item, compound keys, durability as the browser defaults. */
export function rawIdb(isIndexed: boolean): Peer {
  let db: IDBPDatabase;
  const putAll = async (items: readonly BenchItem[]): Promise<void> => {
    const tx = db.transaction(STORE, 'readwrite');
    for (const item of items) void tx.store.put(item);
    await tx.done;
  };
  return {
    name: isIndexed ? 'raw idb indexed' : 'raw idb',
    open: async (name) => {
      db = await openDB(`idb-${name}`, 1, {
        upgrade: (fresh) => {
          const store = fresh.createObjectStore(STORE, { keyPath: ['pk', 'sk'] });
          if (!isIndexed) return;
          store.createIndex('byEmail', ['email', 'count']);
          store.createIndex('byName', ['name', 'sk']);
          store.createIndex('byCount', ['pk', 'count']);
        },
      });
    },
    load: async (items) => {
      for (let at = 0; at < items.length; at += LOAD_BATCH) {
        await putAll(items.slice(at, at + LOAD_BATCH));
      }
    },
    transact: putAll,
    get: ({ pk, sk }: BenchKey) => db.get(STORE, [pk, sk]) as Promise<BenchItem | undefined>,
    put: async (item) => {
      await db.put(STORE, item);
    },
    query: (pk, sk, count) =>
      db.getAll(STORE, IDBKeyRange.bound([pk, sk], [pk, []]), count) as Promise<BenchItem[]>,
    ...(isIndexed && {
      queryIndex: (email: string, count: number) =>
        db.getAllFromIndex(STORE, 'byEmail', IDBKeyRange.bound([email], [email, []]), count),
    }),
    scan: async () => {
      let seen = 0;
      let after: IDBKeyRange | null = null;
      for (;;) {
        const items = (await db.getAll(STORE, after, SCAN_BATCH)) as BenchItem[];
        seen += items.length;
        const last = items.at(-1);
        if (last === undefined || items.length < SCAN_BATCH) return seen;
        after = IDBKeyRange.lowerBound([last.pk, last.sk], true);
      }
    },
    plain: (stored) => stored as BenchItem,
    close: () => {
      db.close();
      return Promise.resolve();
    },
  };
}
