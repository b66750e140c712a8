/** What an update makes of an item: semantics.md section 3. */
import { beforeAll, describe, expect, it } from 'vitest';
import { ask, fill, refused, stored } from '../ask.ts';
import { after, INVALID_PATH, N, prepared, S, tableOfUpdates } from './updates.ts';
import type { Update } from './updates.ts';

let TableName: string;
beforeAll(async () => {
  TableName = await tableOfUpdates();
});

const v = { ':v': S('new') };

describe('an update', () => {
  it('of a missing item makes it [suite]', async () => {
    expect(await after({ expression: 'SET a = :v', values: v })).toEqual({ a: S('new') });
  });

  it('of nothing but the key makes an item of the key [suite]', async () => {
    const Key = { pk: { S: 'bare' } };
    expect(await ask('UpdateItem', { TableName, Key })).toEqual({});
    expect(await stored(TableName, Key)).toEqual(Key);
  });

  it('of nothing but the key leaves an item as it was', async () => {
    const Key = { pk: { S: 'bare, there' } };
    await fill(TableName, [{ ...Key, a: S('x') }]);
    await ask('UpdateItem', { TableName, Key });
    expect(await stored(TableName, Key)).toEqual({ ...Key, a: S('x') });
  });

  // validation.md section 16.
  describe.each<Update>([
    { expression: 'REMOVE a' },
    { expression: 'REMOVE a.b, l[2]' },
    { expression: 'DELETE a :v', values: { ':v': { SS: ['x'] } } },
    { expression: 'DELETE a.b :v REMOVE c', values: { ':v': { SS: ['x'] } } },
  ])('that only takes away ($expression)', (update) => {
    it.each(['ALL_OLD', 'ALL_NEW', 'UPDATED_OLD', 'UPDATED_NEW'] as const)(
      'makes no item where there is none, and has no Attributes: %s',
      async (ReturnValues) => {
        const request = await prepared(update);
        expect(await ask('UpdateItem', { ...request, ReturnValues })).toEqual({});
        expect(await stored(request.TableName, request.Key)).toBeUndefined();
      },
    );

    it('makes none where its condition is met either', async () => {
      const request = await prepared(update);
      const ConditionExpression = 'attribute_not_exists(pk)';
      expect(await ask('UpdateItem', { ...request, ConditionExpression })).toEqual({});
      expect(await stored(request.TableName, request.Key)).toBeUndefined();
    });

    it('makes none in a transaction', async () => {
      const request = await prepared(update);
      expect(await ask('TransactWriteItems', { TransactItems: [{ Update: request }] })).toEqual({});
      expect(await stored(request.TableName, request.Key)).toBeUndefined();
    });

    it('is charged one unit', async () => {
      const request = await prepared(update);
      const { ConsumedCapacity } = await ask('UpdateItem', {
        ...request,
        ReturnConsumedCapacity: 'TOTAL',
      });
      expect(ConsumedCapacity?.CapacityUnits).toBe(1);
    });
  });

  it('leaves other attributes alone', async () => {
    const from = { a: S('old'), b: S('kept') };
    expect(await after({ from, expression: 'SET a = :v', values: v })).toEqual({
      a: S('new'),
      b: S('kept'),
    });
  });

  it('reads the item as it was before, on every right-hand side [suite]', async () => {
    const from = { a: S('old') };
    expect(await after({ from, expression: 'SET a = :v, b = a', values: v })).toEqual({
      a: S('new'),
      b: S('old'),
    });
  });

  it('may swap two attributes', async () => {
    const from = { a: S('1'), b: S('2') };
    expect(await after({ from, expression: 'SET a = b, b = a' })).toEqual({ a: S('2'), b: S('1') });
  });

  it('may set what it removes elsewhere', async () => {
    const from = { a: S('moved') };
    expect(await after({ from, expression: 'REMOVE a SET b = a' })).toEqual({ b: S('moved') });
  });

  it('takes its sections in any order', async () => {
    const from = { r: S('x'), s: { SS: ['a', 'b'] }, n: N('1') };
    const values = { ...v, ':s': { SS: ['a'] }, ':n': N('2') };
    const expression = 'DELETE s :s REMOVE r ADD n :n SET a = :v';
    expect(await after({ from, expression, values })).toEqual({
      a: S('new'),
      s: { SS: ['b'] },
      n: N('3'),
    });
  });
});

describe('a refused update', () => {
  it('leaves the item as it was', async () => {
    const request = await prepared({
      from: { a: S('old') },
      expression: 'SET a = :v, b.c = :v',
      values: v,
    });
    expect(await refused('UpdateItem', request)).toBe(INVALID_PATH);
    expect(await stored(TableName, request.Key)).toEqual({ ...request.Key, a: S('old') });
  });

  it('makes no item', async () => {
    const request = await prepared({ expression: 'SET b.c = :v', values: v });
    expect(await refused('UpdateItem', request)).toBe(INVALID_PATH);
    expect(await stored(TableName, request.Key)).toBeUndefined();
  });
});
