/**
 * Remembers outside IndexedDB that a database was made and under which store id: an empty database where one is remembered
 * has been lost by the browser (decision D8). Where there is no localStorage, nothing is remembered.
 */
export interface StoreMarker {
  readonly read: () => string | undefined;
  readonly write: (storeId: string) => void;
  readonly clear: () => void;
}

export function storeMarker(database: string): StoreMarker {
  return {
    read: () => guarded((storage) => storage.getItem(database) ?? undefined),
    write: (storeId) => {
      guarded((storage) => {
        if (storage.getItem(database) !== storeId) storage.setItem(database, storeId);
      });
    },
    clear: () => {
      guarded((storage) => {
        storage.removeItem(database);
      });
    },
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
};
