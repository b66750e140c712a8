/** semantics.md section 3 [suite]. */
import { beforeAll, describe, expect, it } from 'vitest';
import { ask, fill, refused } from '../ask.ts';
import type { Attributes } from '../ask.ts';
import { CONDITION_FAILED } from '../messages.ts';
import { client, freshTable, refusal } from '../region.ts';
import { UpdateItemCommand } from '@aws-sdk/client-dynamodb';

let TableName: string;
beforeAll(async () => {
  TableName = await freshTable();
});

let count = 0;

interface Update {
  readonly from?: Attributes;
  readonly expression: string;
  readonly values?: Attributes;
}

async function returned(
  ReturnValues: 'NONE' | 'ALL_OLD' | 'ALL_NEW' | 'UPDATED_OLD' | 'UPDATED_NEW',
  { from, expression, values }: Update,
): Promise<unknown> {
  const Key = { pk: { S: `k${String(++count)}` } };
  if (from !== undefined) await fill(TableName, [{ ...Key, ...from }]);
  const answer = await ask('UpdateItem', {
    TableName,
    Key,
    UpdateExpression: expression,
    ...(values && { ExpressionAttributeValues: values }),
    ReturnValues,
  });
  if (answer.Attributes === undefined) return answer;
  const { pk, ...rest } = answer.Attributes;
  return { ...(pk && { pk: pk.S === Key.pk.S }), ...rest };
}

const S = (text: string): Attributes[string] => ({ S: text });
const list = (...members: string[]): Attributes[string] => ({ L: members.map(S) });
const v = { ':v': S('new') };
const from = { a: S('old'), b: S('beside') };
const setA = { from, expression: 'SET a = :v', values: v };
const noAttributes = {};

describe('ReturnValues of an update', () => {
  it('NONE: no Attributes', async () => {
    expect(await returned('NONE', setA)).toEqual(noAttributes);
  });

  it('ALL_OLD: the whole old item with its key', async () => {
    expect(await returned('ALL_OLD', setA)).toEqual({ pk: true, ...from });
  });

  it('ALL_OLD without an old item: no Attributes', async () => {
    expect(await returned('ALL_OLD', { expression: 'SET a = :v', values: v })).toEqual(
      noAttributes,
    );
  });

  it('ALL_NEW: the whole new item with its key', async () => {
    expect(await returned('ALL_NEW', setA)).toEqual({ pk: true, a: S('new'), b: S('beside') });
  });

  it('ALL_NEW of an update that makes the item: the whole of it', async () => {
    expect(await returned('ALL_NEW', { expression: 'SET a = :v', values: v })).toEqual({
      pk: true,
      a: S('new'),
    });
  });

  it('UPDATED_OLD: what the update names, as it was', async () => {
    expect(await returned('UPDATED_OLD', setA)).toEqual({ a: S('old') });
  });

  it('UPDATED_NEW: what the update names, as it is', async () => {
    expect(await returned('UPDATED_NEW', setA)).toEqual({ a: S('new') });
  });
});

describe('UPDATED_OLD', () => {
  it('leaves out what was not there', async () => {
    const update = { from, expression: 'SET a = :v, c = :v', values: v };
    expect(await returned('UPDATED_OLD', update)).toEqual({ a: S('old') });
  });

  it('answers no Attributes where nothing of it was there', async () => {
    const update = { from, expression: 'SET c = :v', values: v };
    expect(await returned('UPDATED_OLD', update)).toEqual(noAttributes);
  });

  it('shows what was removed', async () => {
    expect(await returned('UPDATED_OLD', { from, expression: 'REMOVE a' })).toEqual({
      a: S('old'),
    });
  });

  it('is pruned to the leaf that was written', async () => {
    const m = { M: { x: S('1'), y: S('2') } };
    const update = { from: { m }, expression: 'SET m.x = :v', values: v };
    expect(await returned('UPDATED_OLD', update)).toEqual({ m: { M: { x: S('1') } } });
  });

  it('shows the whole set that DELETE took from', async () => {
    const update = {
      from: { s: { SS: ['a', 'b'] } },
      expression: 'DELETE s :s',
      values: { ':s': { SS: ['a'] } },
    };
    expect(await returned('UPDATED_OLD', update)).toEqual({ s: { SS: ['a', 'b'] } });
  });

  it('shows the old number of an ADD', async () => {
    const update = {
      from: { n: { N: '1' } },
      expression: 'ADD n :n',
      values: { ':n': { N: '2' } },
    };
    expect(await returned('UPDATED_OLD', update)).toEqual({ n: { N: '1' } });
  });
});

