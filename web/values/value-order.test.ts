import fc from 'fast-check';
import { expect, it } from 'vitest';
import { compareNumbers, compareText, compareValues } from './value-order.ts';

const sorted = (texts: readonly string[], compare: (a: string, b: string) => number): string[] =>
  [...texts].sort(compare);

it('numbers order by value, all digits of them', () => {
  const ascending = [
    '-1e125',
    '-12345678901234567890123456789012345679',
    '-12345678901234567890123456789012345678',
    '-1',
    '-0.5',
    '0',
    '1E-130',
    '0.005',
    '.01',
    '1',
    '1.5',
    '2',
    '10',
    '12345678901234567890123456789012345678',
    '12345678901234567890123456789012345679',
    '9.9e125',
  ];
  expect(sorted([...ascending].reverse(), compareNumbers)).toEqual(ascending);
  for (const [one, other] of [
    ['1', '1.0'],
    ['100', '1e2'],
    ['-0', '0.00'],
  ] as const) {
    expect(compareNumbers(one, other)).toBe(0);
  }
});

it('whole and broken numbers order as JavaScript orders them where it can', () => {
  const number = fc.double({ noNaN: true, noDefaultInfinity: true });
  fc.assert(
    fc.property(number, number, (a, b) => {
      expect(Math.sign(compareNumbers(String(a), String(b)))).toBe(Math.sign(a - b) + 0);
    }),
  );
});

it('text orders by its UTF-8 bytes', () => {
  const text = fc.string({ unit: 'binary' });
  fc.assert(
    fc.property(text, text, (a, b) => {
      expect(Math.sign(compareText(a, b))).toBe(
        Math.sign(Buffer.compare(Buffer.from(a), Buffer.from(b))),
      );
    }),
  );
  expect(compareText('\u{ffff}', '\u{10000}')).toBeLessThan(0);
});

it('binary orders by unsigned bytes', () => {
  const bytes = fc.uint8Array({ maxLength: 6 });
  fc.assert(
    fc.property(bytes, bytes, (a, b) => {
      const value = (array: Uint8Array) => ({ B: Buffer.from(array).toString('base64') });
      expect(Math.sign(compareValues(value(a), value(b)))).toBe(Math.sign(Buffer.compare(a, b)));
    }),
  );
});

it('types stand together, and documents keep the order they came in', () => {
  const values = [{ M: {} }, { S: '1' }, { BOOL: true }, { N: '2' }, { BOOL: false }, { L: [] }];
  expect([...values].sort(compareValues)).toEqual([
    { N: '2' },
    { S: '1' },
    { BOOL: false },
    { BOOL: true },
    { L: [] },
    { M: {} },
  ]);
});
