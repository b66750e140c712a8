/**
 * Item collections at their limit of 10 GB: semantics.md section 13, validation.md section 10. An item of that size is one
 * that the store was told weighs as much.
 */
import { beforeEach, describe, expect, it } from 'vitest';
import { COLLECTION_BYTES_MAX } from '../../partition/item-collection.ts';
import { routerClient, tableBody } from '../router-client.ts';
import type { Json, RouterClient } from '../router-client.ts';

const FULL = 'ItemCollectionSizeLimitExceededException: Collection size exceeded.';
const GIGABYTE = 1_073_741_824;

let client: RouterClient;

beforeEach(() => {
  client = routerClient();
  const { AttributeDefinitions, ...body } = tableBody('items', 'sk');
  client.call('CreateTable', {
    ...body,
    AttributeDefinitions: [
      ...(AttributeDefinitions as Json[]),
      { AttributeName: 'l', AttributeType: 'S' },
    ],
    LocalSecondaryIndexes: [
      {
        IndexName: 'lsi',
        KeySchema: [
          { AttributeName: 'pk', KeyType: 'HASH' },
          { AttributeName: 'l', KeyType: 'RANGE' },
        ],
        Projection: { ProjectionType: 'KEYS_ONLY' },
      },
    ],
  });
  client.call('CreateTable', tableBody('plain', 'sk'));
});

const itemOf = (sk: string, members: Json = {}, pk = 'p'): Json => ({
  pk: { S: pk },
  sk: { S: sk },
  ...members,
});
const pad = (bytes: number): Json => ({ b: { S: '-'.repeat(bytes - 'b'.length) } });
/** An item of `bytes`, of which its key takes six. */
const sized = (bytes: number, sk = '2'): Json => itemOf(sk, pad(bytes - 6));

/** Puts an item that weighs `bytes` into the collection `p`. */
function fill(bytes: number, table = 'items', sk = '1'): void {
  client.call('PutItem', { TableName: table, Item: itemOf(sk) });
  const [change] = client.store.appended.at(-1) ?? [];
  if (change?.kind !== 'put') throw new Error('an item was expected');
  client.store.append([{ ...change, sizeBytes: bytes }]);
}

const put = (Item: Json, TableName = 'items'): string => {
  try {
    return JSON.stringify(client.call('PutItem', { TableName, Item }));
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    return `${error.name}: ${error.message}`;
  }
};

describe('a collection of a table with a local index', () => {
  it('takes 10 GB to the byte', () => {
    fill(COLLECTION_BYTES_MAX - 100);
    expect(put(sized(101))).toBe(FULL);
    expect(put(sized(100))).toBe('{}');
    expect(put(itemOf('3'))).toBe(FULL);
  });

  it('counts the entries of its local indexes', () => {
    // The item takes 9 bytes, its entry as many.
    const indexed = itemOf('2', { l: { S: 'xx' } });
    fill(COLLECTION_BYTES_MAX - 17);
    expect(put(indexed)).toBe(FULL);
    fill(COLLECTION_BYTES_MAX - 18);
    expect(put(indexed)).toBe('{}');
  });

  it('is its own: another partition key has another', () => {
    fill(COLLECTION_BYTES_MAX);
    expect(put(sized(7))).toBe(FULL);
    expect(put(itemOf('2', {}, 'q'))).toBe('{}');
  });

  it('shrinks, stays and is read although it is full', () => {
    put(sized(500));
    fill(COLLECTION_BYTES_MAX);
    expect(put(sized(501))).toBe(FULL);
    expect(put(sized(500))).toBe('{}');
    expect(put(sized(400))).toBe('{}');
    const Key = itemOf('2');
    client.call('UpdateItem', { TableName: 'items', Key, UpdateExpression: 'REMOVE b' });
    expect(client.call('GetItem', { TableName: 'items', Key })).toEqual({ Item: Key });
    client.call('DeleteItem', { TableName: 'items', Key });
    expect(client.call('GetItem', { TableName: 'items', Key })).toEqual({});
  });

  it('has no limit where the table has no local index', () => {
    fill(COLLECTION_BYTES_MAX, 'plain');
    expect(put(itemOf('2'), 'plain')).toBe('{}');
  });

  it('is measured in whole gigabytes', () => {
    const metrics = (): unknown =>
      client.call('PutItem', {
        TableName: 'items',
        Item: itemOf('2'),
        ReturnItemCollectionMetrics: 'SIZE',
      })['ItemCollectionMetrics'];
    for (const [bytes, range] of [
      [GIGABYTE - 1, [0, 1]],
      [GIGABYTE, [1, 2]],
      [9.5 * GIGABYTE, [9, 10]],
    ] as const) {
      put(itemOf('2'));
      fill(bytes - 6);
      expect(metrics()).toEqual({
        ItemCollectionKey: { pk: { S: 'p' } },
        SizeEstimateRangeGB: range,
      });
    }
  });
});

