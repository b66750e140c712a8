/** What AttributeUpdates, KeyConditions and AttributesToGet do: validation.md section 7. */
import { beforeAll, describe, expect, it } from 'vitest';
import type { AttributeValueUpdate, Condition } from '@aws-sdk/client-dynamodb';
import { ask, fill, refused, stored } from '../ask.ts';
import type { Attributes } from '../ask.ts';
import { VALIDATION } from '../messages.ts';
import { freshTable } from '../region.ts';

const S = (text: string): Attributes[string] => ({ S: text });
const N = (text: string): Attributes[string] => ({ N: text });

let TableName: string;
let ranged: string;
beforeAll(async () => {
  TableName = await freshTable();
  ranged = await freshTable({ range: 'sk' });
  const sks = ['a', 'ab', 'b', 'c'].map(S);
  await fill(
    ranged,
    sks.map((sk) => ({ pk: S('p'), sk, x: S('x') })),
  );
});

let count = 0;

type Updates = Record<string, AttributeValueUpdate>;

async function after(from: Attributes | undefined, updates: Updates): Promise<unknown> {
  const Key = { pk: S(`k${String(++count)}`) };
  if (from !== undefined) await fill(TableName, [{ ...Key, ...from }]);
  await ask('UpdateItem', { TableName, Key, AttributeUpdates: updates });
  const item = await stored(TableName, Key);
  if (item === undefined) return 'no item';
  return Object.fromEntries(Object.entries(item).filter(([name]) => name !== 'pk'));
}

describe('AttributeUpdates', () => {
  it.each<[string, Attributes | undefined, Updates, unknown]>([
    ['PUT sets', { a: S('old') }, { a: { Action: 'PUT', Value: S('new') } }, { a: S('new') }],
    ['PUT is the default', { a: S('old') }, { a: { Value: S('new') } }, { a: S('new') }],
    ['PUT makes an item', undefined, { a: { Value: S('new') } }, { a: S('new') }],
    ['PUT takes any type', {}, { a: { Value: { M: { x: N('1') } } } }, { a: { M: { x: N('1') } } }],
    [
      'DELETE removes',
      { a: S('old'), b: S('kept') },
      { a: { Action: 'DELETE' } },
      { b: S('kept') },
    ],
    [
      'DELETE of nothing does nothing',
      { b: S('kept') },
      { a: { Action: 'DELETE' } },
      { b: S('kept') },
    ],
    [
      'DELETE with a set takes members',
      { a: { SS: ['a', 'b'] } },
      { a: { Action: 'DELETE', Value: { SS: ['a'] } } },
      { a: { SS: ['b'] } },
    ],
    [
      'DELETE of the last member takes the attribute',
      { a: { NS: ['1'] } },
      { a: { Action: 'DELETE', Value: { NS: ['1'] } } },
      {},
    ],
    [
      'DELETE on a missing item makes none [docs]',
      undefined,
      { a: { Action: 'DELETE' } },
      'no item',
    ],
    ['ADD adds', { a: N('1') }, { a: { Action: 'ADD', Value: N('2') } }, { a: N('3') }],
    ['ADD makes a number', {}, { a: { Action: 'ADD', Value: N('2') } }, { a: N('2') }],
    ['ADD makes an item', undefined, { a: { Action: 'ADD', Value: N('2') } }, { a: N('2') }],
    [
      'ADD unites sets',
      { a: { SS: ['b'] } },
      { a: { Action: 'ADD', Value: { SS: ['a'] } } },
      { a: { SS: ['a', 'b'] } },
    ],
    [
      'ADD of a list appends',
      { a: { L: [S('1')] } },
      { a: { Action: 'ADD', Value: { L: [S('2')] } } },
      { a: { L: [S('1'), S('2')] } },
    ],
    ['a name with a point is one name', {}, { 'a.b': { Value: S('x') } }, { 'a.b': S('x') }],
    ['a reserved word is a name', {}, { name: { Value: S('x') } }, { name: S('x') }],
  ])('%s', async (_title, from, updates, expected) => {
    expect(await after(from, updates)).toEqual(expected);
  });

  it.each<[string, Attributes, AttributeValueUpdate]>([
    ['ADD of a number to a string', { a: S('x') }, { Action: 'ADD', Value: N('1') }],
    [
      'ADD of a set to a set of another type',
      { a: { SS: ['x'] } },
      { Action: 'ADD', Value: { NS: ['1'] } },
    ],
    [
      'DELETE of members of what is no set',
      { a: S('x') },
      { Action: 'DELETE', Value: { SS: ['x'] } },
    ],
  ])('%s is refused, bare (section 6)', async (_title, from, update) => {
    const Key = { pk: S(`k${String(++count)}`) };
    await fill(TableName, [{ ...Key, ...from }]);
    const request = { TableName, Key, AttributeUpdates: { a: update } };
    expect(await refused('UpdateItem', request)).toBe(
      `${VALIDATION}Type mismatch for attribute to update`,
    );
  });

  it('answers with UPDATED_NEW what it names', async () => {
    const Key = { pk: S('updated new') };
    await fill(TableName, [{ ...Key, a: S('1'), b: S('2') }]);
    const request = {
      TableName,
      Key,
      AttributeUpdates: { a: { Value: S('new') }, b: { Action: 'DELETE' as const } },
      ReturnValues: 'UPDATED_NEW' as const,
    };
    expect(await ask('UpdateItem', request)).toEqual({ Attributes: { a: S('new') } });
  });

  it('answers with UPDATED_OLD what it names', async () => {
    const Key = { pk: S('updated old') };
    await fill(TableName, [{ ...Key, a: S('1'), b: S('2'), c: S('3') }]);
    const request = {
      TableName,
      Key,
      AttributeUpdates: { a: { Value: S('new') }, b: { Action: 'DELETE' as const } },
      ReturnValues: 'UPDATED_OLD' as const,
    };
    expect(await ask('UpdateItem', request)).toEqual({ Attributes: { a: S('1'), b: S('2') } });
  });
});

