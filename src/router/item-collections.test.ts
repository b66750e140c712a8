/** The bound of item collections, over a store that says it holds as much: semantics.md section 13, validation.md section 10. */
import { beforeEach, describe, expect, test } from 'vitest';
import { COLLECTION_BYTES_MAX } from '../partition/item-collection.ts';
import { DynamoError } from '../wire/dynamo-error.ts';
import { routerClient, tableBody } from '../testing/router-client.ts';
import type { Json, RouterClient } from '../testing/router-client.ts';
import { prepare } from './router.ts';

const FULL = 'ItemCollectionSizeLimitExceededException: Collection size exceeded.';

let client: RouterClient;
/** Bytes of the collection beside the items that are really there. */
let filler: number;

/** What a request answers once its collection has grown. */
function send(operation: string, body: object): Json {
  const { store } = client;
  const full: typeof store = {
    ...store,
    counts: (tree) => {
      const { items, sizeBytes } = store.counts(tree);
      return { items, sizeBytes: sizeBytes + filler };
    },
    scan: (tree, range, options, visit) => {
      let isFirst = true;
      store.scan(tree, range, options, (key, item) => {
        const sizeBytes = item.sizeBytes + (isFirst ? filler : 0);
        isFirst = false;
        return visit(key, { ...item, sizeBytes });
      });
    },
  };
  const context = { ...client.context, store: full };
  const text = prepare(`DynamoDB_20120810.${operation}`, JSON.stringify(body), context).run();
  return JSON.parse(text) as Json;
}

function refusal(operation: string, body: object): DynamoError {
  try {
    send(operation, body);
  } catch (error) {
    if (error instanceof DynamoError) return error;
    throw error;
  }
  throw new Error(`${operation} was expected to fail`);
}

function refused(operation: string, body: object): string {
  const { name, message } = refusal(operation, body);
  return `${name}: ${message}`;
}

const Key = { pk: { S: 'a' }, sk: { S: '1' } };
const other = { pk: { S: 'a' }, sk: { S: '2' } };
const grown = { ...Key, data: { S: 'xx' } };

beforeEach(() => {
  client = routerClient();
  const body = tableBody('Music', 'sk');
  client.call('CreateTable', {
    ...body,
    AttributeDefinitions: [
      ...(body['AttributeDefinitions'] as Json[]),
      { AttributeName: 'x', AttributeType: 'S' },
    ],
    LocalSecondaryIndexes: [
      {
        IndexName: 'by-x',
        KeySchema: [
          { AttributeName: 'pk', KeyType: 'HASH' },
          { AttributeName: 'x', KeyType: 'RANGE' },
        ],
        Projection: { ProjectionType: 'ALL' },
      },
    ],
  });
  client.call('CreateTable', tableBody('Plain', 'sk'));
  for (const TableName of ['Music', 'Plain']) {
    client.call('PutItem', { TableName, Item: { ...Key, data: { S: 'x' } } });
  }
  // The item has 3 + 3 + 5 bytes.
  filler = COLLECTION_BYTES_MAX - 11;
});

const TableName = 'Music';

describe('an item collection of 10 GB with local indexes', () => {
  test('takes no item that makes it grow', () => {
    expect(refused('PutItem', { TableName, Item: grown })).toBe(FULL);
    expect(refused('PutItem', { TableName, Item: other })).toBe(FULL);
  });

  test('takes no update that makes it grow', () => {
    const update = {
      UpdateExpression: 'SET #d = :v',
      ExpressionAttributeNames: { '#d': 'data' },
      ExpressionAttributeValues: { ':v': { S: 'xx' } },
    };
    expect(refused('UpdateItem', { TableName, Key, ...update })).toBe(FULL);
  });

  test('takes no batch with a write that makes it grow', () => {
    const RequestItems = { [TableName]: [{ PutRequest: { Item: grown } }] };
    expect(refused('BatchWriteItem', { RequestItems })).toBe(FULL);
  });

  test('cancels a transaction that makes it grow', () => {
    const TransactItems = [{ Put: { TableName, Item: grown } }];
    const error = refusal('TransactWriteItems', { TransactItems });
    expect([error.message, error.members]).toEqual([
      'Transaction cancelled, please refer cancellation reasons for specific reasons [ItemCollectionSizeLimitExceeded]',
      {
        CancellationReasons: [
          { Code: 'ItemCollectionSizeLimitExceeded', Message: 'Collection size exceeded.' },
        ],
      },
    ]);
  });

  test('takes a write that leaves its size', () => {
    expect(send('PutItem', { TableName, Item: { ...Key, data: { S: 'y' } } })).toEqual({});
  });

  test('takes writes that make it smaller', () => {
    expect(send('PutItem', { TableName, Item: Key })).toEqual({});
    expect(send('DeleteItem', { TableName, Key })).toEqual({});
  });

  test('is read', () => {
    expect(send('GetItem', { TableName, Key })).toEqual({ Item: { ...Key, data: { S: 'x' } } });
  });
});

test('without local indexes a collection has no bound', () => {
  expect(send('PutItem', { TableName: 'Plain', Item: grown })).toEqual({});
});
