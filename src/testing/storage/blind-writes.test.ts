import { describe, expect, it } from 'vitest';
import { CountingDevices, NOTHING } from '../device/counting-devices.ts';
import { RegionInTime } from '../region-in-time.ts';
import { SimulatedWorld } from '../world/simulated-world.ts';

const TableName = 'notes';
const CACHE_BYTES = 60_000;
/** Small pages, looked at often: of a table of 1,000 items a third is in memory. */
const KNOBS = { leafBytes: 4_096, housekeepingEvery: 128 };
const ITEMS = 1_000;
const CALLS = 40;

const keyOf = (n: number): object => ({ id: { S: `item ${String(n)}` } });
const itemOf = (n: number, round = 0): object => ({
  ...keyOf(n),
  owner: { S: `owner ${String(n % 7)}` },
  at: { N: String(n) },
  text: { S: 'x'.repeat(100 + round) },
});

const OWNER = [
  { AttributeName: 'owner', KeyType: 'HASH' },
  { AttributeName: 'at', KeyType: 'RANGE' },
];
const Projection = { ProjectionType: 'ALL' };

interface Bench {
  readonly region: RegionInTime;
  readonly devices: CountingDevices;
}

/** A table that is larger than the cache, all of it on the device. */
async function loaded(table: object = {}): Promise<Bench> {
  const devices = new CountingDevices();
  const options = { cacheBytes: CACHE_BYTES };
  const region = await RegionInTime.openOn(new SimulatedWorld(1, KNOBS), devices, options);
  const hasIndex = 'GlobalSecondaryIndexes' in table;
  await region.call('CreateTable', {
    TableName,
    BillingMode: 'PAY_PER_REQUEST',
    KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
    AttributeDefinitions: [
      { AttributeName: 'id', AttributeType: 'S' },
      ...(hasIndex
        ? [
            { AttributeName: 'owner', AttributeType: 'S' },
            { AttributeName: 'at', AttributeType: 'N' },
          ]
        : []),
    ],
    ...table,
  });
  for (let n = 0; n < ITEMS; n++) await region.call('PutItem', { TableName, Item: itemOf(n) });
  await region.pass(10_000);
  devices.counts = { ...NOTHING };
  return { region, devices };
}

async function countOf(region: RegionInTime): Promise<unknown> {
  const { Table } = await region.call<{ Table: { ItemCount: number; TableSizeBytes: number } }>(
    'DescribeTable',
    { TableName },
  );
  return { items: Table.ItemCount, bytes: Table.TableSizeBytes };
}

async function scanned(region: RegionInTime, IndexName?: string): Promise<readonly object[]> {
  const all: object[] = [];
  let ExclusiveStartKey: unknown;
  do {
    const page = await region.call<{ Items: object[]; LastEvaluatedKey?: unknown }>('Scan', {
      TableName,
      IndexName,
      ExclusiveStartKey,
    });
    all.push(...page.Items);
    ExclusiveStartKey = page.LastEvaluatedKey;
  } while (ExclusiveStartKey !== undefined);
  return all;
}

interface StreamPage {
  readonly Records: readonly {
    readonly eventName: string;
    readonly dynamodb: {
      readonly Keys: { readonly id: { readonly S: string } };
      readonly OldImage?: object;
      readonly NewImage?: object;
    };
  }[];
  readonly NextShardIterator?: string;
}

/** Names, images before and images after of the stream records of one item. */
async function changesOf(region: RegionInTime, n: number): Promise<readonly unknown[]> {
  const { Table } = await region.call<{ Table: { LatestStreamArn: string } }>('DescribeTable', {
    TableName,
  });
  const StreamArn = Table.LatestStreamArn;
  const { StreamDescription } = await region.call<{
    StreamDescription: { Shards: { ShardId: string }[] };
  }>('DescribeStream', { StreamArn });
  const changes: unknown[] = [];
  for (const { ShardId } of StreamDescription.Shards) {
    const begin = { StreamArn, ShardId, ShardIteratorType: 'TRIM_HORIZON' };
    let { ShardIterator } = await region.call<{ ShardIterator?: string | undefined }>(
      'GetShardIterator',
      begin,
    );
    for (let i = 0; ShardIterator !== undefined && i < 20; i++) {
      const page: StreamPage = await region.call<StreamPage>('GetRecords', { ShardIterator });
      for (const { eventName, dynamodb } of page.Records) {
        const { Keys, OldImage, NewImage } = dynamodb;
        if (Keys.id.S === `item ${String(n)}`) changes.push([eventName, OldImage, NewImage]);
      }
      ShardIterator = page.NextShardIterator;
    }
  }
  return changes;
}

const GLOBAL = {
  GlobalSecondaryIndexes: [{ IndexName: 'by-owner', KeySchema: OWNER, Projection }],
};
const STREAM = {
  StreamSpecification: { StreamEnabled: true, StreamViewType: 'NEW_AND_OLD_IMAGES' },
};
const ConditionExpression = 'attribute_not_exists(id)';

