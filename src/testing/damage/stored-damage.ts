import type { Disk } from '../device/disk.ts';
import type { Prng } from '../world/prng.ts';

export const STORES = ['frames', 'pages', 'digests', 'meta'] as const;
export const KINDS = ['flip', 'cut', 'remove', 'age', 'swap'] as const;

/**
 * What happens to one stored row: a bit flips; its end is cut off; it vanishes; an older version of it comes back;
 * another row's bytes stand in its place.
 */
export interface Damage {
  readonly store: (typeof STORES)[number];
  readonly kind: (typeof KINDS)[number];
  readonly row: string;
}

type Rows = Map<number | string, Uint8Array>;

const rowsOf = (disk: Disk, store: Damage['store']): Rows => disk[store];

/** Damages one row of `disk`, drawn by chance; `history` holds what the disk was before, oldest first. */
export function damage(disk: Disk, history: readonly Disk[], random: Prng): Damage {
  const store = random.pick(['frames', 'frames', 'pages', 'pages', 'digests', 'meta'] as const);
  const rows = rowsOf(disk, store);
  const key = random.pick([...rows.keys()].sort(ascending));
  const bytes = rows.get(key) as Uint8Array;
  const kind = random.pick(KINDS);
  const drawn = {
    flip: () => flipped(bytes, random),
    cut: () => bytes.slice(0, random.below(bytes.length)),
    remove: () => undefined,
    age: () => olderVersion(history, store, key, bytes, random),
    swap: () => otherRow(rows, key, bytes, random),
  }[kind];
  const now = drawn();
  if (now === undefined) rows.delete(key);
  else rows.set(key, now);
  return { store, kind: now === undefined ? 'remove' : kind, row: nameOf(key) };
}

function ascending(a: number | string, b: number | string): number {
  return a < b ? -1 : 1;
}

function nameOf(key: number | string): string {
  return typeof key === 'number' ? String(key) : Buffer.from(key, 'latin1').toString('hex');
}

function flipped(bytes: Uint8Array, random: Prng): Uint8Array {
  const at = random.below(bytes.length);
  const flippedBytes = bytes.slice();
  flippedBytes[at] = (flippedBytes[at] ?? 0) ^ (1 << random.below(8));
  return flippedBytes;
}

/** The row as it was at some time before; a flipped one where it never was another. */
function olderVersion(
  history: readonly Disk[],
  store: Damage['store'],
  key: number | string,
  bytes: Uint8Array,
  random: Prng,
): Uint8Array {
  const older = history
    .map((disk) => rowsOf(disk, store).get(key))
    .filter((version) => version !== undefined && !Buffer.from(version).equals(bytes));
  return random.pick(older) ?? flipped(bytes, random);
}

function otherRow(rows: Rows, key: number | string, bytes: Uint8Array, random: Prng): Uint8Array {
  const others = [...rows.keys()].filter((other) => other !== key).sort(ascending);
  return others.length === 0
    ? flipped(bytes, random)
    : (rows.get(random.pick(others)) as Uint8Array);
}
