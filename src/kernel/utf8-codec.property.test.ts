import fc from 'fast-check';
import { expect, it } from 'vitest';
import { readByHand, utf8Bytes, utf8Text, writeByHand } from './utf8-codec.ts';

const text = fc.string({ unit: 'binary' });
const units = fc
  .array(fc.integer({ min: 0, max: 0xffff }))
  .map((all) => String.fromCharCode(...all));
const bytes = fc.oneof(
  fc.uint8Array(),
  fc
    .array(
      fc.constantFrom(0x61, 0x80, 0xbf, 0xc0, 0xc2, 0xe0, 0xed, 0xa0, 0xef, 0xbb, 0xf0, 0xf4, 0x90),
    )
    .map((all) => Uint8Array.from(all)),
);

it('bytes written by hand are those of the host, lone surrogates too', () => {
  fc.assert(
    fc.property(fc.oneof(text, units), (given) => {
      const byHand = new Uint8Array(given.length * 3);
      expect(byHand.slice(0, writeByHand(given, byHand))).toEqual(utf8Bytes(given));
    }),
  );
});

it('text read by hand is that of the host, and refused where the host refuses', () => {
  const read = (reader: (given: Uint8Array) => string, given: Uint8Array): string | undefined => {
    try {
      return reader(given);
    } catch {
      return undefined;
    }
  };
  fc.assert(
    fc.property(bytes, (given) => {
      expect(read(readByHand, given)).toBe(read(utf8Text, given));
    }),
    { numRuns: 2_000 },
  );
  fc.assert(
    fc.property(text, (given) => {
      expect(readByHand(utf8Bytes(given))).toBe(given);
    }),
  );
});
