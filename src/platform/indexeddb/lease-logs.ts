import type { IDBPDatabase } from 'idb';
import { openDB, unwrap } from 'idb';
import type { LeaseLogs } from '../../kernel/lease-log.ts';
import { faultOf } from './faults.ts';
import { openingFault } from './opening-fault.ts';

/** One database for the leases of all databases of a site: its name begins with none of theirs. */
const LEASES = 'hashrange-leases';
const STORE = 'lease';

/** Entries by lease and number. */
export const indexedDbLeases: LeaseLogs = {
  open: async (lease) => {
    const upTo = (number: number): IDBKeyRange =>
      IDBKeyRange.bound([lease], [lease, number], false, true);
    const db = await openLeases();
    return {
      newest: async () => {
        const tx = db.transaction(STORE, 'readonly');
        tx.done.catch(() => undefined);
        const range = upTo(Number.POSITIVE_INFINITY);
        const reading = Promise.all([tx.store.getAllKeys(range), tx.store.getAll(range)]);
        tx.commit();
        const [keys, holders] = await reading;
        const key = keys.at(-1) as readonly [string, number] | undefined;
        return key && { number: key[1], holder: holders.at(-1) as string };
      },
      append: ({ number, holder }) =>
        new Promise((resolve, reject) => {
          // In one go, without a wait in its midst: a tab that is stopped meanwhile keeps nobody from writing.
          const tx = unwrap(db).transaction(STORE, 'readwrite');
          const store = tx.objectStore(STORE);
          store.add(holder, [lease, number]);
          store.delete(upTo(number));
          // Of those that were overtaken long ago, somebody's higher number may be all that is left.
          const left = store.count(upTo(Number.POSITIVE_INFINITY));
          tx.oncomplete = () => resolve(left.result === 1);
          tx.onabort = () => {
            if (tx.error?.name === 'ConstraintError') resolve(false);
            else reject(faultOf(tx.error));
          };
          tx.commit();
        }),
      close: () => db.close(),
    };
  },
};

async function openLeases(): Promise<IDBPDatabase> {
  try {
    return await openDB(LEASES, 1, {
      upgrade: (upgrading) => void upgrading.createObjectStore(STORE),
      blocking: (_current, _blocked, event) => (event.target as IDBDatabase).close(),
    });
  } catch (error) {
    throw openingFault(error);
  }
}