describe('UPDATED_NEW', () => {
  it('leaves out what was removed', async () => {
    const update = { from, expression: 'SET c = :v REMOVE a', values: v };
    expect(await returned('UPDATED_NEW', update)).toEqual({ c: S('new') });
  });

  it('answers no Attributes where all was removed', async () => {
    expect(await returned('UPDATED_NEW', { from, expression: 'REMOVE a' })).toEqual(noAttributes);
  });

  it('is pruned to the leaf that was written', async () => {
    const m = { M: { x: S('1'), y: S('2') } };
    const update = { from: { m }, expression: 'SET m.x = :v', values: v };
    expect(await returned('UPDATED_NEW', update)).toEqual({ m: { M: { x: S('new') } } });
  });

  it('shows all leaves of one map that were written', async () => {
    const m = { M: { x: S('1'), y: S('2'), z: S('3') } };
    const update = { from: { m }, expression: 'SET m.x = :v, m.z = :v', values: v };
    expect(await returned('UPDATED_NEW', update)).toEqual({
      m: { M: { x: S('new'), z: S('new') } },
    });
  });

  it('shows elements of a list as a list without gaps', async () => {
    const update = {
      from: { l: list('a', 'b', 'c', 'd') },
      expression: 'SET l[3] = :v, l[1] = :w',
      values: { ...v, ':w': S('one') },
    };
    expect(await returned('UPDATED_NEW', update)).toEqual({ l: list('one', 'new') });
  });

  it('shows the whole set that ADD united', async () => {
    const update = {
      from: { s: { SS: ['b'] } },
      expression: 'ADD s :s',
      values: { ':s': { SS: ['a'] } },
    };
    expect(await returned('UPDATED_NEW', update)).toEqual({ s: { SS: ['a', 'b'] } });
  });

  it('shows what is left of the set that DELETE took from', async () => {
    const update = {
      from: { s: { SS: ['a', 'b'] } },
      expression: 'DELETE s :s',
      values: { ':s': { SS: ['a'] } },
    };
    expect(await returned('UPDATED_NEW', update)).toEqual({ s: { SS: ['b'] } });
  });

  // validation.md section 16: what stands at the written paths afterwards.
  it.each<[string, Attributes | typeof noAttributes]>([
    ['SET l[100] = :v', noAttributes],
    ['SET l[2] = :v', { l: list('new') }],
    ['SET l[1] = :v, l[100] = :v', { l: list('new') }],
    ['REMOVE l[1]', noAttributes],
    ['REMOVE l[0]', { l: list('b') }],
    ['SET l[1] = :v REMOVE l[0]', { l: list('new') }],
    ['SET l[1] = :v REMOVE l[0], a', { l: list('new') }],
    ['SET m.l[5] = :v REMOVE m.x', noAttributes],
    ['REMOVE m.l[0] SET m.y = :v', { m: { M: { l: list('n'), y: S('new') } } }],
  ])('shows what stands at the paths of %s', async (expression, expected) => {
    const m = { M: { x: S('1'), l: list('m', 'n') } };
    const items = { a: S('a'), l: list('a', 'b'), m };
    const values = expression.includes(':v') ? v : undefined;
    const update = { from: items, expression, ...(values && { values }) };
    expect(await returned('UPDATED_NEW', update)).toEqual(expected);
  });

  it('shows what was set to the value it had', async () => {
    const update = { from: { a: S('new') }, expression: 'SET a = :v', values: v };
    expect(await returned('UPDATED_NEW', update)).toEqual({ a: S('new') });
  });
});

describe('without an update', () => {
  it('ReturnItemCollectionMetrics answers nothing for a table without local indexes [suite]', async () => {
    const Key = { pk: S('metrics') };
    const request = { TableName, Key, ReturnItemCollectionMetrics: 'SIZE' } as const;
    expect(await ask('UpdateItem', request)).toEqual({});
  });

  it.each(['UPDATED_OLD', 'UPDATED_NEW'] as const)('%s answers no Attributes', async (values) => {
    const request = { TableName, Key: { pk: S('bare') }, ReturnValues: values };
    expect(await ask('UpdateItem', request)).toEqual(noAttributes);
  });

  it('ALL_NEW answers the key', async () => {
    const request = { TableName, Key: { pk: S('bare new') }, ReturnValues: 'ALL_NEW' } as const;
    expect(await ask('UpdateItem', request)).toEqual({ Attributes: { pk: S('bare new') } });
  });
});

describe('a condition of an update that fails', () => {
  const condition = { ConditionExpression: 'a = :v', ExpressionAttributeValues: v };

  it('makes no item of a missing one [suite]', async () => {
    const Key = { pk: S('never') };
    const update = { UpdateExpression: 'ADD n :n', ConditionExpression: 'attribute_exists(pk)' };
    const values = { ExpressionAttributeValues: { ':n': { N: '1' } } };
    expect(await refused('UpdateItem', { TableName, Key, ...update, ...values })).toBe(
      CONDITION_FAILED,
    );
    expect(await ask('GetItem', { TableName, Key })).toEqual({});
  });

  it('shows the item with ALL_OLD', async () => {
    const Key = { pk: S('shown') };
    await fill(TableName, [{ ...Key, a: S('old') }]);
    const input = {
      TableName,
      Key,
      ...condition,
      ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
    } as const;
    const { error } = await refusal(client.send(new UpdateItemCommand(input)));
    expect(error).toHaveProperty('Item', { ...Key, a: S('old') });
  });

  it('shows nothing where there is no item', async () => {
    const input = {
      TableName,
      Key: { pk: S('not there') },
      ...condition,
      ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
    } as const;
    const { error } = await refusal(client.send(new UpdateItemCommand(input)));
    expect((error as { readonly Item?: unknown }).Item).toBeUndefined();
  });
});
