/** ClientRequestToken: semantics.md section 6 [suite]. */
import { beforeAll, describe, expect, it } from 'vitest';
import type { TransactWriteItemsCommandInput } from '@aws-sdk/client-dynamodb';
import { ask, refused, stored } from '../ask.ts';
import type { Attributes } from '../ask.ts';
import { freshTable } from '../region.ts';

let TableName: string;
beforeAll(async () => {
  TableName = await freshTable();
});

let count = 0;

function counting(token?: string): TransactWriteItemsCommandInput & { readonly Key: Attributes } {
  const Key = { pk: { S: `k${String(++count)}` } };
  const Update = {
    TableName,
    Key,
    UpdateExpression: 'ADD n :one',
    ExpressionAttributeValues: { ':one': { N: '1' } },
  };
  return {
    Key,
    TransactItems: [{ Update }],
    ...(token !== undefined && { ClientRequestToken: token }),
  };
}

const send = ({ TransactItems, ClientRequestToken }: TransactWriteItemsCommandInput) =>
  ask('TransactWriteItems', { TransactItems, ClientRequestToken });

async function countOf({ Key }: { readonly Key: Attributes }): Promise<string | undefined> {
  return (await stored(TableName, Key))?.['n']?.N;
}

const MISMATCH = 'IdempotentParameterMismatchException';

describe('a transaction under a token', () => {
  it('runs once, however often it is sent', async () => {
    const request = counting('once');
    await send(request);
    expect(await send(request)).toEqual({});
    expect(await countOf(request)).toBe('1');
  });

  it('runs again under another token', async () => {
    const request = counting('first');
    await send(request);
    await send({ ...request, ClientRequestToken: 'second' });
    expect(await countOf(request)).toBe('2');
  });

  it('runs each time where the SDK makes its tokens', async () => {
    const request = counting();
    await send(request);
    await send(request);
    expect(await countOf(request)).toBe('2');
  });

  it('is not run again after the item has changed meanwhile', async () => {
    const request = counting('meanwhile');
    await send(request);
    await ask('DeleteItem', { TableName, Key: request.Key });
    await send(request);
    expect(await countOf(request)).toBeUndefined();
  });

  it('is refused with another content', async () => {
    await send(counting('taken'));
    const other = counting('taken');
    const { TransactItems, ClientRequestToken } = other;
    expect(await refused('TransactWriteItems', { TransactItems, ClientRequestToken })).toMatch(
      new RegExp(`^${MISMATCH}: `, 'u'),
    );
    expect(await countOf(other)).toBeUndefined();
  });

  it('may ask for another ReturnConsumedCapacity (unconfirmed)', async () => {
    const request = counting('capacity');
    await send(request);
    const { TransactItems, ClientRequestToken } = request;
    const again = { TransactItems, ClientRequestToken, ReturnConsumedCapacity: 'TOTAL' as const };
    expect(await ask('TransactWriteItems', again)).toEqual({
      ConsumedCapacity: [{ TableName, CapacityUnits: 2, ReadCapacityUnits: 2 }],
    });
  });

  it('that was cancelled may run under it later', async () => {
    const Key = { pk: { S: 'later' } };
    const check = { TableName, Key, ConditionExpression: 'attribute_exists(pk)' };
    const request = { TransactItems: [{ ConditionCheck: check }], ClientRequestToken: 'later' };
    expect(await refused('TransactWriteItems', request)).toMatch(/^TransactionCanceledException/u);
    await ask('PutItem', { TableName, Item: Key });
    expect(await ask('TransactWriteItems', request)).toEqual({});
  });
});
