/** What a write transaction does: semantics.md section 6. */
import { beforeAll, describe, expect, it } from 'vitest';
import type { TransactWriteItem } from '@aws-sdk/client-dynamodb';
import { ask, fill, reasonsOf, refused, stored } from '../ask.ts';
import type { Attributes } from '../ask.ts';
import { freshTable } from '../region.ts';

let TableName: string;
let other: string;
beforeAll(async () => {
  TableName = await freshTable();
  other = await freshTable();
});

let count = 0;

const S = (text: string): Attributes[string] => ({ S: text });
const newKey = (): Attributes => ({ pk: S(`k${String(++count)}`) });

/** The key of an item that has been put. */
async function itemAt(rest: Attributes): Promise<Attributes> {
  const Key = newKey();
  await fill(TableName, [{ ...Key, ...rest }]);
  return Key;
}

function transact(...TransactItems: TransactWriteItem[]): Promise<object> {
  return ask('TransactWriteItems', { TransactItems });
}

const put = (Item: Attributes): TransactWriteItem => ({ Put: { TableName, Item } });
const FAILED = { Code: 'ConditionalCheckFailed', Message: 'The conditional request failed' };
const NONE = { Code: 'None' };

describe('a write transaction', () => {
  it('answers {} [emul]', async () => {
    expect(await transact(put(newKey()))).toEqual({});
  });

  it('puts', async () => {
    const Key = newKey();
    await transact(put({ ...Key, x: S('put') }));
    expect(await stored(TableName, Key)).toEqual({ ...Key, x: S('put') });
  });

  it('replaces whole items', async () => {
    const Key = await itemAt({ x: S('old'), y: S('more') });
    await transact(put({ ...Key, x: S('new') }));
    expect(await stored(TableName, Key)).toEqual({ ...Key, x: S('new') });
  });

  it('updates', async () => {
    const Key = await itemAt({ n: { N: '1' }, r: S('x') });
    await transact({
      Update: {
        TableName,
        Key,
        UpdateExpression: 'SET #n = #n + :one REMOVE r',
        ExpressionAttributeNames: { '#n': 'n' },
        ExpressionAttributeValues: { ':one': { N: '1' } },
      },
    });
    expect(await stored(TableName, Key)).toEqual({ ...Key, n: { N: '2' } });
  });

  it('makes an item by updating what is not there', async () => {
    const Key = newKey();
    await transact({
      Update: {
        TableName,
        Key,
        UpdateExpression: 'SET x = :x',
        ExpressionAttributeValues: { ':x': S('made') },
      },
    });
    expect(await stored(TableName, Key)).toEqual({ ...Key, x: S('made') });
  });

  it('deletes', async () => {
    const Key = await itemAt({});
    await transact({ Delete: { TableName, Key } });
    expect(await stored(TableName, Key)).toBeUndefined();
  });

  it('deletes what is not there', async () => {
    expect(await transact({ Delete: { TableName, Key: newKey() } })).toEqual({});
  });

  it('checks without changing', async () => {
    const Key = await itemAt({ x: S('kept') });
    const ConditionCheck = { TableName, Key, ConditionExpression: 'attribute_exists(x)' };
    expect(await transact({ ConditionCheck })).toEqual({});
    expect(await stored(TableName, Key)).toEqual({ ...Key, x: S('kept') });
  });

  it('makes nothing by checking what is not there', async () => {
    const Key = newKey();
    const ConditionCheck = { TableName, Key, ConditionExpression: 'attribute_not_exists(x)' };
    await transact({ ConditionCheck });
    expect(await stored(TableName, Key)).toBeUndefined();
  });

  it('does all of it, over several tables', async () => {
    const [gone, made, changed] = [await itemAt({}), newKey(), await itemAt({ x: S('1') })];
    await transact(
      { Delete: { TableName, Key: gone } },
      { Put: { TableName: other, Item: made } },
      {
        Update: {
          TableName,
          Key: changed,
          UpdateExpression: 'SET x = :x',
          ExpressionAttributeValues: { ':x': S('2') },
        },
      },
    );
    expect(await stored(TableName, gone)).toBeUndefined();
    expect(await stored(other, made)).toEqual(made);
    expect(await stored(TableName, changed)).toEqual({ ...changed, x: S('2') });
  });

  it('takes the same key in two tables', async () => {
    const Item = newKey();
    expect(
      await transact({ Put: { TableName, Item } }, { Put: { TableName: other, Item } }),
    ).toEqual({});
  });

  it('takes 100 actions', async () => {
    const keys = Array.from({ length: 100 }, newKey);
    expect(await transact(...keys.map(put))).toEqual({});
    expect(await stored(TableName, keys[99] ?? {})).toEqual(keys[99]);
  });

  it('answers no ItemCollectionMetrics for tables without local indexes', async () => {
    const request = {
      TransactItems: [put(newKey())],
      ReturnItemCollectionMetrics: 'SIZE' as const,
    };
    expect(await ask('TransactWriteItems', request)).toEqual({});
  });
});

