/**
 * Pages of a local index that fetch from the table: each item, rounded up to 4 KB, counts for the megabyte of the page
 * (semantics.md section 4 [docs]).
 */
import { BatchWriteItemCommand } from '@aws-sdk/client-dynamodb';
import { beforeAll, describe, expect, it } from 'vitest';
import { ask } from '../ask.ts';
import { definition, localIndex } from '../global-indexes/shapes.ts';
import { client, freshTable } from '../region.ts';
import { execute } from '../statements.ts';

/** Entries of a few bytes whose items count 4,096 each. */
const FULL_PAGE = 256;
const COUNT = 150;

let TableName: string;

beforeAll(async () => {
  TableName = await freshTable({
    range: 'sk',
    AttributeDefinitions: [definition('l')],
    LocalSecondaryIndexes: [localIndex('keys', 'l', 'KEYS_ONLY')],
  });
  for (const pk of ['a', 'b']) await fillWith(pk, COUNT);
  await fillWith('c', FULL_PAGE + 50);
});

async function fillWith(pk: string, count: number): Promise<void> {
  const requests = Array.from({ length: count }, (_, i) => ({
    PutRequest: {
      Item: { pk: { S: pk }, sk: { S: String(i) }, l: { S: 'l' }, more: { S: 'm' } },
    },
  }));
  for (let i = 0; i < count; i += 25) {
    const RequestItems = { [TableName]: requests.slice(i, i + 25) };
    await client.send(new BatchWriteItemCommand({ RequestItems }));
  }
}

const ofC = {
  IndexName: 'keys',
  KeyConditionExpression: 'pk = :c',
  ExpressionAttributeValues: { ':c': { S: 'c' } },
};

describe('a page of a local index', () => {
  it('ends at a megabyte of what it fetches', async () => {
    const page = await ask('Query', { TableName, ...ofC, Select: 'ALL_ATTRIBUTES' });
    expect(page.Count).toBe(FULL_PAGE);
    expect(page.LastEvaluatedKey).toBeDefined();
  });

  it('goes on where it fetches nothing', async () => {
    const page = await ask('Query', { TableName, ...ofC });
    expect(page.Count).toBe(FULL_PAGE + 50);
    expect(page.LastEvaluatedKey).toBeUndefined();
  });

  it('charges the table for each item of it', async () => {
    const { ConsumedCapacity } = await ask('Query', {
      TableName,
      ...ofC,
      ProjectionExpression: 'more',
      ReturnConsumedCapacity: 'INDEXES',
    });
    expect(ConsumedCapacity?.Table).toEqual({ CapacityUnits: FULL_PAGE / 2 });
  });

  it('ends there over several partition keys of a statement, too', async () => {
    const statement = `SELECT more FROM "${TableName}"."keys" WHERE pk IN ['a', 'b']`;
    const { Items, NextToken } = await execute(statement);
    expect(Items).toHaveLength(FULL_PAGE);
    const rest = await execute(statement, { NextToken });
    expect(rest.Items).toHaveLength(2 * COUNT - FULL_PAGE);
  });
});
