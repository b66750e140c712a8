import fc from 'fast-check';
import { expect, it } from 'vitest';
import { hashOfHex, hashRangePart, hexOfHash } from './hash-range.ts';

const START = '\0'.repeat(16);

it('the parts of any number tile the hash space', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 300 }), (count) => {
      let end: string | undefined = START;
      for (let index = 0; index < count; index++) {
        const range = hashRangePart(index, count);
        expect(range.from).toBe(end);
        expect(range.from).toHaveLength(16);
        end = range.to;
      }
      expect(end).toBeUndefined();
    }),
    { numRuns: 30 },
  );
});

it('parts next to each other meet at any size up to a million', () => {
  fc.assert(
    fc.property(
      fc
        .integer({ min: 2, max: 1_000_000 })
        .chain((count) => fc.tuple(fc.constant(count), fc.integer({ min: 0, max: count - 2 }))),
      ([count, index]) => {
        const { from, to } = hashRangePart(index, count);
        expect(to).toBe(hashRangePart(index + 1, count).from);
        expect(from < (to ?? '')).toBe(true);
      },
    ),
  );
});

it('a bound survives being written as hex', () => {
  fc.assert(
    fc.property(fc.integer({ min: 2, max: 1_000_000 }), (count) => {
      const { from } = hashRangePart(1, count);
      expect(hashOfHex(hexOfHash(from))).toBe(from);
    }),
  );
});
