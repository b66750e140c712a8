import type { LostStore } from '../errors.ts';

/**
 * Remembers outside IndexedDB that a database was made and under which store id: an empty database where one is remembered
 * has been lost by the browser (ADR 26). Where there is no localStorage, only this page remembers.
 */
export interface StoreMarker {
  readonly read: () => string | undefined;
  readonly write: (storeId: string) => void;
  /** Forgets this store, and no other that has come since. */
  readonly clear: (storeId: string) => void;
  /** Knowledge of a store that is not there any more. */
  readonly lost: (storeId: string) => LostStore;
}

/** Knowledge of this page: the browser's own copy may be cleared under it. */
const remembered = new Map<string, string>();

export function storeMarker(database: string): StoreMarker {
  const day = `${database}/opened`;
  const stored = (key: string): string | undefined =>
    guarded((storage) => storage.getItem(key) ?? undefined);
  const set = (key: string, value: string): void => {
    // Browsers ration how often they write this down.
    if (stored(key) !== value) guarded((storage) => storage.setItem(key, value));
  };
  return {
    read: () => remembered.get(database) ?? stored(database),
    write: (storeId) => {
      remembered.set(database, storeId);
      set(database, storeId);
      set(day, new Date().toISOString().slice(0, 10));
    },
    clear: (storeId) => {
      if (remembered.get(database) === storeId) remembered.delete(database);
      if (stored(database) !== storeId) return;
      for (const key of [database, day]) guarded((storage) => storage.removeItem(key));
    },
    lost: (storeId) => ({ storeId, lastOpened: stored(day) }),
  };
}

/** Storage throws where the site may not use it. */
function guarded<T>(work: (storage: Storage) => T): T | undefined {
  try {
    return work(globalThis.localStorage);
  } catch {
    return undefined;
  }
}

/** Remembers nothing: for databases that do not outlive their worker. */
export const noMarker: StoreMarker = {
  read: () => undefined,
  write: () => undefined,
  clear: () => undefined,
  lost: (storeId) => ({ storeId, lastOpened: undefined }),
};
