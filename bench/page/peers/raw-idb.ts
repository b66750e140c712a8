import type { IDBPDatabase } from 'idb';
import { openDB } from 'idb';
import type { BenchItem, BenchKey, Peer } from '../peer.ts';

const STORE = 'items';
const LOAD_BATCH = 1_000;
const SCAN_BATCH = 5_000;

/** IndexedDB through `idb`: one record an item, compound key, durability as the browser defaults. */
export function rawIdb(): Peer {
  let db: IDBPDatabase;
  return {
    name: 'raw idb',
    open: async (name) => {
      db = await openDB(`idb-${name}`, 1, {
        upgrade: (fresh) => {
          fresh.createObjectStore(STORE, { keyPath: ['pk', 'sk'] });
        },
      });
    },
    load: async (items) => {
      for (let at = 0; at < items.length; at += LOAD_BATCH) {
        const tx = db.transaction(STORE, 'readwrite');
        for (const item of items.slice(at, at + LOAD_BATCH)) void tx.store.put(item);
        await tx.done;
      }
    },
    get: ({ pk, sk }: BenchKey) => db.get(STORE, [pk, sk]) as Promise<BenchItem | undefined>,
    put: async (item) => {
      await db.put(STORE, item);
    },
    query: (pk, sk, count) =>
      db.getAll(STORE, IDBKeyRange.bound([pk, sk], [pk, []]), count) as Promise<BenchItem[]>,
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
