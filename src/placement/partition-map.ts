import { invariant } from '../kernel/invariant.ts';
import { halvesOf, hashOfHex, hashRangePart, hexOfHash, widthOf } from './hash-range.ts';
import type { HashRange } from './hash-range.ts';
import type { StoredPartition } from './record/partitions.ts';

/** One partition of a table: a number that the table never reuses, and the hashes it owns. */
export interface Partition {
  readonly id: number;
  readonly range: HashRange;
}

/**
 * Which partition owns which hashes of one table.
 *
 * 1. The ranges tile the hash space: no gap, no overlap.
 * 2. They are in hash order.
 */
export interface PartitionMap {
  readonly partitions: readonly Partition[];
}

/** Read and write units a second one partition serves. Source: reference capacity.md section 6. */
const PARTITION_READ_UNITS = 3000;
const PARTITION_WRITE_UNITS = 1000;
const ON_DEMAND_PARTITIONS = 4;

export interface UnitRates {
  readonly readUnits: number;
  readonly writeUnits: number;
}

/** Partitions a new table starts with; `provisioned` undefined is an on-demand table. */
export function partitionCountAtCreation(
  provisioned: UnitRates | undefined,
  warm: UnitRates | undefined,
): number {
  const bought =
    provisioned === undefined
      ? ON_DEMAND_PARTITIONS
      : provisioned.readUnits / PARTITION_READ_UNITS +
        provisioned.writeUnits / PARTITION_WRITE_UNITS;
  const warmed =
    warm === undefined
      ? 0
      : Math.max(warm.readUnits / PARTITION_READ_UNITS, warm.writeUnits / PARTITION_WRITE_UNITS);
  return Math.max(1, Math.ceil(Math.max(bought, warmed)));
}

/** `count` equal partitions, numbered from 0. */
export function evenPartitions(count: number): PartitionMap {
  invariant(count >= 1, 'a table without partitions');
  const partitions: Partition[] = [];
  for (let i = 0; i < count; i++) {
    partitions.push({ id: i, range: hashRangePart(i, count) });
  }
  return { partitions };
}

/** The map after partition `id` has split in the middle: its halves are partitions with new numbers. */
export function splitPartition(map: PartitionMap, id: number): PartitionMap {
  const { partitions } = map;
  const index = partitions.findIndex((each) => each.id === id);
  const [low, high] = halvesOf(at(partitions, index).range);
  // Partitions never merge, so that the greatest number is always in use.
  const newId = Math.max(...partitions.map((each) => each.id)) + 1;
  const halves = [
    { id: newId, range: low },
    { id: newId + 1, range: high },
  ];
  return { partitions: [...partitions.slice(0, index), ...halves, ...partitions.slice(index + 1)] };
}

/** The map after as many splits as `count` partitions need, the widest partition first. */
export function splitUpTo(map: PartitionMap, count: number): PartitionMap {
  let split = map;
  while (split.partitions.length < count) {
    const widest = split.partitions.reduce((a, b) => (widthOf(b.range) > widthOf(a.range) ? b : a));
    split = splitPartition(split, widest.id);
  }
  return split;
}

/** The partition that owns `hash`; longer key bytes that start with a hash do as well. */
export function partitionOf(map: PartitionMap, hash: string): Partition {
  const { partitions } = map;
  let low = 0;
  let high = partitions.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >>> 1;
    if (at(partitions, middle).range.from <= hash) low = middle;
    else high = middle - 1;
  }
  return at(partitions, low);
}

/** How many partitions own some of the hashes, or of the key bytes that start with one, in `range`. */
export function partitionsMet({ partitions }: PartitionMap, range: HashRange): number {
  return partitions.filter(
    ({ range: own }) =>
      (range.to === undefined || own.from < range.to) &&
      (own.to === undefined || own.to > range.from),
  ).length;
}

export function encodePartitions(map: PartitionMap): readonly StoredPartition[] {
  return map.partitions.map(({ id, range }) => ({ id, from: hexOfHash(range.from) }));
}

export function decodePartitions(stored: readonly StoredPartition[]): PartitionMap {
  const starts = stored.map((each) => hashOfHex(each.from));
  invariant(starts[0] === '\0'.repeat(16), 'the first partition starts at the start of the space');
  const partitions = stored.map(({ id }, i): Partition => {
    const from = at(starts, i);
    const to = starts[i + 1];
    invariant(to === undefined || from < to, 'partitions are in hash order');
    return { id, range: { from, to } };
  });
  return { partitions };
}

function at<T>(list: readonly T[], index: number): T {
  const found = list[index];
  invariant(found !== undefined, 'an index inside the list');
  return found;
}
