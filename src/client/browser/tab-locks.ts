import { consumerLock } from '../../rpc/tab-messages.ts';
import type { DatabaseLocks } from './database-locks.ts';
import { inProcessLocks } from './in-process-locks.ts';

/** Locks among all tabs of this origin, apart from those of another database. Without Web Locks, among this page's code. */
export function tabLocks(database: string): DatabaseLocks {
  const manager = (globalThis.navigator as Partial<Navigator> | undefined)?.locks;
  if (manager === undefined) return inProcessLocks();
  return {
    take: (name, signal) =>
      new Promise((resolve, reject) => {
        manager
          .request(
            consumerLock(database, name),
            { signal },
            () =>
              new Promise<void>((release) => {
                resolve(release);
              }),
          )
          .catch(reject);
        // A query evicts a page that the back/forward cache keeps with the lock in its hand.
        manager.query().catch(() => undefined);
      }),
  };
}
