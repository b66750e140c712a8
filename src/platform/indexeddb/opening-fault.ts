import { StoreRefused } from '../../storage/store-refused.ts';
import { refusalOf } from '../storage-refusal.ts';
import { faultOf } from './faults.ts';

const MISSING =
  "This browser gives the page no IndexedDB: open the database with storage: 'memory', or in another browser.";
const NEWER =
  'Another script, or a newer release of hashrange, has opened this database at a higher version: load that release, or destroy the database.';

/** Why a database could not be opened: a `StoreRefused` where trying again is of no use, else a `DeviceFault`. */
export function openingFault(error: unknown): Error {
  if (error instanceof StoreRefused) return error;
  if (!hasIndexedDb()) return new StoreRefused('unsupported', MISSING, { cause: error });
  if (error instanceof Error && error.name === 'VersionError')
    return new StoreRefused('newer-format', NEWER, { cause: error });
  return refusalOf(error) ?? faultOf(error);
}

/** Some browsers leave it out where others refuse it, and some refuse to say. */
function hasIndexedDb(): boolean {
  try {
    return Boolean((globalThis as Partial<typeof globalThis>).indexedDB);
  } catch {
    return true;
  }
}
