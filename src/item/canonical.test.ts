import { describe, expect, it } from 'vitest';
import { canonicalItem, canonicalValue } from './canonical.ts';
import { sizeOfItem } from './item-size.ts';

const EMPTY_NAME = 'Empty attribute name';
const NESTED =
  'Nesting Levels have exceeded supported limits: Attributes in the item have nested levels beyond supported limit';

/** What refuses `wire`: the error's name and message. */
function refusalOf(wire: unknown): string {
  try {
    canonicalItem(wire, 'current');
  } catch (fault) {
    if (fault instanceof Error) return `${fault.name}: ${fault.message}`;
  }
  throw new Error('expected a refusal');
}

function nestedMaps(count: number, leaf: unknown): unknown {
  let value = leaf;
  for (let i = 0; i < count; i++) value = { M: { m: value } };
  return value;
}

function nestedLists(count: number, leaf: unknown): unknown {
  let value = leaf;
  for (let i = 0; i < count; i++) value = { L: [value] };
  return value;
}

const EVERY_TYPE = {
  s: { S: 'text é😀' },
  empty: { S: '' },
  n: { N: '-12.5' },
  b: { B: 'AAE=' },
  noBytes: { B: '' },
  yes: { BOOL: true },
  no: { BOOL: false },
  none: { NULL: true },
  ss: { SS: ['', 'a', 'b'] },
  ns: { NS: ['-1', '2', '10'] },
  bs: { BS: ['', 'AA==', '/w=='] },
  l: { L: [{ S: 'a' }, { M: { deep: { L: [] } } }] },
  m: { M: { 'a name': { N: '1' }, empty: { M: {} } } },
};

describe('a canonical item', () => {
  it('comes back as the very same object with its size', () => {
    const { item, sizeBytes } = canonicalItem(EVERY_TYPE, 'current');
    expect(item).toBe(EVERY_TYPE);
    expect(sizeBytes).toBe(sizeOfItem(item));
    expect(sizeBytes).toBe(101);
  });

  it('may be empty', () => {
    expect(canonicalItem({}, 'older')).toEqual({ item: {}, sizeBytes: 0 });
  });

  it('may have names that mean something to JavaScript', () => {
    const text =
      '{"__proto__":{"S":"p"},"constructor":{"N":"1"},"toString":{"M":{"__proto__":{"BOOL":true}}}}';
    const wire = JSON.parse(text) as unknown;
    const { item, sizeBytes } = canonicalItem(wire, 'current');
    expect(item).toBe(wire);
    expect(JSON.stringify(item)).toBe(text);
    expect(sizeBytes).toBe(9 + 1 + (11 + 2) + 8 + (3 + 1 + 9 + 1));
  });
});

describe('an item that is not canonical yet', () => {
  it('is made anew where it changes and shared where it does not', () => {
    const wire = {
      n: { N: '1.0' },
      s: { S: 'a' },
      m: { M: { set: { SS: ['b', 'a'] }, x: { S: 'y' } } },
    };
    const before = structuredClone(wire);
    const { item, sizeBytes } = canonicalItem(wire, 'current');
    expect(item).toEqual({
      n: { N: '1' },
      s: { S: 'a' },
      m: { M: { set: { SS: ['a', 'b'] }, x: { S: 'y' } } },
    });
    expect(item['s']).toBe(wire.s);
    expect(wire).toEqual(before);
    expect(sizeBytes).toBe(sizeOfItem(item));
    expect(canonicalItem(item, 'current').item).toBe(item);
  });

  it('keeps names that mean something to JavaScript', () => {
    const text = '{"a":{"N":"01"},"__proto__":{"N":"02"},"constructor":{"L":[{"N":"1e1"}]}}';
    const { item } = canonicalItem(JSON.parse(text), 'current');
    expect(JSON.stringify(item)).toBe(
      '{"a":{"N":"1"},"__proto__":{"N":"2"},"constructor":{"L":[{"N":"10"}]}}',
    );
    expect(Object.getPrototypeOf({})).toBe(Object.prototype);
  });

  it('loses members that are null or unknown', () => {
    const wire = {
      gone: null,
      a: { S: 'x', N: null },
      b: { B: 'AA==', other: 1 },
      c: { M: { d: null } },
    };
    const { item, sizeBytes } = canonicalItem(wire, 'current');
    expect(JSON.stringify(item)).toBe('{"a":{"S":"x"},"b":{"B":"AA=="},"c":{"M":{}}}');
    expect(sizeBytes).toBe(sizeOfItem(item));
  });

  it('may spell flags as words', () => {
    const wire = { a: { BOOL: 'yes' }, b: { BOOL: 'FALSE' }, c: { NULL: '1' } };
    expect(canonicalItem(wire, 'current').item).toEqual({
      a: { BOOL: true },
      b: { BOOL: false },
      c: { NULL: true },
    });
  });
});

