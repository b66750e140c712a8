import { describe, expect, it } from 'vitest';
import type { AttributeValue } from '../wire/attribute-value.ts';
import { sizeOfItem, sizeOfValue, utf8Length } from './item-size.ts';

describe('the size of a value', () => {
  it.each<[AttributeValue, number]>([
    [{ S: '' }, 0],
    [{ S: 'aé€😀' }, 1 + 2 + 3 + 4],
    [{ N: '-42' }, 3],
    [{ B: '' }, 0],
    [{ B: 'AA==' }, 1],
    [{ B: 'AAAA' }, 3],
    [{ BOOL: false }, 1],
    [{ NULL: true }, 1],
    [{ SS: ['a', 'bc'] }, 3],
    [{ NS: ['1', '100.5'] }, 2 + 4],
    [{ BS: ['AA==', 'AAA='] }, 3],
    [{ L: [] }, 3],
    [{ M: {} }, 3],
    [{ L: [{ S: 'ab' }, { BOOL: true }] }, 3 + (1 + 2) + (1 + 1)],
    [{ M: { ab: { S: 'c' }, é: { L: [] } } }, 3 + (1 + 2 + 1) + (1 + 2 + 3)],
  ])('%j is %d bytes', (value, bytes) => {
    expect(sizeOfValue(value)).toBe(bytes);
  });
});

describe('the size of an item', () => {
  it('is that of names and values, nothing else', () => {
    expect(sizeOfItem({})).toBe(0);
    expect(sizeOfItem({ pk: { S: 'a' }, né: { N: '15' } })).toBe(2 + 1 + 3 + 2);
  });
});

describe('UTF-8 length', () => {
  it('counts a lone surrogate as the character an encoder writes for it', () => {
    expect(utf8Length('a\ud800b')).toBe(5);
  });
});
