/** Units of write transactions: capacity.md sections 1 and 3, tables without indexes. */
import { TransactWriteItemsCommand } from '@aws-sdk/client-dynamodb';
import type { TransactWriteItem } from '@aws-sdk/client-dynamodb';
import { beforeAll, describe, expect, it } from 'vitest';
import { ask, fill, reasonsOf } from '../ask.ts';
import type { Attributes } from '../ask.ts';
import { client, freshTable, refusal } from '../region.ts';

let TableName: string;
beforeAll(async () => {
  TableName = await freshTable();
});

let count = 0;

function itemOf(bytes: number, pk = `k${String(++count).padStart(5, '0')}`): Attributes {
  return { pk: { S: pk }, b: { S: '-'.repeat(bytes - 'pk'.length - pk.length - 'b'.length) } };
}

async function at(bytes: number): Promise<Attributes> {
  const item = itemOf(bytes);
  await fill(TableName, [item]);
  return item;
}

const keyOf = ({ pk }: Attributes): Attributes => ({ pk: pk ?? { S: '' } });

async function unitsOf(...TransactItems: TransactWriteItem[]): Promise<number | undefined> {
  const answer = await ask('TransactWriteItems', {
    TransactItems,
    ReturnConsumedCapacity: 'TOTAL',
  });
  return answer.ConsumedCapacity?.[0]?.WriteCapacityUnits;
}

const put = (Item: Attributes): TransactWriteItem => ({ Put: { TableName, Item } });

describe('a transaction takes two units for each 1,024 bytes begun of the larger image [emul, captured]', () => {
  it.each([
    [20, 2],
    [1024, 2],
    [1025, 4],
    [2049, 6],
  ])('a Put of %i bytes: %i', async (bytes, units) => {
    expect(await unitsOf(put(itemOf(bytes)))).toBe(units);
  });

  it('a Put that changes nothing', async () => {
    expect(await unitsOf(put(await at(20)))).toBe(2);
  });

  it('a Put that shrinks, by what was there', async () => {
    const item = await at(5000);
    expect(await unitsOf(put(itemOf(20, item['pk']?.S)))).toBe(10);
  });

  it('an Update, by the image that is larger', async () => {
    const Update = {
      TableName,
      Key: keyOf(await at(3000)),
      UpdateExpression: 'REMOVE b',
    };
    expect(await unitsOf({ Update })).toBe(6);
  });

  it('a Delete, by what it deletes', async () => {
    expect(await unitsOf({ Delete: { TableName, Key: keyOf(await at(3000)) } })).toBe(6);
  });

  it('a Delete of nothing', async () => {
    expect(await unitsOf({ Delete: { TableName, Key: keyOf(itemOf(20)) } })).toBe(2);
  });

  it('a ConditionCheck, by what it reads and as written [suite]', async () => {
    const ConditionCheck = {
      TableName,
      Key: keyOf(await at(1025)),
      ConditionExpression: 'attribute_exists(pk)',
    };
    expect(await unitsOf({ ConditionCheck })).toBe(4);
  });

  it('a ConditionCheck of nothing [suite]', async () => {
    const ConditionCheck = {
      TableName,
      Key: keyOf(itemOf(20)),
      ConditionExpression: 'attribute_not_exists(pk)',
    };
    expect(await unitsOf({ ConditionCheck })).toBe(2);
  });

  it('nothing more for a condition [suite]', async () => {
    const Put = {
      TableName,
      Item: itemOf(20),
      ConditionExpression: 'attribute_not_exists(pk)',
    };
    expect(await unitsOf({ Put })).toBe(2);
  });

  it('each action by itself', async () => {
    expect(await unitsOf(put(itemOf(600)), put(itemOf(600)))).toBe(4);
  });
});

describe('a transaction that runs under a token it ran under before', () => {
  it('reports read units by the larger image, no write units [suite, emul: a Put that shrinks 9 KB]', async () => {
    const item = await at(9 * 1024);
    const request = {
      TransactItems: [put(itemOf(20, item['pk']?.S))],
      ClientRequestToken: 'shrinks',
      ReturnConsumedCapacity: 'TOTAL' as const,
    };
    await ask('TransactWriteItems', request);
    expect(await ask('TransactWriteItems', request)).toEqual({
      ConsumedCapacity: [{ TableName, CapacityUnits: 6, ReadCapacityUnits: 6 }],
    });
  });

  it('reports two read units for a small item [suite]', async () => {
    const request = {
      TransactItems: [put(itemOf(20))],
      ClientRequestToken: 'small',
      ReturnConsumedCapacity: 'INDEXES' as const,
    };
    await ask('TransactWriteItems', request);
    expect(await ask('TransactWriteItems', request)).toEqual({
      ConsumedCapacity: [
        {
          TableName,
          CapacityUnits: 2,
          ReadCapacityUnits: 2,
          Table: { CapacityUnits: 2, ReadCapacityUnits: 2 },
        },
      ],
    });
  });
});

describe('a cancelled transaction', () => {
  it('reports no capacity [suite]', async () => {
    const Put = { TableName, Item: itemOf(20), ConditionExpression: 'attribute_exists(pk)' };
    const request = { TransactItems: [{ Put }], ReturnConsumedCapacity: 'TOTAL' as const };
    const { error } = await refusal(client.send(new TransactWriteItemsCommand(request)));
    expect(error).not.toHaveProperty('ConsumedCapacity');
    expect(await reasonsOf('TransactWriteItems', request)).toEqual([
      { Code: 'ConditionalCheckFailed', Message: 'The conditional request failed' },
    ]);
  });
});
