import { DeleteItemCommand } from '@aws-sdk/client-dynamodb';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ask, fill, refused, stored } from '../ask.ts';
import { CONDITION_FAILED, ONE_ERROR, VALIDATION } from '../messages.ts';
import { client, freshTable, refusal } from '../region.ts';

let TableName: string;
beforeAll(async () => {
  TableName = await freshTable();
});

const Key = { pk: { S: 'a' } };
const item = { ...Key, x: { S: 'here' } };
const missing = { pk: { S: 'missing' } };

beforeEach(async () => {
  await fill(TableName, [item]);
});

describe('DeleteItem (semantics.md section 3)', () => {
  it('answers {} and the item is gone', async () => {
    expect(await ask('DeleteItem', { TableName, Key })).toEqual({});
    expect(await stored(TableName, Key)).toBeUndefined();
  });

  it('of a missing item succeeds (api-surface.md section 9 [suite])', async () => {
    expect(await ask('DeleteItem', { TableName, Key: missing })).toEqual({});
  });

  it('may be sent again', async () => {
    await ask('DeleteItem', { TableName, Key });
    expect(await ask('DeleteItem', { TableName, Key })).toEqual({});
  });

  it('answers no ItemCollectionMetrics for a table without local indexes [suite]', async () => {
    const request = { TableName, Key, ReturnItemCollectionMetrics: 'SIZE' } as const;
    expect(await ask('DeleteItem', request)).toEqual({});
  });

  it('leaves other items alone', async () => {
    await fill(TableName, [missing]);
    await ask('DeleteItem', { TableName, Key: missing });
    expect(await stored(TableName, Key)).toEqual(item);
  });
});

describe('ReturnValues of DeleteItem (semantics.md section 3 [suite])', () => {
  it('ALL_OLD answers the whole old item', async () => {
    expect(await ask('DeleteItem', { TableName, Key, ReturnValues: 'ALL_OLD' })).toEqual({
      Attributes: item,
    });
  });

  it('ALL_OLD answers no Attributes where there was no item', async () => {
    const request = { TableName, Key: missing, ReturnValues: 'ALL_OLD' } as const;
    expect(await ask('DeleteItem', request)).toEqual({});
  });

  it('NONE answers no Attributes', async () => {
    expect(await ask('DeleteItem', { TableName, Key, ReturnValues: 'NONE' })).toEqual({});
  });

  it.each(['ALL_NEW', 'UPDATED_OLD', 'UPDATED_NEW'])('%s is refused', async (ReturnValues) => {
    expect(await refused('DeleteItem', { TableName, Key, ReturnValues })).toBe(
      `${ONE_ERROR}ReturnValues can only be ALL_OLD or NONE`,
    );
  });
});

describe('a condition of DeleteItem', () => {
  const condition = {
    ConditionExpression: 'x = :v',
    ExpressionAttributeValues: { ':v': { S: 'elsewhere' } },
  };

  it('that holds lets the item go', async () => {
    const values = { ':v': { S: 'here' } };
    const request = { TableName, Key, ...condition, ExpressionAttributeValues: values };
    expect(await ask('DeleteItem', request)).toEqual({});
    expect(await stored(TableName, Key)).toBeUndefined();
  });

  it('that fails keeps the item', async () => {
    expect(await refused('DeleteItem', { TableName, Key, ...condition })).toBe(CONDITION_FAILED);
    expect(await stored(TableName, Key)).toEqual(item);
  });

  it('of a missing item sees no attributes, the key neither (section 2 [suite])', async () => {
    const request = { TableName, Key: missing, ConditionExpression: 'attribute_exists(pk)' };
    expect(await refused('DeleteItem', request)).toBe(CONDITION_FAILED);
  });

  it('of a missing item may hold', async () => {
    const request = { TableName, Key: missing, ConditionExpression: 'attribute_not_exists(x)' };
    expect(await ask('DeleteItem', request)).toEqual({});
  });

  it('that fails shows the item with ALL_OLD [suite]', async () => {
    const input = {
      TableName,
      Key,
      ...condition,
      ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
    } as const;
    const { error, status } = await refusal(client.send(new DeleteItemCommand(input)));
    expect(error).toHaveProperty('Item', item);
    expect(status).toBe(400);
  });

  it('that fails shows nothing otherwise [suite]', async () => {
    const input = { TableName, Key, ...condition };
    const { error } = await refusal(client.send(new DeleteItemCommand(input)));
    expect((error as { readonly Item?: unknown }).Item).toBeUndefined();
  });
});

describe('members of DeleteItem (validation.md sections 2 and 3)', () => {
  it('two unknown values at once [suite]', async () => {
    const members = { ReturnValues: 'INVALID', ReturnConsumedCapacity: 'INVALID' };
    expect(await refused('DeleteItem', { TableName, Key, ...members })).toBe(
      `${VALIDATION}2 validation errors detected: ` +
        "Value 'INVALID' at 'returnConsumedCapacity' failed to satisfy constraint: " +
        'Member must satisfy enum value set: [INDEXES, TOTAL, NONE]; ' +
        'Failed to satisfy constraint: Member must satisfy enum value set: ' +
        '[ALL_OLD, UPDATED_OLD, ALL_NEW, UPDATE_NEW, NONE]',
    );
  });

  it('a missing Key', async () => {
    expect(await refused('DeleteItem', { TableName })).toBe(
      `${ONE_ERROR}Value null at 'key' failed to satisfy constraint: Member must not be null`,
    );
  });

  it('an empty TableName', async () => {
    expect(await refused('DeleteItem', { TableName: '', Key })).toBe(
      `${ONE_ERROR}Value at 'TableName' failed to satisfy constraint: ` +
        'Member must have length greater than or equal to 1',
    );
  });
});
