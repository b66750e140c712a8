import { BatchWriteItemCommand, QueryCommand, ScanCommand } from '@aws-sdk/client-dynamodb';
import type { AttributeValue, QueryCommandInput } from '@aws-sdk/client-dynamodb';
import { beforeAll, describe, expect, it } from 'vitest';
import { definition, localIndex } from '../global-indexes/shapes.ts';
import { client, freshTable, refusal } from '../region.ts';

let TableName: string;

beforeAll(async () => {
  TableName = await freshTable({
    range: 'sk',
    AttributeDefinitions: [definition('n', 'N'), definition('t')],
    LocalSecondaryIndexes: [
      localIndex('all', 'n'),
      localIndex('keys', 'n', 'KEYS_ONLY'),
      localIndex('some', 't', ['a']),
    ],
  });
  const requests = Array.from({ length: 12 }, (_, i) => ({ PutRequest: { Item: item(i) } }));
  await client.send(new BatchWriteItemCommand({ RequestItems: { [TableName]: requests } }));
});

/** Twelve items of one collection; every fourth without n, t the same for pairs. */
function item(i: number): Record<string, AttributeValue> {
  return {
    pk: { S: 'p' },
    sk: { S: String(i).padStart(2, '0') },
    ...(i % 4 === 0 ? {} : { n: { N: String(-i) } }),
    t: { S: `t${String(Math.floor(i / 2))}` },
    a: { S: 'a' },
    big: { S: 'x'.repeat(5_000) },
  };
}

const query = (input: Partial<QueryCommandInput>) =>
  client.send(
    new QueryCommand({
      TableName,
      KeyConditionExpression: 'pk = :p',
      ...input,
      ExpressionAttributeValues: { ':p': { S: 'p' }, ...input.ExpressionAttributeValues },
    }),
  );

describe('a query of a local index (semantics.md section 4 [suite])', () => {
  it('goes by its own range key, and leaves out items without it', async () => {
    const { Items } = await query({ IndexName: 'all' });
    expect(Items?.map(({ n }) => n?.N)).toEqual([
      '-11',
      '-10',
      '-9',
      '-7',
      '-6',
      '-5',
      '-3',
      '-2',
      '-1',
    ]);
  });

  it('may be strongly consistent', async () => {
    expect((await query({ IndexName: 'all', ConsistentRead: true })).Count).toBe(9);
  });

  it('answers the keys of index and table where it projects these', async () => {
    const { Items } = await query({
      IndexName: 'keys',
      KeyConditionExpression: 'pk = :p AND n = :n',
      ExpressionAttributeValues: { ':n': { N: '-3' } },
    });
    expect(Items).toEqual([{ pk: { S: 'p' }, sk: { S: '03' }, n: { N: '-3' } }]);
  });

  it('fetches from the table what it does not project, where all attributes are asked for', async () => {
    const { Items } = await query({
      IndexName: 'keys',
      Select: 'ALL_ATTRIBUTES',
      KeyConditionExpression: 'pk = :p AND n = :n',
      ExpressionAttributeValues: { ':n': { N: '-3' } },
    });
    expect(Items).toEqual([item(3)]);
  });

  it('fetches the attributes that are named', async () => {
    const { Items } = await query({
      IndexName: 'keys',
      ProjectionExpression: 'a, sk',
      KeyConditionExpression: 'pk = :p AND n = :n',
      ExpressionAttributeValues: { ':n': { N: '-3' } },
    });
    expect(Items).toEqual([{ sk: { S: '03' }, a: { S: 'a' } }]);
  });

  it('has a last key of table key and index range key', async () => {
    const { LastEvaluatedKey } = await query({ IndexName: 'some', Limit: 3 });
    expect(LastEvaluatedKey).toEqual({ pk: { S: 'p' }, sk: { S: '02' }, t: { S: 't1' } });
  });

  it('goes on behind its last key among equal range keys', async () => {
    const ExclusiveStartKey = { pk: { S: 'p' }, sk: { S: '02' }, t: { S: 't1' } };
    const { Items } = await query({ IndexName: 'some', Limit: 2, ExclusiveStartKey });
    expect(Items?.map(({ sk }) => sk?.S)).toEqual(['03', '04']);
  });

  it('refuses a filter on what it does not project', async () => {
    const request = query({
      IndexName: 'keys',
      FilterExpression: 'a = :a',
      ExpressionAttributeValues: { ':a': { S: 'a' } },
    });
    expect((await refusal(request)).message).toBe(
      'One or more parameter values were invalid: Secondary index keys does not project one or more filter attributes: [a]',
    );
  });

  it('refuses a start key without the index key', async () => {
    const request = query({
      IndexName: 'some',
      ExclusiveStartKey: { pk: { S: 'p' }, sk: { S: '02' } },
    });
    expect((await refusal(request)).message).toBe(
      'The provided starting key is invalid: The provided key element does not match the schema',
    );
  });
});

describe('what reads of a local index cost (capacity.md section 3)', () => {
  it('units on its own arm where it holds all that is asked for', async () => {
    const { ConsumedCapacity } = await query({
      IndexName: 'keys',
      ReturnConsumedCapacity: 'INDEXES',
    });
    expect(ConsumedCapacity).toEqual({
      TableName,
      CapacityUnits: 0.5,
      Table: { CapacityUnits: 0 },
      LocalSecondaryIndexes: { keys: { CapacityUnits: 0.5 } },
    });
  });

  it('each fetched item, rounded up by itself, on the arm of the table [emul]', async () => {
    const { ConsumedCapacity } = await query({
      IndexName: 'keys',
      Select: 'ALL_ATTRIBUTES',
      ReturnConsumedCapacity: 'INDEXES',
    });
    expect(ConsumedCapacity).toEqual({
      TableName,
      CapacityUnits: 9.5,
      Table: { CapacityUnits: 9 },
      LocalSecondaryIndexes: { keys: { CapacityUnits: 0.5 } },
    });
  });

  it('one unit for a strongly consistent read that finds nothing (unconfirmed)', async () => {
    const { ConsumedCapacity } = await query({
      IndexName: 'all',
      ConsistentRead: true,
      ReturnConsumedCapacity: 'INDEXES',
      KeyConditionExpression: 'pk = :p AND n > :n',
      ExpressionAttributeValues: { ':n': { N: '5' } },
    });
    expect(ConsumedCapacity).toEqual({
      TableName,
      CapacityUnits: 1,
      Table: { CapacityUnits: 0 },
      LocalSecondaryIndexes: { all: { CapacityUnits: 1 } },
    });
  });
});

describe('a scan of a local index', () => {
  it('sees the items that are in it', async () => {
    expect((await client.send(new ScanCommand({ TableName, IndexName: 'all' }))).Count).toBe(9);
    expect((await client.send(new ScanCommand({ TableName, IndexName: 'some' }))).Count).toBe(12);
  });

  it('may filter by any key attribute [suite]', async () => {
    const { Items } = await client.send(
      new ScanCommand({
        TableName,
        IndexName: 'all',
        FilterExpression: 'n < :n AND sk > :s',
        ExpressionAttributeValues: { ':n': { N: '-6' }, ':s': { S: '09' } },
      }),
    );
    expect(Items?.map(({ sk }) => sk?.S)).toEqual(['11', '10']);
  });
});
