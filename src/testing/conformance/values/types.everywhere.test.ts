import { beforeAll, describe, expect, it } from 'vitest';
import { ask, refused, stored } from '../ask.ts';
import type { Attributes } from '../ask.ts';
import { INVALID, ONE_ERROR, VALIDATION } from '../messages.ts';
import { freshTable, raw } from '../region.ts';

let TableName: string;
beforeAll(async () => {
  TableName = await freshTable();
});

const Key = { pk: { S: 'a' } };
const bytes = (...given: number[]): Uint8Array => new Uint8Array(given);

describe('what is put comes back (semantics.md section 2 [suite])', () => {
  it.each<[string, Attributes[string]]>([
    ['a string', { S: 'text' }],
    ['a string beyond the basic plane', { S: 'a\u{1f600}b' }],
    ['an empty string', { S: '' }],
    ['a string with a null character', { S: 'a\u0000b' }],
    ['a binary', { B: bytes(0, 127, 128, 255) }],
    ['an empty binary', { B: bytes() }],
    ['true', { BOOL: true }],
    ['false', { BOOL: false }],
    ['null', { NULL: true }],
    ['an empty list', { L: [] }],
    ['an empty map', { M: {} }],
    ['a list of mixed types, in order', { L: [{ S: 'b' }, { N: '1' }, { NULL: true }, { L: [] }] }],
    ['a map of mixed types', { M: { b: { N: '1' }, a: { M: { c: { BOOL: false } } } } }],
    ['a string set of one', { SS: ['a'] }],
    ['a number set of one', { NS: ['1'] }],
    ['a binary set of one', { BS: [bytes(1)] }],
  ])('%s', async (_title, v) => {
    await ask('PutItem', { TableName, Item: { ...Key, v } });
    expect(await stored(TableName, Key)).toEqual({ ...Key, v });
  });

  it('a map whose names are those of every object', async () => {
    const names = ['constructor', 'toString', 'hasOwnProperty'];
    const v = { M: Object.fromEntries(names.map((name) => [name, { S: name }])) };
    await ask('PutItem', { TableName, Item: { ...Key, v } });
    expect(await stored(TableName, Key)).toEqual({ ...Key, v });
  });
});

describe('what is no attribute value (validation.md section 4)', () => {
  const EMPTY =
    'Supplied AttributeValue is empty, must contain exactly one of the supported datatypes';
  const SEVERAL =
    'Supplied AttributeValue has more than one datatypes set, must contain exactly one of the supported datatypes';

  const message = async (v: unknown): Promise<unknown> =>
    (await raw('PutItem', { TableName, Item: { ...Key, v } })).body['message'];
  const enveloped = (text: string): string => `1 validation error detected: ${text}`;

  it('has no type', async () => {
    expect(await message({})).toBe(enveloped(EMPTY));
  });

  it('has a type that there is not', async () => {
    expect(await message({ X: 'a' })).toBe(enveloped(EMPTY));
  });

  it('has only a type that is null', async () => {
    expect(await message({ S: null })).toBe(enveloped(EMPTY));
  });

  it('has two types', async () => {
    expect(await message({ S: 'a', N: '1' })).toBe(enveloped(SEVERAL));
  });

  it('has no type inside a list', async () => {
    expect(await message({ L: [{}] })).toBe(enveloped(EMPTY));
  });

  it('has two types inside a map', async () => {
    expect(await message({ M: { x: { S: 'a', BOOL: true } } })).toBe(enveloped(SEVERAL));
  });

  it('is a NULL of false', async () => {
    const request = { TableName, Item: { ...Key, v: { NULL: false } } };
    expect(await refused('PutItem', request)).toBe(
      `${ONE_ERROR}${INVALID}Null attribute value types must have the value of true`,
    );
  });

  it('is a NULL of false, bare in a read', async () => {
    const request = { TableName, Key: { pk: { NULL: false } } };
    expect(await refused('GetItem', request)).toBe(
      `${VALIDATION}${INVALID}Null attribute value types must have the value of true`,
    );
  });

  it('but members that are null are not there (section 3)', async () => {
    await raw('PutItem', { TableName, Item: { ...Key, v: { S: 'a', N: null }, w: null } });
    expect(await stored(TableName, Key)).toEqual({ ...Key, v: { S: 'a' } });
  });
});
