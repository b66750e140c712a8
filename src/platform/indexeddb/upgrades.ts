import type { IDBPDatabase } from 'idb';
import { STORES } from './device.ts';

/** Makes a database of the version before into the next, in the transaction of its opening, which keeps what is stored. */
export type Upgrade = (db: IDBPDatabase) => void;

/**
 * What each version of the object stores has brought: the version is their number, and a new one is added behind. A tab of an older release that has the
 * database open closes it, and one that opens it later answers `newer-format`: a new range of keys in a store that exists costs neither (ADR 32).
 * The format of what is in the stores is versioned in the superblock.
 */
export const UPGRADES: readonly Upgrade[] = [firstStores];

function firstStores(db: IDBPDatabase): void {
  for (const store of STORES) db.createObjectStore(store);
}
