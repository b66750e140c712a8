/** Damage to the files in which Chromium keeps IndexedDB (LevelDB), as bad disks, cleaners and half copies do it. */
import {
  existsSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';

/** The directory of the only origin in the profile; undefined when this Chromium stores otherwise. */
export function findLevelDb(profile: string): string | undefined {
  const root = join(profile, 'Default', 'IndexedDB');
  if (!existsSync(root)) return undefined;
  const name = readdirSync(root).find((entry) => entry.endsWith('.indexeddb.leveldb'));
  return name === undefined ? undefined : join(root, name);
}

/**
 * Whether this launch of Chromium found the files damaged and has thrown all databases of the origin away. A kill in the
 * middle of a write leaves a torn record at the end of LevelDB's log; the next launch writes on behind it; the launch
 * after that finds a damaged record in the middle, which Chromium answers by deleting everything.
 */
export function hasBrowserStartedAnew(profile: string): boolean {
  const notes = join(findLevelDb(profile) ?? profile, 'LOG');
  return existsSync(notes) && readFileSync(notes, 'utf8').includes('Creating DB');
}

/** The same of a launch that was killed, be it between the deletion and the new database. */
export function hasBrowserThrownAway(profile: string): boolean {
  const directory = findLevelDb(profile);
  if (directory === undefined || !existsSync(join(directory, 'CURRENT'))) return true;
  return hasBrowserStartedAnew(profile);
}

/** The largest file with this beginning or end of its name. */
function largest(directory: string, matches: (name: string) => boolean): string {
  const files = readdirSync(directory)
    .filter(matches)
    .map((name) => join(directory, name))
    .toSorted((a, b) => statSync(b).size - statSync(a).size);
  const [file] = files;
  if (file === undefined) throw new Error('the database has no such file');
  return file;
}

const log = (directory: string): string => largest(directory, (name) => name.endsWith('.log'));
const sorted = (directory: string): string => largest(directory, (name) => name.endsWith('.ldb'));
const manifest = (directory: string): string =>
  largest(directory, (name) => name.startsWith('MANIFEST'));

function flip(file: string, share: number): void {
  const bytes = readFileSync(file);
  const at = Math.min(bytes.length - 1, Math.floor(bytes.length * share));
  bytes[at] = (bytes[at] ?? 0) ^ 0x10;
  writeFileSync(file, bytes);
}

function cut(file: string, share: number): void {
  truncateSync(file, Math.floor(statSync(file).size * share));
}

function zeroFrom(file: string, share: number): void {
  const bytes = readFileSync(file);
  writeFileSync(file, bytes.fill(0, Math.floor(bytes.length * share)));
}

export interface Mutation {
  readonly name: string;
  readonly damage: (directory: string) => void;
}

export const MUTATIONS: readonly Mutation[] = [
  { name: 'log: bit flipped at its start', damage: (db) => flip(log(db), 0.001) },
  { name: 'log: bit flipped in the middle', damage: (db) => flip(log(db), 0.5) },
  { name: 'log: bit flipped at its end', damage: (db) => flip(log(db), 0.999) },
  { name: 'log: cut to half', damage: (db) => cut(log(db), 0.5) },
  { name: 'log: cut to nothing', damage: (db) => cut(log(db), 0) },
  { name: 'log: zeroes at its end', damage: (db) => zeroFrom(log(db), 0.9) },
  { name: 'log: deleted', damage: (db) => rmSync(log(db)) },
  { name: 'table: bit flipped at its start', damage: (db) => flip(sorted(db), 0.01) },
  { name: 'table: bit flipped in the middle', damage: (db) => flip(sorted(db), 0.5) },
  { name: 'table: bit flipped in its index', damage: (db) => flip(sorted(db), 0.9995) },
  { name: 'table: cut to half', damage: (db) => cut(sorted(db), 0.5) },
  { name: 'table: deleted', damage: (db) => rmSync(sorted(db)) },
  { name: 'manifest: bit flipped', damage: (db) => flip(manifest(db), 0.5) },
  { name: 'manifest: cut to half', damage: (db) => cut(manifest(db), 0.5) },
  { name: 'manifest: deleted', damage: (db) => rmSync(manifest(db)) },
  { name: 'CURRENT: deleted', damage: (db) => rmSync(join(db, 'CURRENT')) },
  {
    name: 'CURRENT: names nothing',
    damage: (db) => writeFileSync(join(db, 'CURRENT'), 'MANIFEST-999999\n'),
  },
  { name: 'everything deleted', damage: (db) => rmSync(db, { recursive: true }) },
];