describe('a cancelled transaction', () => {
  const failing = (Key: Attributes): TransactWriteItem => ({
    ConditionCheck: { TableName, Key, ConditionExpression: 'attribute_exists(nope)' },
  });

  it('changes nothing [suite]', async () => {
    const [old, made] = [await itemAt({ x: S('old') }), newKey()];
    const TransactItems = [put({ ...old, x: S('new') }), put(made), failing(newKey())];
    await reasonsOf('TransactWriteItems', { TransactItems });
    expect(await stored(TableName, old)).toEqual({ ...old, x: S('old') });
    expect(await stored(TableName, made)).toBeUndefined();
  });

  it('says so, with the codes of all actions', async () => {
    const TransactItems = [put(newKey()), failing(newKey()), put(newKey())];
    expect(await refused('TransactWriteItems', { TransactItems })).toBe(
      'TransactionCanceledException: Transaction cancelled, please refer cancellation reasons ' +
        'for specific reasons [None, ConditionalCheckFailed, None]',
    );
  });

  it('has one reason for each action, in their order [suite]', async () => {
    const TransactItems = [put(newKey()), failing(newKey()), put(newKey())];
    expect(await reasonsOf('TransactWriteItems', { TransactItems })).toEqual([NONE, FAILED, NONE]);
  });

  it('has a reason for a single action [suite]', async () => {
    const TransactItems = [failing(newKey())];
    expect(await reasonsOf('TransactWriteItems', { TransactItems })).toEqual([FAILED]);
  });

  it('reports all conditions that failed [suite]', async () => {
    const TransactItems = [failing(newKey()), put(newKey()), failing(newKey())];
    expect(await reasonsOf('TransactWriteItems', { TransactItems })).toEqual([
      FAILED,
      NONE,
      FAILED,
    ]);
  });

  it('shows the item with ALL_OLD', async () => {
    const Key = await itemAt({ x: S('shown') });
    const ConditionCheck = {
      TableName,
      Key,
      ConditionExpression: 'attribute_exists(nope)',
      ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
    };
    expect(await reasonsOf('TransactWriteItems', { TransactItems: [{ ConditionCheck }] })).toEqual([
      { ...FAILED, Item: { ...Key, x: S('shown') } },
    ]);
  });

  it('shows none where there is no item', async () => {
    const ConditionCheck = {
      TableName,
      Key: newKey(),
      ConditionExpression: 'attribute_exists(nope)',
      ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
    };
    expect(await reasonsOf('TransactWriteItems', { TransactItems: [{ ConditionCheck }] })).toEqual([
      FAILED,
    ]);
  });

  it('shows none of the items whose conditions held', async () => {
    const Key = await itemAt({ x: S('not shown') });
    const Put = {
      TableName,
      Item: Key,
      ConditionExpression: 'attribute_exists(x)',
      ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
    };
    const TransactItems = [{ Put }, failing(newKey())];
    expect(await reasonsOf('TransactWriteItems', { TransactItems })).toEqual([NONE, FAILED]);
  });

  it.each<[string, (Key: Attributes) => object]>([
    [
      'Put',
      (Item) => ({ Put: { TableName, Item, ConditionExpression: 'attribute_exists(nope)' } }),
    ],
    [
      'Update',
      (Key) => ({
        Update: {
          TableName,
          Key,
          UpdateExpression: 'REMOVE x',
          ConditionExpression: 'attribute_exists(nope)',
        },
      }),
    ],
    [
      'Delete',
      (Key) => ({ Delete: { TableName, Key, ConditionExpression: 'attribute_exists(nope)' } }),
    ],
  ])('may be cancelled by the condition of a %s', async (_kind, action) => {
    const Key = await itemAt({ x: S('kept') });
    const TransactItems = [action(Key)];
    expect(await reasonsOf('TransactWriteItems', { TransactItems })).toEqual([FAILED]);
    expect(await stored(TableName, Key)).toEqual({ ...Key, x: S('kept') });
  });
});

describe('conditions of a transaction (section 2 [suite])', () => {
  it.each([
    '(a = :v) AND (b = :v)',
    '(a = :v AND b = :v)',
    '(a = :v AND (b = :v))',
    '(NOT (c = :v))',
  ])('may stand in parentheses: %s', async (ConditionExpression) => {
    const Key = await itemAt({ a: S('v'), b: S('v') });
    const ExpressionAttributeValues = { ':v': S('v') };
    const check = { TableName, Key, ConditionExpression, ExpressionAttributeValues };
    expect(await transact({ ConditionCheck: check })).toEqual({});
  });

  it('all see the items as they were before', async () => {
    const [one, two] = [await itemAt({ n: { N: '1' } }), await itemAt({ n: { N: '2' } })];
    const changed = put({ ...one, n: { N: '10' } });
    const ConditionCheck = {
      TableName,
      Key: two,
      ConditionExpression: '#n = :n',
      ExpressionAttributeNames: { '#n': 'n' },
      ExpressionAttributeValues: { ':n': { N: '2' } },
    };
    expect(await transact(changed, { ConditionCheck })).toEqual({});
  });
});
