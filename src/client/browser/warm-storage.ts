import type { HostTime } from '../../kernel/time.ts';

/** A browser whose storage is silent: the worker finds out by itself, and says so. */
const PATIENCE_MS = 2_000;

/**
 * Has the browser open the database's files while the worker starts: on a fresh launch that takes as long as the worker
 * itself. Creates nothing.
 *
 * Resolves to whether Chromium found its files damaged and has just thrown all databases of this site away: it tells only the
 * first who opens one.
 */
export function warmStorage(databaseName: string, host: HostTime): Promise<boolean> {
  return new Promise((resolve) => {
    let isWiped = false;
    const done = (): void => {
      patience.cancel();
      resolve(isWiped);
    };
    const patience = host.after(PATIENCE_MS, done);
    let opening: IDBOpenDBRequest;
    try {
      opening = indexedDB.open(databaseName);
    } catch {
      done();
      return;
    }
    opening.onupgradeneeded = (event) => {
      isWiped = (event as { readonly dataLoss?: string }).dataLoss === 'total';
      opening.transaction?.abort();
    };
    opening.onsuccess = () => {
      opening.result.close();
      done();
    };
    opening.onerror = (event) => {
      event.preventDefault();
      done();
    };
  });
}
