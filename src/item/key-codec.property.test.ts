import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { KeyBytes } from '../kernel/key-bytes.ts';
import type { AttributeValue } from '../wire/attribute-value.ts';
import { base64OfBytes } from './binary.ts';
import { encodeScalar, encodeSortPrefix, sortKeyBytes, successor } from './key-codec.ts';
import { parseNumber } from './number.ts';
import { compareScalars } from './order.ts';

/** Characters around every seam of the encoding: NUL, escapes, the ends of each UTF-8 length, surrogate pairs. */
const seam = fc.constantFrom(
  ...['\0', '\x01', '\x02', 'a', 'b', '\x7f', '\x80', 'é', '\u07ff', '\u0800', '\ud7ff', '\ue000'],
  ...['\uffff', '\u{10000}', '😀', '\u{10ffff}'],
);
const text = fc.oneof(fc.string({ unit: seam, maxLength: 6 }), fc.string({ unit: 'binary' }));
const bytes = fc.oneof(
  fc.uint8Array({ maxLength: 20 }),
  fc
    .array(fc.constantFrom(0, 1, 2, 254, 255), { maxLength: 5 })
    .map((list) => Uint8Array.from(list)),
);
const number = fc
  .tuple(
    fc.bigInt({ min: -(10n ** 38n) + 1n, max: 10n ** 38n - 1n }),
    fc.integer({ min: -130, max: 88 }),
  )
  .map(([mantissa, exponent]) => `${String(mantissa)}e${String(exponent)}`);
const smallNumber = fc.integer({ min: -200, max: 200 }).map((value) => `${String(value)}e-1`);

const strings = text.map((S): AttributeValue => ({ S }));
const binaries = bytes.map((list): AttributeValue => ({ B: base64OfBytes(list) }));
const numbers = fc
  .oneof(number, smallNumber)
  .map((literal): AttributeValue => ({ N: parseNumber(literal, 'current') }));
const pairs = fc.oneof(
  fc.tuple(strings, strings),
  fc.tuple(binaries, binaries),
  fc.tuple(numbers, numbers),
);

function orderOf(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

describe('encoded scalars', () => {
  it('are in the order of their values', () => {
    fc.assert(
      fc.property(pairs, ([a, b]) => {
        const expected = Math.sign(compareScalars(a, b));
        expect(orderOf(encodeScalar(a), encodeScalar(b))).toBe(expected);
        expect(orderOf(sortKeyBytes(a), sortKeyBytes(b))).toBe(expected);
      }),
      { numRuns: 1000 },
    );
  });

  it('are bytes', () => {
    fc.assert(
      fc.property(fc.oneof(strings, binaries, numbers), (value) => {
        expect(/^[\0-\xff]*$/.test(encodeScalar(value))).toBe(true);
      }),
    );
  });

  it('begin no other encoding, so that tuples keep their order', () => {
    const any = fc.oneof(strings, binaries, numbers);
    fc.assert(
      fc.property(any, any, (a, b) => {
        const [left, right] = [encodeScalar(a), encodeScalar(b)];
        if (left !== right) expect(left.startsWith(right)).toBe(false);
      }),
      { numRuns: 1000 },
    );
  });
});

describe('the prefix of a sort key', () => {
  it('bounds exactly the values that begin with it', () => {
    fc.assert(
      fc.property(text, text, fc.boolean(), (start, rest, joined) => {
        const value = joined ? start + rest : rest;
        const prefix = encodeSortPrefix({ S: start }) as KeyBytes;
        const key = sortKeyBytes({ S: value });
        const end = successor(prefix);
        const within = key >= prefix && (end === undefined || key < end);
        expect(within).toBe(value.startsWith(start));
      }),
    );
  });
});
