import { readDatabaseName } from '../rpc/database-name.ts';

export interface StoredDatabase {
  readonly name: string;
  readonly region: string;
}

/** The databases that the browser keeps for this origin, by name and Region, in order; none where it does not tell. */
export async function storedDatabases(): Promise<readonly StoredDatabase[]> {
  try {
    const kept = await globalThis.indexedDB.databases();
    return kept
      .map(({ name = '' }) => readDatabaseName(name))
      .filter((database) => database !== undefined)
      .sort((a, b) => compare(a.name, b.name) || compare(a.region, b.region));
  } catch {
    return [];
  }
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
