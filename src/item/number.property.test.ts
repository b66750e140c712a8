import Big from 'big.js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { normalNumberSize } from './normal-number.ts';
import { addNumbers, compareNumbers, parseNumber, subtractNumbers } from './number.ts';

const digits = (maxLength: number) =>
  fc.string({
    unit: fc.constantFrom('0', '1', '2', '3', '4', '5', '6', '7', '8', '9'),
    minLength: 1,
    maxLength,
  });

/** Literals that are in range, in all spellings. */
const literal = fc
  .tuple(
    fc.constantFrom('', '-', '+'),
    digits(19),
    fc.oneof(
      fc.constant(''),
      fc.constant('.'),
      digits(19).map((fraction) => `.${fraction}`),
    ),
    fc.oneof(
      fc.constant(''),
      fc.integer({ min: -100, max: 100 }).map((exponent) => `e${String(exponent)}`),
      fc.integer({ min: 0, max: 100 }).map((exponent) => `E+${String(exponent)}`),
    ),
  )
  .map((parts) => parts.join(''));

const normal = literal.map((text) => parseNumber(text, 'current'));

/** Big keeps the sign of zero, DynamoDB does not. */
function textOf(number: Big): string {
  return number.eq(0) ? '0' : number.toFixed();
}

describe('numbers against a second implementation', () => {
  it('have the same normal form', () => {
    fc.assert(
      fc.property(literal, (text) => {
        const expected = textOf(Big(text.replace('+', '').replace(/\.(?=e|E|$)/, '')));
        expect(parseNumber(text, 'current')).toBe(expected);
        expect(parseNumber(text, 'older')).toBe(expected);
      }),
    );
  });

  it('are their own normal form once normal, and only then are measured', () => {
    fc.assert(
      fc.property(literal, (text) => {
        const once = parseNumber(text, 'current');
        expect(parseNumber(once, 'current')).toBe(once);
        expect(normalNumberSize(once)).toBeGreaterThan(0);
        if (text !== once) expect(normalNumberSize(text)).toBe(0);
      }),
    );
  });

  it('compare alike', () => {
    fc.assert(
      fc.property(normal, normal, (a, b) => {
        expect(Math.sign(compareNumbers(a, b))).toBe(Big(a).cmp(b));
      }),
    );
  });

  it('add and subtract alike, or need more than 38 digits', () => {
    const short = fc.oneof(
      normal,
      fc.integer().map(String),
      fc
        .double({ min: -1e6, max: 1e6, noNaN: true })
        .filter((double) => double === 0 || Math.abs(double) > 1e-100)
        .map((double) => parseNumber(String(double), 'current')),
    );
    fc.assert(
      fc.property(short, short, (a, b) => {
        for (const [exact, computed] of [
          [Big(a).plus(b), () => addNumbers(a, b)],
          [Big(a).minus(b), () => subtractNumbers(a, b)],
        ] as const) {
          if (exact.c.length > 38) expect(computed).toThrow('more than 38 significant digits');
          else expect(computed()).toBe(textOf(exact));
        }
      }),
    );
  });
});
