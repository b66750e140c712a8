/** How much the browser keeps for the origin, and how safely. A member that it does not tell is undefined. */
export interface StorageUse {
  /** Bytes that the whole origin takes, other databases and caches too; an estimate. 0 for a database in memory. */
  readonly used: number | undefined;
  /** Bytes that the origin may take; an estimate. Undefined for a database in memory. */
  readonly quota: number | undefined;
  /** Whether the browser has promised not to evict the data when room gets short. */
  readonly persisted: boolean | undefined;
}

/** Of a database in memory: nothing is stored of it, and nothing outlives it. */
export const NOTHING_STORED: StorageUse = { used: 0, quota: undefined, persisted: false };

/** Does not reject: a browser that refuses storage refuses to tell about it. */
export async function storageUse(): Promise<StorageUse> {
  const [estimate, persisted] = await Promise.all([
    told((storage) => storage.estimate()),
    told((storage) => storage.persisted()),
  ]);
  return { used: estimate?.usage, quota: estimate?.quota, persisted };
}

/** Asks the browser not to evict the data; Firefox asks the person. Answers whether it has agreed. */
export const persistStorage = async (): Promise<boolean> =>
  (await told((storage) => storage.persist())) === true;

async function told<T>(ask: (storage: StorageManager) => Promise<T>): Promise<T | undefined> {
  // A page that is served over plain http has none.
  const { storage } = globalThis.navigator as { readonly storage?: StorageManager };
  try {
    return storage && (await ask(storage));
  } catch {
    return undefined;
  }
}