/** What so many calls over the whole table may need of pages: none, in tables of each kind. */
const CASES: readonly {
  readonly name: string;
  readonly table?: object;
  readonly call: (region: RegionInTime, n: number) => Promise<unknown>;
  readonly items: number;
}[] = [
  {
    name: 'puts of new items',
    call: (region, n) => region.call('PutItem', { TableName, Item: itemOf(ITEMS + n) }),
    items: ITEMS + CALLS,
  },
  {
    name: 'puts in the place of others',
    call: (region, n) => region.call('PutItem', { TableName, Item: itemOf(n * 25, 1) }),
    items: ITEMS,
  },
  {
    name: 'deletions, of items and of nothing',
    call: (region, n) => region.call('DeleteItem', { TableName, Key: keyOf(n * 36) }),
    items: ITEMS - 28,
  },
  {
    name: 'a new item and its update',
    call: async (region, n) => {
      await region.call('PutItem', { TableName, Item: itemOf(ITEMS + n) });
      await region.call('UpdateItem', {
        TableName,
        Key: keyOf(ITEMS + n),
        UpdateExpression: 'SET seen = :seen',
        ExpressionAttributeValues: { ':seen': { BOOL: true } },
        ReturnValues: 'ALL_OLD',
      });
    },
    items: ITEMS + CALLS,
  },
  {
    name: 'batches',
    call: (region, n) =>
      region.call('BatchWriteItem', {
        RequestItems: {
          [TableName]: [
            { PutRequest: { Item: itemOf(n * 25, 1) } },
            { PutRequest: { Item: itemOf(ITEMS + n) } },
          ],
        },
      }),
    items: ITEMS + CALLS,
  },
  {
    name: 'batches of statements',
    call: (region, n) =>
      region.call('BatchExecuteStatement', {
        Statements: [
          { Statement: `DELETE FROM ${TableName} WHERE id = 'item ${String(n * 25)}'` },
          { Statement: `INSERT INTO ${TableName} VALUE {'id': 'item ${String(ITEMS + n)}'}` },
        ],
      }),
    items: ITEMS,
  },
  {
    name: 'transactions of new items, with tokens',
    call: (region, n) =>
      region.call('TransactWriteItems', {
        ClientRequestToken: `token ${String(n)}`,
        TransactItems: [
          { Put: { TableName, Item: itemOf(ITEMS + 2 * n), ConditionExpression } },
          { Put: { TableName, Item: itemOf(ITEMS + 2 * n + 1) } },
        ],
      }),
    items: ITEMS + 2 * CALLS,
  },
  {
    name: 'puts of new items that ask for what they cost, with a condition, into a table with a stream',
    table: STREAM,
    call: async (region, n) => {
      const answer = await region.call('PutItem', {
        TableName,
        Item: itemOf(ITEMS + n),
        ConditionExpression,
        ReturnConsumedCapacity: 'TOTAL',
        ReturnValues: 'ALL_OLD',
      });
      expect(answer).toEqual({ ConsumedCapacity: { TableName, CapacityUnits: 1 } });
    },
    items: ITEMS + CALLS,
  },
  {
    name: 'puts of new items into a table with a global index',
    table: GLOBAL,
    call: (region, n) => region.call('PutItem', { TableName, Item: itemOf(ITEMS + n) }),
    items: ITEMS + CALLS,
  },
];

describe('a table that is larger than the cache', () => {
  for (const { name, table, call, items } of CASES) {
    it(`takes ${name} without reading a page, and counts them`, async () => {
      const { region, devices } = await loaded(table);
      for (let n = 0; n < CALLS; n++) await call(region, n);
      // One of the store's own may have gone for the table's sake.
      expect(devices.counts.pagesRead).toBeLessThanOrEqual(1);
      const counted = await countOf(region);
      expect(counted).toMatchObject({ items });
      const found = await scanned(region);
      expect(found.length).toBe(items);
      if (table === GLOBAL) expect((await scanned(region, 'by-owner')).length).toBe(items);
      expect(await countOf(region)).toEqual(counted);
      await region.reopen('kill');
      expect(await countOf(region)).toEqual(counted);
      expect((await scanned(region)).length).toBe(items);
    });
  }

  it('shows what an item cost, was, and is, whose change has not met its page', async () => {
    const { region } = await loaded();
    const Item = { ...itemOf(3), text: { S: 'y'.repeat(3_000) } };
    await region.call('PutItem', { TableName, Item });
    expect((await region.call('GetItem', { TableName, Key: keyOf(3) }))['Item']).toEqual(Item);
    expect(
      await region.call('DeleteItem', {
        TableName,
        Key: keyOf(3),
        ReturnValues: 'ALL_OLD',
        ReturnConsumedCapacity: 'TOTAL',
      }),
    ).toEqual({ Attributes: Item, ConsumedCapacity: { TableName, CapacityUnits: 3 } });
    expect(await region.call('GetItem', { TableName, Key: keyOf(3) })).toEqual({});
  });

  it('tells a stream what stood there', async () => {
    const { region } = await loaded(STREAM);
    for (const n of [5, ITEMS]) {
      await region.call('PutItem', { TableName, Item: itemOf(n, 1) });
      await region.call('PutItem', { TableName, Item: itemOf(n, 2) });
      await region.call('DeleteItem', { TableName, Key: keyOf(n) });
      await region.call('DeleteItem', { TableName, Key: keyOf(n) });
    }
    expect(await changesOf(region, 5)).toEqual([
      ['INSERT', undefined, itemOf(5)],
      ['MODIFY', itemOf(5), itemOf(5, 1)],
      ['MODIFY', itemOf(5, 1), itemOf(5, 2)],
      ['REMOVE', itemOf(5, 2), undefined],
    ]);
    expect(await changesOf(region, ITEMS)).toEqual([
      ['INSERT', undefined, itemOf(ITEMS, 1)],
      ['MODIFY', itemOf(ITEMS, 1), itemOf(ITEMS, 2)],
      ['REMOVE', itemOf(ITEMS, 2), undefined],
    ]);
  });
});
