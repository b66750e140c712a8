import { describe, expect, it } from 'vitest';
import type { WireItem, WireValue } from './attribute-value.ts';
import {
  changedAttributes,
  differenceOf,
  ownMembers,
  sameValue,
  type Image,
} from './image-difference.ts';

const OLD: WireItem = {
  pk: { S: 'a' },
  title: { S: 'Brand' },
  price: { N: '10' },
  gone: { BOOL: true },
};
const NEW: WireItem = {
  pk: { S: 'a' },
  title: { S: 'Brand' },
  price: { S: '10' },
  fresh: { NULL: true },
};

function marks(before: Image, after: Image): readonly string[] {
  return differenceOf(before, after, ['pk']).map(
    ({ name, depth, mark }) => `${'.'.repeat(depth)}${name} ${mark ?? 'unmarked'}`,
  );
}

describe('the difference of two images', () => {
  it('marks what was added, removed and changed, a type too, keys first', () => {
    expect(marks(OLD, NEW)).toEqual([
      'pk same',
      'title same',
      'price changed',
      'gone removed',
      'fresh added',
    ]);
    const [key, , price] = differenceOf({ title: { S: 'x' }, ...OLD }, NEW, ['pk']);
    expect(key).toMatchObject({ name: 'pk', isKey: true });
    expect(price).toMatchObject({ isKey: false, before: { N: '10' }, after: { S: '10' } });
  });

  it('marks everything of an item that came or went', () => {
    expect(marks('no item', { pk: { S: 'a' }, b: { S: 'b' } })).toEqual(['pk added', 'b added']);
    expect(marks({ pk: { S: 'a' } }, 'no item')).toEqual(['pk removed']);
  });

  it('marks nothing where an image is not kept', () => {
    expect(marks('not kept', NEW)).toEqual([
      'pk unmarked',
      'title unmarked',
      'price unmarked',
      'fresh unmarked',
    ]);
    expect(marks('not kept', 'not kept')).toEqual([]);
  });

  it('goes into documents that changed, and leaves the others closed', () => {
    const address = (city: string, more: WireItem = {}): WireValue => ({
      M: { city: { S: city }, zip: { N: '1' }, ...more },
    });
    const before = { pk: { S: 'a' }, home: address('Oslo'), work: address('Bergen') };
    const after = {
      pk: { S: 'a' },
      home: address('Skien', { lines: { L: [{ S: 'x' }] } }),
      work: address('Bergen'),
    };
    expect(marks(before, after)).toEqual([
      'pk same',
      'home changed',
      '.city changed',
      '.zip same',
      '.lines added',
      'work same',
    ]);
    const ids = differenceOf(before, after, ['pk']).map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('compares lists element by element', () => {
    const list = (...texts: string[]): WireItem => ({ l: { L: texts.map((S) => ({ S })) } });
    expect(marks(list('a', 'b', 'c'), list('a', 'x'))).toEqual([
      'l changed',
      '.0 same',
      '.1 changed',
      '.2 removed',
    ]);
  });
});

describe('equality', () => {
  it('does not ask for the order of sets and maps, but for that of lists', () => {
    expect(sameValue({ SS: ['a', 'b'] }, { SS: ['b', 'a'] })).toBe(true);
    expect(
      sameValue({ M: { a: { N: '1' }, b: { S: '' } } }, { M: { b: { S: '' }, a: { N: '1' } } }),
    ).toBe(true);
    expect(sameValue({ L: [{ S: 'a' }, { S: 'b' }] }, { L: [{ S: 'b' }, { S: 'a' }] })).toBe(false);
  });

  it('asks for the type, the members and the length', () => {
    expect(sameValue({ S: '1' }, { N: '1' })).toBe(false);
    expect(sameValue({ SS: ['a'] }, { SS: ['a', 'b'] })).toBe(false);
    expect(sameValue({ L: [] }, { L: [{ NULL: true }] })).toBe(false);
    expect(sameValue({ M: { a: { S: '' } } }, { M: { b: { S: '' } } })).toBe(false);
    expect(sameValue({ BOOL: true }, { BOOL: false })).toBe(false);
  });
});

it('members of a set that only one side has are told', () => {
  expect(ownMembers({ NS: ['1', '2'] }, { NS: ['2', '3'] })).toEqual(new Set(['1']));
  expect(ownMembers({ NS: ['1'] }, { SS: ['1'] })).toBeUndefined();
  expect(ownMembers({ S: 'a' }, { S: 'b' })).toBeUndefined();
  expect(ownMembers({ SS: ['a'] }, undefined)).toBeUndefined();
});

it('a list tells the attributes that changed, and nothing without both images', () => {
  expect(changedAttributes(OLD, NEW)).toEqual([
    { name: 'price', mark: 'changed' },
    { name: 'gone', mark: 'removed' },
    { name: 'fresh', mark: 'added' },
  ]);
  expect(changedAttributes('no item', NEW)).toEqual([]);
});
