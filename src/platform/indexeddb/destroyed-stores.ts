import type { DBSchema, IDBPDatabase } from 'idb';
import { openDB } from 'idb';
import type { Clock } from '../../kernel/time.ts';
import type { DestroyedStores } from '../../storage/device/port.ts';
import { refusalOf } from '../refusals.ts';
import { faultOf } from './faults.ts';

/** The database beside those of `databaseNameOf`, none of which can have this name. */
const NAME = 'hashrange';
const STORE = 'destroyed';
/** Browsers write what the page remembers of a store within minutes; this is how long it may outlive the store. */
const KEPT_MS = 30 * 86_400_000;

interface Schema extends DBSchema {
  /** Time of the destruction by store id. */
  readonly [STORE]: { readonly key: string; readonly value: number };
}

/**
 * In a small IndexedDB database of the site. It is gone with the others when the browser throws all of them away: then even a
 * store that was destroyed a moment before counts as lost.
 */
export function destroyedStores(clock: Clock): DestroyedStores {
  return {
    has: (storeId) => inDatabase(async (db) => (await db.count(STORE, storeId)) > 0),
    add: (storeIds) =>
      inDatabase(async (db) => {
        const now = clock.now();
        const tx = db.transaction(STORE, 'readwrite', { durability: 'strict' });
        const [ids, times] = await Promise.all([tx.store.getAllKeys(), tx.store.getAll()]);
        const old = ids.filter((_, i) => now - (times[i] ?? now) > KEPT_MS);
        await Promise.all([
          ...old.map((id) => tx.store.delete(id)),
          ...storeIds.map((id) => tx.store.put(now, id)),
          tx.done,
        ]);
      }),
  };
}

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
