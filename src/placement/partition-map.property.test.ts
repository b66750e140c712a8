import fc from 'fast-check';
import { expect, it } from 'vitest';
import {
  decodePartitions,
  encodePartitions,
  evenPartitions,
  partitionOf,
  splitPartition,
  splitUpTo,
} from './partition-map.ts';
import { isInRange } from './hash-range.ts';

const anyHash = fc
  .array(fc.integer({ min: 0, max: 255 }), { minLength: 16, maxLength: 16 })
  .map((bytes) => String.fromCharCode(...bytes));

it('every hash has exactly one partition, and it is the one that is found', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 200 }), anyHash, (count, hash) => {
      const map = evenPartitions(count);
      const owners = map.partitions.filter((each) => isInRange(each.range, hash));
      expect(owners).toEqual([partitionOf(map, hash)]);
    }),
  );
});

it('a partition that splits leaves its hashes to two new ones, and the others alone', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 50 }), fc.nat(), anyHash, (count, at, hash) => {
      const map = evenPartitions(count);
      const split = map.partitions[at % count];
      const after = splitPartition(map, split?.id ?? 0);
      const owners = after.partitions.filter((each) => isInRange(each.range, hash));
      expect(owners).toEqual([partitionOf(after, hash)]);
      const before = partitionOf(map, hash);
      if (before !== split) expect(owners).toEqual([before]);
      else expect(map.partitions.map(({ id }) => id)).not.toContain(owners[0]?.id);
      expect(decodePartitions(encodePartitions(after))).toEqual(after);
    }),
  );
});

it('splits up to a number of partitions use no number twice, the widest partition first', () => {
  const after = splitUpTo(evenPartitions(3), 12);
  expect(after.partitions).toHaveLength(12);
  expect(new Set(after.partitions.map(({ id }) => id)).size).toBe(12);
  expect(after).toEqual(splitUpTo(splitUpTo(evenPartitions(3), 7), 12));
});

it('a partition map survives being stored', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 200 }), (count) => {
      const map = evenPartitions(count);
      const text = JSON.stringify(encodePartitions(map));
      const stored = JSON.parse(text) as ReturnType<typeof encodePartitions>;
      expect(decodePartitions(stored)).toEqual(map);
    }),
  );
});