describe('a full collection refuses what makes it grow: in', () => {
  beforeEach(() => {
    fill(COLLECTION_BYTES_MAX - 10);
  });

  const Key = itemOf('2');

  it('UpdateItem', () => {
    const update = {
      TableName: 'items',
      Key,
      UpdateExpression: 'SET b = :b',
      ExpressionAttributeValues: { ':b': { S: '12345' } },
    };
    expect(client.fail('UpdateItem', update)).toEqual({
      __type: 'com.amazonaws.dynamodb.v20120810#ItemCollectionSizeLimitExceededException',
      message: 'Collection size exceeded.',
    });
    expect(client.call('GetItem', { TableName: 'items', Key })).toEqual({});
  });

  it('BatchWriteItem, as a whole', () => {
    const writes = [itemOf('2', {}, 'q'), sized(11)];
    const request = {
      RequestItems: { items: writes.map((Item) => ({ PutRequest: { Item } })) },
    };
    expect(client.failure('BatchWriteItem', request)).toBe(FULL);
  });

  it('BatchWriteItem, by all of its writes together', () => {
    const batch = (...sks: readonly string[]): Json => ({
      RequestItems: { items: sks.map((sk) => ({ PutRequest: { Item: itemOf(sk) } })) },
    });
    expect(client.failure('BatchWriteItem', batch('2', '3'))).toBe(FULL);
    expect(client.call('BatchWriteItem', batch('2'))).toEqual({ UnprocessedItems: {} });
  });

  it('TransactWriteItems, as the reason of the action that does not fit', () => {
    const puts = [itemOf('2', {}, 'q'), itemOf('2'), itemOf('3')];
    const request = {
      TransactItems: puts.map((Item) => ({ Put: { TableName: 'items', Item } })),
    };
    expect(client.fail('TransactWriteItems', request)).toMatchObject({
      Message:
        'Transaction cancelled, please refer cancellation reasons for specific reasons ' +
        '[None, None, ItemCollectionSizeLimitExceeded]',
      CancellationReasons: [
        { Code: 'None' },
        { Code: 'None' },
        { Code: 'ItemCollectionSizeLimitExceeded', Message: 'Collection size exceeded.' },
      ],
    });
    expect(client.call('GetItem', { TableName: 'items', Key })).toEqual({});
  });

  it('TransactWriteItems, unless another of its actions makes room', () => {
    client.call('PutItem', { TableName: 'items', Item: itemOf('2') });
    const request = {
      TransactItems: [
        { Delete: { TableName: 'items', Key } },
        { Put: { TableName: 'items', Item: sized(10, '3') } },
      ],
    };
    expect(client.call('TransactWriteItems', request)).toEqual({});
  });

  it('ExecuteStatement', () => {
    const Statement = "INSERT INTO items VALUE {'pk': 'p', 'sk': '2', 'b': '12345'}";
    expect(client.failure('ExecuteStatement', { Statement })).toBe(FULL);
  });

  it('BatchExecuteStatement, as the error of the statement that does not fit', () => {
    const insert = (sk: string): Json => ({
      Statement: `INSERT INTO items VALUE {'pk': 'p', 'sk': '${sk}'}`,
    });
    expect(
      client.call('BatchExecuteStatement', { Statements: [insert('2'), insert('3')] }),
    ).toEqual({
      Responses: [
        { TableName: 'items' },
        {
          TableName: 'items',
          Error: { Code: 'ItemCollectionSizeLimitExceeded', Message: 'Collection size exceeded.' },
        },
      ],
    });
  });
});
