import { DeviceFault } from '../storage/device/port.ts';

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
        reject(new DeviceFault('closed', `the lock of ${database} was refused`, { cause: error }));
      }
    });
  });
}

/** Takes a lock that nobody else wants to hold, until this worker dies; resolves when it is taken. */
export function holdLifeLock(name: string): Promise<void> {
  const locks = (globalThis.navigator as Navigator | undefined)?.locks;
  if (locks === undefined) return Promise.resolve();
  return new Promise((resolve, reject) => {
    locks
      .request(name, () => {
        resolve();
        return new Promise(() => undefined);
      })
      .catch(reject);
  });
}
