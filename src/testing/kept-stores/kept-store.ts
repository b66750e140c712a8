/**
 * A store that an earlier release left on the disk: every row of its IndexedDB databases, and what that release told of it.
 *
 * `scripts/stores/make.ts` makes them in a browser, from a build of that release; they are never made anew from a later one.
 * A file is gzip of JSON.
 */
import type { Device } from '../../storage/device/port.ts';
import { EMPTY_BATCH } from '../../storage/device/port.ts';
import type { Told } from './told.ts';

/** Commits of which stores are kept, each in a folder of its name. */
export const KEPT_BUILDS: readonly string[] = ['e9a77c9'];

/** An ArrayBuffer as a one-byte string, which shrinks to half of what base64 does; a number as it is. */
export type KeptValue = string | number;

export interface KeptDatabase {
  readonly name: string;
  /** Version of its object stores. */
  readonly version: number;
  readonly stores: Readonly<Record<string, readonly (readonly [string | number, KeptValue])[]>>;
}

export interface KeptStore {
  /** Commit that it was built from. */
  readonly build: string;
  /** Name that the database was opened under. */
  readonly name: string;
  /** When the last write was made, in milliseconds since 1970. */
  readonly madeMs: number;
  readonly regions: readonly string[];
  readonly databases: readonly KeptDatabase[];
  readonly consumers: readonly string[];
  /** By Region. */
  readonly told: Readonly<Record<string, Told>>;
}

export async function decodeKept(file: Uint8Array<ArrayBuffer>): Promise<KeptStore> {
  const unzipped = new Blob([file]).stream().pipeThrough(new DecompressionStream('gzip'));
  return JSON.parse(await new Response(unzipped).text()) as KeptStore;
}

export function bytesOf(value: KeptValue): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(String(value), (char) => char.charCodeAt(0));
}

/** The database of a Region. */
export function databaseOf({ databases, name }: KeptStore, region: string): KeptDatabase {
  const found = databases.find((each) => each.name === `hashrange/${name}/${region}`);
  if (found === undefined) throw new Error(`there is no database of ${region} in ${name}`);
  return found;
}

/** Writes what is in the database to a new device. */
export function restoreToDevice({ stores }: KeptDatabase, device: Device): Promise<void> {
  const rows = (store: string): readonly (readonly [string | number, KeptValue])[] =>
    stores[store] ?? [];
  return device.write(
    {
      ...EMPTY_BATCH,
      addFrames: rows('log').map(([lsn, value]) => ({ lsn: Number(lsn), bytes: bytesOf(value) })),
      putPages: rows('page').map(([key, value]) => ({ key: String(key), bytes: bytesOf(value) })),
      putMeta: rows('meta').map(([key, value]) => ({ name: String(key), bytes: bytesOf(value) })),
    },
    'strict',
  );
}
