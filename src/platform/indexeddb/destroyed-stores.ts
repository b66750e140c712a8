import type { DBSchema, IDBPDatabase } from 'idb';
import { openDB } from 'idb';
import type { DestroyedStores } from '../../storage/device/port.ts';
import { refusalOf } from '../storage-refusal.ts';
import { faultOf } from './faults.ts';

/** The database beside those of `databaseNameOf`, none of which can have this name. */
const NAME = 'hashrange';
const STORE = 'destroyed';
/** Browsers write what the page remembers of a store within minutes: after so many later destructions they have. */
const KEPT = 4_096;

interface Schema extends DBSchema {
  /** By store id a number that is greater the later the store was destroyed. Former releases put the time there. */
  readonly [STORE]: { readonly key: string; readonly value: number };
}

/**
 * In a small IndexedDB database of the site. It is gone with the others when the browser throws all of them away: then even a
 * store that was destroyed a moment before counts as lost.
 */
export const destroyedStores: DestroyedStores = {
  has: (storeId) => inDatabase(async (db) => (await db.count(STORE, storeId)) > 0),
  add: (storeIds) =>
    inDatabase(async (db) => {
      const tx = db.transaction(STORE, 'readwrite', { durability: 'strict' });
      const [ids, numbers] = await Promise.all([tx.store.getAllKeys(), tx.store.getAll()]);
      const ascending = numbers.toSorted((a, b) => a - b);
      const newest = ascending.at(-1) ?? 0;
      const kept = ascending.at(-KEPT) ?? 0;
      await Promise.all([
        ...ids.filter((_, i) => (numbers[i] ?? 0) < kept).map((id) => tx.store.delete(id)),
        ...storeIds.map((id, i) => tx.store.put(newest + 1 + i, id)),
        tx.done,
      ]);
    }),
};

/** Rejects with `DeviceFault` or `StoreRefused`. */
async function inDatabase<T>(work: (db: IDBPDatabase<Schema>) => Promise<T>): Promise<T> {
  try {
    const db = await openDB<Schema>(NAME, 1, {
      upgrade: (upgrading) => void upgrading.createObjectStore(STORE),
      blocking: (_current, _blocked, event) => (event.target as IDBDatabase).close(),
    });
    try {
      return await work(db);
    } finally {
      db.close();
    }
  } catch (error) {
    throw refusalOf(error) ?? faultOf(error);
  }
}
