import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  decodePartitions,
  encodePartitions,
  evenPartitions,
  partitionOf,
  segmentRange,
} from './partition-map.ts';
import { isInRange } from './hash-range.ts';

const START = '\0'.repeat(16);
const anyHash = fc
  .array(fc.integer({ min: 0, max: 255 }), { minLength: 16, maxLength: 16 })
  .map((bytes) => String.fromCharCode(...bytes));

test('the segments of a parallel scan tile the hash space', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 300 }), (total) => {
      let end: string | undefined = START;
      for (let segment = 0; segment < total; segment++) {
        const range = segmentRange(segment, total);
        expect(range.from).toBe(end);
        expect(range.from).toHaveLength(16);
        end = range.to;
      }
      expect(end).toBeUndefined();
    }),
    { numRuns: 30 },
  );
});

test('the segments next to each other meet at any size up to a million', () => {
  fc.assert(
    fc.property(
      fc
        .integer({ min: 2, max: 1_000_000 })
        .chain((total) => fc.tuple(fc.constant(total), fc.integer({ min: 0, max: total - 2 }))),
      ([total, segment]) => {
        const { from, to } = segmentRange(segment, total);
        expect(to).toBe(segmentRange(segment + 1, total).from);
        expect(from < (to ?? '')).toBe(true);
      },
    ),
  );
});

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
