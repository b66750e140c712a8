import { DeviceFault } from '../storage/device/port.ts';
import { refusalOf } from './refusals.ts';

/** Another tab or worker owns the database and did not let go in time. */
export class DatabaseInUse extends Error {
  override readonly name = 'DatabaseInUse';
}

/** How long an opening waits for a former owner to go: a reload's old worker needs a few milliseconds. */
const WAIT_MS = 5_000;

/**
 * Takes the one-owner lock of a database and holds it until the returned function is called or the worker dies.
 *
 * Waits up to {@link WAIT_MS} for a former owner, then rejects with {@link DatabaseInUse}; with `DeviceFault` where the
 * browser refuses. Where there are no Web Locks the
 * fence of the log alone keeps two owners apart.
 */
export async function takeOwnerLock(database: string): Promise<() => void> {
  const locks = (globalThis.navigator as Navigator | undefined)?.locks;
  if (locks === undefined) return () => undefined;
  const patience = new AbortController();
  const timer = setTimeout(() => {
    patience.abort();
  }, WAIT_MS);
  return new Promise((resolve, reject) => {
    const held = locks.request(database, { signal: patience.signal }, () => {
      clearTimeout(timer);
      return new Promise<void>((release) => {
        resolve(release);
      });
    });
    // A query evicts a page that the back/forward cache keeps with the lock in its hand.
    locks.query().catch(() => undefined);
    held.catch((error: unknown) => {
      clearTimeout(timer);
      if (patience.signal.aborted) {
        reject(new DatabaseInUse(`the database ${database} is open in another tab`));
      } else {
        const why = new DeviceFault('closed', `the lock of ${database} failed`, { cause: error });
        reject(refusalOf(error) ?? why);
      }
    });
  });
}

/**
 * Takes a lock that nobody else wants to hold, until this worker dies; resolves when it is taken, answering whether there are locks at
 * all.
 */
export function holdLifeLock(name: string): Promise<boolean> {
  const locks = (globalThis.navigator as Navigator | undefined)?.locks;
  if (locks === undefined) return Promise.resolve(false);
  return new Promise((resolve, reject) => {
    locks
      .request(name, () => {
        resolve(true);
        return new Promise(() => undefined);
      })
      .catch(reject);
  });
}
