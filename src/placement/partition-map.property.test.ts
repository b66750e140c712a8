import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  decodePartitions,
  encodePartitions,
  evenPartitions,
  partitionOf,
} from './partition-map.ts';
import { isInRange } from './hash-range.ts';

const anyHash = fc
  .array(fc.integer({ min: 0, max: 255 }), { minLength: 16, maxLength: 16 })
  .map((bytes) => String.fromCharCode(...bytes));

test('every hash has exactly one partition, and it is the one that is found', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 200 }), anyHash, (count, hash) => {
      const map = evenPartitions(count);
      const owners = map.partitions.filter((each) => isInRange(each.range, hash));
      expect(owners).toEqual([partitionOf(map, hash)]);
    }),
  );
});

test('a partition map survives being stored', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 200 }), (count) => {
      const map = evenPartitions(count);
      const text = JSON.stringify(encodePartitions(map));
      const stored = JSON.parse(text) as ReturnType<typeof encodePartitions>;
      expect(decodePartitions(stored)).toEqual(map);
    }),
  );
});
