import { describe, expect, it } from 'vitest';
import type { AttributeValue } from '../wire/attribute-value.ts';
import { compareScalars, valuesEqual } from './order.ts';

describe('the order of scalars', () => {
  it('is by UTF-8 bytes, value, or unsigned bytes', () => {
    expect(compareScalars({ S: '\uffff' }, { S: '😀' })).toBeLessThan(0);
    expect(compareScalars({ N: '10' }, { N: '9' })).toBeGreaterThan(0);
    expect(compareScalars({ B: 'AA==' }, { B: '/w==' })).toBeLessThan(0);
  });

  it('does not exist across types', () => {
    expect(() => compareScalars({ S: '1' }, { N: '1' })).toThrow('no order between S and N');
  });
});

describe('equality', () => {
  const values: readonly AttributeValue[] = [
    { S: 'a' },
    { S: '1' },
    { N: '1' },
    { B: 'AA==' },
    { BOOL: true },
    { BOOL: false },
    { NULL: true },
    { SS: ['a', 'b'] },
    { SS: ['a'] },
    { NS: ['1', '2'] },
    { BS: ['AA=='] },
    { L: [{ S: 'a' }, { N: '1' }] },
    { L: [{ N: '1' }, { S: 'a' }] },
    { L: [] },
    { M: { a: { S: 'x' }, b: { L: [] } } },
    { M: { a: { S: 'x' } } },
    { M: { b: { S: 'x' } } },
    { M: {} },
  ];

  it('holds between copies and between no two different values', () => {
    for (const [i, a] of values.entries()) {
      for (const [j, b] of values.entries()) {
        expect(
          valuesEqual(a, structuredClone(b)),
          `${JSON.stringify(a)} ${JSON.stringify(b)}`,
        ).toBe(i === j);
      }
    }
  });

  it('does not depend on the order of names', () => {
    const a = { M: { x: { N: '1' }, y: { N: '2' } } };
    const b = { M: { y: { N: '2' }, x: { N: '1' } } };
    expect(valuesEqual(a, b)).toBe(true);
  });

  it('reads own members only', () => {
    expect(valuesEqual({ M: { toString: { S: 'a' } } }, { M: { other: { S: 'a' } } })).toBe(false);
  });
});