describe('refused values', () => {
  it.each([
    [
      { a: {} },
      'Supplied AttributeValue is empty, must contain exactly one of the supported datatypes',
    ],
    [
      { a: { S: null } },
      'Supplied AttributeValue is empty, must contain exactly one of the supported datatypes',
    ],
    [
      { a: { X: 'a' } },
      'Supplied AttributeValue is empty, must contain exactly one of the supported datatypes',
    ],
    [
      { a: { toString: 'a' } },
      'Supplied AttributeValue is empty, must contain exactly one of the supported datatypes',
    ],
    [
      { a: { L: [null] } },
      'Supplied AttributeValue is empty, must contain exactly one of the supported datatypes',
    ],
    [
      { a: { S: 'a', N: '1' } },
      'Supplied AttributeValue has more than one datatypes set, must contain exactly one of the supported datatypes',
    ],
    [
      { a: { NULL: false } },
      'One or more parameter values were invalid: Null attribute value types must have the value of true',
    ],
    [{ a: { N: 'abc' } }, 'The parameter cannot be converted to a numeric value: abc'],
    [{ '': { S: 'a' } }, EMPTY_NAME],
    [{ a: { M: { '': { S: 'a' } } } }, EMPTY_NAME],
    [
      { ['n'.repeat(65_536)]: { S: 'a' } },
      'Attribute name is too large, must be less than 65536 bytes',
    ],
    [
      { ['é'.repeat(32_768)]: { S: 'a' } },
      'Attribute name is too large, must be less than 65536 bytes',
    ],
  ])('%#', (wire, message) => {
    expect(refusalOf(wire)).toBe(`ValueFault: ${message}`);
  });

  it('hold a surrogate without partner in a string, a set or a name', () => {
    const message =
      'ValueFault: One or more parameter values were invalid: Strings must be well-formed Unicode, without lone surrogates';
    expect(refusalOf({ a: { S: 'x\ud800' } })).toBe(message);
    expect(refusalOf({ a: { SS: ['\udc00'] } })).toBe(message);
    expect(refusalOf({ 'a\udc00': { S: 'x' } })).toBe(message);
  });

  it('may have the longest name', () => {
    const name = 'n'.repeat(65_535);
    expect(canonicalItem({ [name]: { S: '' } }, 'current').sizeBytes).toBe(65_535);
  });
});

describe('nesting', () => {
  it('may reach level 32', () => {
    const wire = { a: nestedMaps(31, { S: 'leaf' }), b: nestedLists(31, { M: {} }) };
    expect(canonicalItem(wire, 'current').item).toBe(wire);
  });

  it.each([32, 40, 100_000])('is refused at %d maps or lists around a leaf', (count) => {
    expect(refusalOf({ a: nestedMaps(count, { S: 'leaf' }) })).toBe(`ValueFault: ${NESTED}`);
    expect(refusalOf({ a: nestedLists(count, { S: 'leaf' }) })).toBe(`ValueFault: ${NESTED}`);
  });

  it('is reported after an empty name of the item and before one inside a map', () => {
    const deep = nestedMaps(40, { S: 'leaf' });
    expect(refusalOf({ deep, '': { S: 'a' } })).toBe(`ValueFault: ${EMPTY_NAME}`);
    expect(refusalOf({ a: { M: { '': { S: 'a' } } }, deep })).toBe(`ValueFault: ${NESTED}`);
    const exact = nestedMaps(31, { S: 'leaf' });
    expect(refusalOf({ a: { M: { '': { S: 'a' } } }, exact })).toBe(`ValueFault: ${EMPTY_NAME}`);
  });
});

describe('wrong JSON types', () => {
  it('win over every other fault, wherever they stand', () => {
    const wire = { a: { N: 'abc' }, b: { M: { c: { S: 1 } } } };
    expect(refusalOf(wire)).toBe(
      'SerializationException: NUMBER_VALUE cannot be converted to String',
    );
  });
});

describe('a single value', () => {
  it('is treated as an attribute is', () => {
    const value = { L: [{ N: '1' }] };
    expect(canonicalValue(value, 'current')).toBe(value);
    expect(canonicalValue({ N: '1.0' }, 'older')).toEqual({ N: '1' });
    expect(() => canonicalValue(nestedMaps(32, { S: '' }), 'current')).toThrow(NESTED);
    expect(() => canonicalValue({ M: { '': { S: '' } } }, 'current')).toThrow(EMPTY_NAME);
    expect(() => canonicalValue('text', 'current')).toThrow('Unexpected field type');
  });
});
