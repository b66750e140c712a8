import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ask, fill, refused, stored } from '../ask.ts';
import { CONDITION_FAILED, ONE_ERROR } from '../messages.ts';
import { client, freshTable, refusal } from '../region.ts';
import { PutItemCommand } from '@aws-sdk/client-dynamodb';

let TableName: string;
beforeAll(async () => {
  TableName = await freshTable({ range: 'sk:N' });
});

const Key = { pk: { S: 'a' }, sk: { N: '1' } };
const old = { ...Key, x: { S: 'old' }, y: { L: [{ N: '1' }] } };
const Item = { ...Key, x: { S: 'new' } };
const missing = { pk: { S: 'missing' }, sk: { N: '1' } };

beforeEach(async () => {
  await fill(TableName, [old]);
});

describe('PutItem (semantics.md section 3)', () => {
  it('answers {} where nothing is asked for [emul]', async () => {
    expect(await ask('PutItem', { TableName, Item })).toEqual({});
  });

  it('replaces the whole item', async () => {
    await ask('PutItem', { TableName, Item });
    expect(await stored(TableName, Key)).toEqual(Item);
  });

  it('leaves items beside it alone', async () => {
    const beside = { pk: { S: 'a' }, sk: { N: '2' }, x: { S: 'beside' } };
    await fill(TableName, [beside]);
    await ask('PutItem', { TableName, Item });
    expect(await stored(TableName, { pk: beside.pk, sk: beside.sk })).toEqual(beside);
  });

  it('may hold the key alone', async () => {
    await ask('PutItem', { TableName, Item: Key });
    expect(await stored(TableName, Key)).toEqual(Key);
  });
});

describe('ReturnValues of PutItem (semantics.md section 3 [suite])', () => {
  it('NONE answers no Attributes', async () => {
    expect(await ask('PutItem', { TableName, Item, ReturnValues: 'NONE' })).toEqual({});
  });

  it('ALL_OLD answers the whole old item with its key', async () => {
    expect(await ask('PutItem', { TableName, Item, ReturnValues: 'ALL_OLD' })).toEqual({
      Attributes: old,
    });
  });

  it('ALL_OLD answers no Attributes where there was no item', async () => {
    const fresh = { pk: { S: 'fresh' }, sk: { N: '1' } };
    expect(await ask('PutItem', { TableName, Item: fresh, ReturnValues: 'ALL_OLD' })).toEqual({});
  });

  it.each(['ALL_NEW', 'UPDATED_OLD', 'UPDATED_NEW'])('%s is refused', async (ReturnValues) => {
    expect(await refused('PutItem', { TableName, Item, ReturnValues })).toBe(
      `${ONE_ERROR}ReturnValues can only be ALL_OLD or NONE`,
    );
  });
});

describe('a condition of PutItem', () => {
  it('that fails leaves the item as it was', async () => {
    const request = { TableName, Item, ConditionExpression: 'attribute_not_exists(pk)' };
    expect(await refused('PutItem', request)).toBe(CONDITION_FAILED);
    expect(await stored(TableName, Key)).toEqual(old);
  });

  it('attribute_not_exists of the key makes a missing item [suite]', async () => {
    const fresh = { pk: { S: 'made once' }, sk: { N: '1' } };
    const request = {
      TableName,
      Item: fresh,
      ConditionExpression: 'attribute_not_exists(pk)',
    };
    expect(await ask('PutItem', request)).toEqual({});
    expect(await refused('PutItem', request)).toBe(CONDITION_FAILED);
  });

  it('looks at the old item, not at the new one', async () => {
    const request = {
      TableName,
      Item,
      ConditionExpression: 'x = :old AND size(y) = :one',
      ExpressionAttributeValues: { ':old': { S: 'old' }, ':one': { N: '1' } },
    };
    expect(await ask('PutItem', request)).toEqual({});
  });

  it('that fails on a missing key leaves no item behind [suite]', async () => {
    const request = { TableName, Item: missing, ConditionExpression: 'attribute_exists(pk)' };
    expect(await refused('PutItem', request)).toBe(CONDITION_FAILED);
    expect(await stored(TableName, missing)).toBeUndefined();
  });
});

describe('ReturnValuesOnConditionCheckFailure of PutItem (semantics.md section 3 [suite])', () => {
  const failing = { ConditionExpression: 'x = :v', ExpressionAttributeValues: { ':v': { S: '' } } };
  const shown = async (members: object): Promise<unknown> => {
    const input = { TableName, ...failing, ...members } as never;
    const { error } = await refusal(client.send(new PutItemCommand(input)));
    return (error as { readonly Item?: unknown }).Item;
  };

  it('ALL_OLD shows the whole stored item', async () => {
    const ReturnValuesOnConditionCheckFailure = 'ALL_OLD';
    expect(await shown({ Item, ReturnValuesOnConditionCheckFailure })).toEqual(old);
  });

  it('ALL_OLD shows nothing where there is no item', async () => {
    const ReturnValuesOnConditionCheckFailure = 'ALL_OLD';
    expect(await shown({ Item: missing, ReturnValuesOnConditionCheckFailure })).toBeUndefined();
  });

  it('NONE shows nothing', async () => {
    const ReturnValuesOnConditionCheckFailure = 'NONE';
    expect(await shown({ Item, ReturnValuesOnConditionCheckFailure })).toBeUndefined();
  });

  it('shows nothing unless asked', async () => {
    expect(await shown({ Item })).toBeUndefined();
  });
});

describe('ReturnItemCollectionMetrics of PutItem (semantics.md section 3 [suite])', () => {
  it.each(['NONE', 'SIZE'] as const)(
    '%s answers nothing for a table without local indexes',
    async (ReturnItemCollectionMetrics) => {
      expect(await ask('PutItem', { TableName, Item, ReturnItemCollectionMetrics })).toEqual({});
    },
  );
});
