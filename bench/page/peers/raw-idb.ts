import type { IDBPDatabase } from 'idb';
import { deleteDB, openDB } from 'idb';
import type { BenchItem, BenchKey, IndexCount, Peer } from '../peer.ts';
import { nameOf } from '../peer.ts';

const STORE = 'items';
const LOAD_BATCH = 1_000;
const SCAN_BATCH = 5_000;
const INDEXES: readonly (readonly [name: string, path: string[]])[] = [
  ['byEmail', ['email', 'count']],
  ['byName', ['name', 'sk']],
  ['byCount', ['pk', 'count']],
];

/** IndexedDB through `idb`: one record an item, compound keys, durability as the browser defaults. */
export function rawIdb(indexes: IndexCount): Peer {
  let db: IDBPDatabase;
  const putAll = async (items: readonly BenchItem[]): Promise<void> => {
    const tx = db.transaction(STORE, 'readwrite');
    for (const item of items) void tx.store.put(item);
    await tx.done;
  };
  return {
    name: nameOf('raw idb', indexes),
    open: async (name) => {
      db = await openDB(`idb-${name}`, 1, {
        upgrade: (fresh) => {
          const store = fresh.createObjectStore(STORE, { keyPath: ['pk', 'sk'] });
          for (const [name, path] of INDEXES.slice(0, indexes)) store.createIndex(name, path);
        },
      });
    },
    load: async (items, called) => {
      for (let at = 0; at < items.length; at += LOAD_BATCH) {
        const start = performance.now();
        await putAll(items.slice(at, at + LOAD_BATCH));
        called?.(performance.now() - start);
      }
    },
    transact: putAll,
    get: ({ pk, sk }: BenchKey) => db.get(STORE, [pk, sk]) as Promise<BenchItem | undefined>,
    put: async (item) => {
      await db.put(STORE, item);
    },
    query: (pk, sk, count) =>
      db.getAll(STORE, IDBKeyRange.bound([pk, sk], [pk, []]), count) as Promise<BenchItem[]>,
    ...(indexes > 0 && {
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
    drop: async () => {
      db.close();
      await deleteDB(db.name);
    },
    close: () => {
      db.close();
      return Promise.resolve();
    },
  };
}
