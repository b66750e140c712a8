import {
  BatchWriteItemCommand,
  DeleteItemCommand,
  PutItemCommand,
  TransactWriteItemsCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { beforeAll, describe, expect, it } from 'vitest';
import { definition, localIndex } from '../global-indexes/shapes.ts';
import { client, freshTable } from '../region.ts';

let TableName: string;
let plain: string;

beforeAll(async () => {
  TableName = await freshTable({
    range: 'sk',
    AttributeDefinitions: [definition('l')],
    LocalSecondaryIndexes: [localIndex('lsi', 'l')],
  });
  plain = await freshTable({ range: 'sk' });
});

const KEY: Record<string, AttributeValue> = { pk: { S: 'p' }, sk: { S: 's' } };
const SIZE = { ReturnItemCollectionMetrics: 'SIZE' } as const;
const METRICS = { ItemCollectionKey: { pk: { S: 'p' } }, SizeEstimateRangeGB: [0, 1] };

describe('ItemCollectionMetrics of a table with a local index (semantics.md section 3 [suite])', () => {
  it('come with a put', async () => {
    const request = new PutItemCommand({ TableName, Item: KEY, ...SIZE });
    expect((await client.send(request)).ItemCollectionMetrics).toEqual(METRICS);
  });

  it('come with an update', async () => {
    const request = new UpdateItemCommand({ TableName, Key: KEY, ...SIZE });
    expect((await client.send(request)).ItemCollectionMetrics).toEqual(METRICS);
  });

  it('come with a delete', async () => {
    const request = new DeleteItemCommand({ TableName, Key: KEY, ...SIZE });
    expect((await client.send(request)).ItemCollectionMetrics).toEqual(METRICS);
  });

  it('do not come with NONE', async () => {
    const NONE = { ReturnItemCollectionMetrics: 'NONE' } as const;
    const request = new PutItemCommand({ TableName, Item: KEY, ...NONE });
    expect((await client.send(request)).ItemCollectionMetrics).toBeUndefined();
  });

  it('do not come from a table without local indexes', async () => {
    const request = new PutItemCommand({ TableName: plain, Item: KEY, ...SIZE });
    expect((await client.send(request)).ItemCollectionMetrics).toBeUndefined();
  });

  it('come once a collection and table with a batch [model]', async () => {
    const requests = ['1', '2'].map((sk) => ({ PutRequest: { Item: { ...KEY, sk: { S: sk } } } }));
    const other = { PutRequest: { Item: { pk: { S: 'q' }, sk: { S: '1' } } } };
    const { ItemCollectionMetrics } = await client.send(
      new BatchWriteItemCommand({
        RequestItems: { [TableName]: [...requests, other], [plain]: requests },
        ...SIZE,
      }),
    );
    expect(ItemCollectionMetrics).toEqual({
      [TableName]: [METRICS, { ...METRICS, ItemCollectionKey: { pk: { S: 'q' } } }],
    });
  });

  it('come with a transaction, though not for its condition checks [model]', async () => {
    const check = {
      TableName,
      Key: { pk: { S: 'r' }, sk: { S: '1' } },
      ConditionExpression: 'attribute_not_exists(pk)',
    };
    const { ItemCollectionMetrics } = await client.send(
      new TransactWriteItemsCommand({
        TransactItems: [{ Put: { TableName, Item: KEY } }, { ConditionCheck: check }],
        ...SIZE,
      }),
    );
    expect(ItemCollectionMetrics).toEqual({ [TableName]: [METRICS] });
  });
});