describe('KeyConditions', () => {
  const pk: Condition = { ComparisonOperator: 'EQ', AttributeValueList: [S('p')] };

  it.each<[string, Condition | undefined, readonly string[]]>([
    ['none', undefined, ['a', 'ab', 'b', 'c']],
    ['EQ', { ComparisonOperator: 'EQ', AttributeValueList: [S('b')] }, ['b']],
    ['LE', { ComparisonOperator: 'LE', AttributeValueList: [S('ab')] }, ['a', 'ab']],
    ['LT', { ComparisonOperator: 'LT', AttributeValueList: [S('ab')] }, ['a']],
    ['GE', { ComparisonOperator: 'GE', AttributeValueList: [S('b')] }, ['b', 'c']],
    ['GT', { ComparisonOperator: 'GT', AttributeValueList: [S('b')] }, ['c']],
    [
      'BEGINS_WITH',
      { ComparisonOperator: 'BEGINS_WITH', AttributeValueList: [S('a')] },
      ['a', 'ab'],
    ],
    [
      'BETWEEN',
      { ComparisonOperator: 'BETWEEN', AttributeValueList: [S('ab'), S('b')] },
      ['ab', 'b'],
    ],
  ])('of the sort key: %s', async (_title, sk, expected) => {
    const { Items = [] } = await ask('Query', {
      TableName: ranged,
      KeyConditions: { pk, ...(sk && { sk }) },
    });
    expect(Items.map((item) => item['sk']?.S)).toEqual(expected);
  });
});

describe('AttributesToGet', () => {
  const Key = { pk: S('p'), sk: S('a') };

  it('of GetItem keeps what it names', async () => {
    const request = { TableName: ranged, Key, AttributesToGet: ['x', 'nope'] };
    expect(await ask('GetItem', request)).toEqual({ Item: { x: S('x') } });
  });

  it('of Query keeps what it names', async () => {
    const { Items } = await ask('Query', {
      TableName: ranged,
      KeyConditions: { pk: { ComparisonOperator: 'EQ', AttributeValueList: [S('p')] } },
      AttributesToGet: ['sk'],
      Limit: 1,
    });
    expect(Items).toEqual([{ sk: S('a') }]);
  });

  it('of Scan keeps what it names, with Select SPECIFIC_ATTRIBUTES', async () => {
    const { Items } = await ask('Scan', {
      TableName: ranged,
      AttributesToGet: ['x'],
      Select: 'SPECIFIC_ATTRIBUTES',
      Limit: 1,
    });
    expect(Items).toEqual([{ x: S('x') }]);
  });

  it('takes a name with a point as one name', async () => {
    await fill(TableName, [{ pk: S('dotted'), 'a.b': S('x'), a: { M: { b: S('y') } } }]);
    const request = { TableName, Key: { pk: S('dotted') }, AttributesToGet: ['a.b'] };
    expect(await ask('GetItem', request)).toEqual({ Item: { 'a.b': S('x') } });
  });
});
