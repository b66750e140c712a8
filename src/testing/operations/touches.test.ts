import { beforeEach, describe, expect, it } from 'vitest';
import { attributesOf } from '../../item/attributes.ts';
import type { Touch } from '../../operations/touch.ts';
import { rangeHolds } from '../../partition/key-range.ts';
import { prepare } from '../../router/router.ts';
import { routerClient, tableBody } from '../router-client.ts';
import type { Json, RouterClient } from '../router-client.ts';
import { keyOf } from '../../item/key-codec.ts';

const ARN = 'arn:aws:dynamodb:eu-west-2:123456789012:table/items';
const ELSEWHERE = 'arn:aws:dynamodb:us-east-1:123456789012:table/items';
const STREAM = `${ARN}/stream/2026-11-30T00:00:00.000`;
const Key = { pk: { S: 'a' }, sk: { S: '1' } };
const Item = { ...Key, x: { N: '1' } };
const items = { TableName: 'items' };
const KEY_IS = "pk = 'a' AND sk = '1'";
const SCHEMA = {
  partitionKey: { name: 'pk', type: 'S' },
  sortKey: { name: 'sk', type: 'S' },
} as const;
const VALUE = { ExpressionAttributeValues: { ':v': { S: 'a' } } };

let client: RouterClient;
beforeEach(() => {
  client = routerClient();
  client.call('CreateTable', {
    ...tableBody('items', 'sk'),
    LocalSecondaryIndexes: [
      {
        IndexName: 'byX',
        KeySchema: [
          { AttributeName: 'pk', KeyType: 'HASH' },
          { AttributeName: 'x', KeyType: 'RANGE' },
        ],
        Projection: { ProjectionType: 'ALL' },
      },
    ],
    AttributeDefinitions: [
      { AttributeName: 'pk', AttributeType: 'S' },
      { AttributeName: 'sk', AttributeType: 'S' },
      { AttributeName: 'x', AttributeType: 'N' },
    ],
  });
});

const touchesOf = (target: string, body: object): readonly Touch[] =>
  prepare({ target, body: JSON.stringify(body) }, client.context).touches();
const touches = (operation: string, body: object): readonly Touch[] =>
  touchesOf(`DynamoDB_20120810.${operation}`, body);
const ofItems = (access: Touch['access'], more: Json): Json => {
  return { table: 'items', access, part: 'items', ...more };
};

const BY_KEY: readonly (readonly [string, object, readonly object[]])[] = [
  ['GetItem', { ...items, Key }, [ofItems('read', { keys: [Key] })]],
  [
    'GetItem',
    { ...items, Key, ProjectionExpression: 'x.y, z[1]' },
    [ofItems('read', { keys: [Key], attributes: ['x', 'z'] })],
  ],
  [
    'BatchGetItem',
    { RequestItems: { [ARN]: { Keys: [Key] }, others: { Keys: [Key] } } },
    [
      ofItems('read', { keys: [Key] }),
      { table: 'others', access: 'read', part: 'items', keys: [Key] },
    ],
  ],
  [
    'TransactGetItems',
    { TransactItems: [{ Get: { ...items, Key } }] },
    [ofItems('read', { keys: [Key] })],
  ],
  [
    'PutItem',
    { ...items, Item, ConditionExpression: 'attribute_not_exists(z)' },
    [ofItems('write', { keys: [Key], attributes: ['pk', 'sk', 'x', 'z'] })],
  ],
  [
    'UpdateItem',
    { ...items, Key, UpdateExpression: 'SET y = :v', ...VALUE },
    [ofItems('write', { keys: [Key], attributes: ['pk', 'sk', 'y'] })],
  ],
  ['DeleteItem', { ...items, Key }, [ofItems('write', { keys: [Key], attributes: ['pk', 'sk'] })]],
  [
    'BatchWriteItem',
    { RequestItems: { items: [{ PutRequest: { Item } }, { DeleteRequest: { Key } }] } },
    [
      ofItems('write', { keys: [Key], attributes: ['pk', 'sk', 'x'] }),
      ofItems('write', { keys: [Key], attributes: ['pk', 'sk'] }),
    ],
  ],
  [
    'TransactWriteItems',
    {
      TransactItems: [
        { Put: { ...items, Item } },
        { ConditionCheck: { ...items, Key, ConditionExpression: 'attribute_exists(z)' } },
      ],
    },
    [
      ofItems('write', { keys: [Key], attributes: ['pk', 'sk', 'x'] }),
      ofItems('read', { keys: [Key], attributes: ['pk', 'sk', 'z'] }),
    ],
  ],
  [
    'ExecuteStatement',
    { Statement: `SELECT x FROM items WHERE ${KEY_IS}` },
    [ofItems('read', { keys: [Key], attributes: ['x', 'pk', 'sk'] })],
  ],
  [
    'ExecuteStatement',
    { Statement: `UPDATE items SET y = 1 WHERE ${KEY_IS}` },
    [ofItems('write', { keys: [Key], attributes: ['pk', 'sk', 'y'] })],
  ],
  [
    'BatchExecuteStatement',
    { Statements: [{ Statement: `DELETE FROM items WHERE ${KEY_IS}` }, { Statement: 'SELEC' }] },
    [ofItems('write', { keys: [Key], attributes: ['pk', 'sk'] })],
  ],
  [
    'ExecuteTransaction',
    {
      TransactStatements: [
        { Statement: "INSERT INTO items VALUE {'pk': 'a', 'sk': '1'}" },
        { Statement: `EXISTS(SELECT * FROM items WHERE ${KEY_IS} AND z = 1)` },
      ],
    },
    [ofItems('write', { keys: [Key], attributes: ['pk', 'sk'] }), ofItems('read', { keys: [Key] })],
  ],
];

describe('a request touches', () => {
  it.each(BY_KEY)('the items that it names by key: %s %j', (operation, body, expected) => {
    const found = touches(operation, body);
    expect(found).toHaveLength(expected.length);
    expect(found).toMatchObject(expected);
  });

  it('the range of a Query, and of each of its statements', () => {
    const query = { ...items, KeyConditionExpression: 'pk = :v', ...VALUE };
    const statement = { Statement: "SELECT * FROM items WHERE pk = 'a'" };
    for (const [operation, body] of [
      ['Query', query],
      ['ExecuteStatement', statement],
    ] as const) {
      const [touch] = touches(operation, body);
      expect(touch).toMatchObject(ofItems('read', {}));
      const [range] = touch?.ranges ?? [];
      const isIn = (pk: string): boolean | undefined =>
        range && rangeHolds(range, keyOf(SCHEMA, attributesOf({ ...Key, pk: { S: pk } })));
      expect([touch?.ranges?.length, isIn('a'), isIn('b')]).toEqual([1, true, false]);
    }
  });

  it('an index by its name, and the attributes that are projected and filtered', () => {
    const read = { IndexName: 'byX', ProjectionExpression: 'x', FilterExpression: 'z = :v' };
    expect(touches('Scan', { ...items, ...read, ...VALUE })).toMatchObject([
      ofItems('read', { index: 'byX', attributes: ['x', 'z'], ranges: [{ from: '' }] }),
    ]);
    const [segment] = touches('Scan', { ...items, Segment: 1, TotalSegments: 2 });
    expect(segment?.ranges?.[0]?.from).not.toBe('');
  });

  it('what it names of a table that is not there, or would refuse it', () => {
    const gone = { TableName: 'gone' };
    const nothingMore = { keys: undefined };
    expect(touches('PutItem', { ...gone, Item })).toMatchObject([
      { table: 'gone', ...nothingMore },
    ]);
    expect(touches('DeleteItem', { ...gone, Key })).toMatchObject([{ table: 'gone', keys: [Key] }]);
    expect(touches('Scan', { ...gone, IndexName: 'any' })).toMatchObject([{ table: 'gone' }]);
    expect(touches('Scan', { ...items, IndexName: 'any' })[0]?.ranges).toBeUndefined();
    const ofNoKey = { ...items, KeyConditionExpression: 'z = :v', ...VALUE };
    expect(touches('Query', ofNoKey)[0]?.ranges).toBeUndefined();
    const statement = { Statement: `UPDATE gone SET y = 1 WHERE ${KEY_IS}` };
    expect(touches('ExecuteStatement', statement)).toEqual([
      { table: 'gone', access: 'write', part: 'items' },
    ]);
    expect(touches('GetItem', { TableName: ELSEWHERE, Key })).toMatchObject([{ table: ELSEWHERE }]);
  });

  const TTL = { TimeToLiveSpecification: { AttributeName: 't', Enabled: true } };
  const global = { GlobalTableName: 'items' };
  const SETTINGS: readonly (readonly [string, Touch['access'], object])[] = [
    ['CreateTable', 'write', tableBody('items')],
    ['UpdateTable', 'write', { ...items, DeletionProtectionEnabled: true }],
    ['DeleteTable', 'write', { TableName: ARN }],
    ['DescribeTable', 'read', { TableName: ARN }],
    ['DescribeContinuousBackups', 'read', items],
    ['DescribeTimeToLive', 'read', items],
    ['UpdateTimeToLive', 'write', { ...items, ...TTL }],
    ['DescribeContributorInsights', 'read', items],
    ['ListContributorInsights', 'read', items],
    ['UpdateContributorInsights', 'write', { ...items, ContributorInsightsAction: 'ENABLE' }],
    ['GetResourcePolicy', 'read', { ResourceArn: ARN }],
    ['DeleteResourcePolicy', 'write', { ResourceArn: STREAM }],
    ['ListTagsOfResource', 'read', { ResourceArn: STREAM }],
    ['TagResource', 'write', { ResourceArn: ARN, Tags: [{ Key: 'k', Value: 'v' }] }],
    ['UntagResource', 'write', { ResourceArn: ARN, TagKeys: ['k'] }],
    ['DescribeGlobalTable', 'read', global],
    ['DescribeGlobalTableSettings', 'read', global],
    ['UpdateGlobalTableSettings', 'write', { ...global, GlobalTableBillingMode: 'PROVISIONED' }],
    ['CreateGlobalTable', 'write', { ...global, ReplicationGroup: [{ RegionName: 'eu-west-2' }] }],
    [
      'UpdateGlobalTable',
      'write',
      { ...global, ReplicaUpdates: [{ Create: { RegionName: 'us-east-1' } }] },
    ],
  ];

  it.each(SETTINGS)('the settings of its table: %s', (operation, access, body) => {
    expect(touches(operation, body)).toEqual([{ table: 'items', access, part: 'settings' }]);
  });

  it('the stream of its table', () => {
    const stream = [{ table: 'items', access: 'read', part: 'stream' }];
    const streams = (operation: string, body: object): readonly Touch[] =>
      touchesOf(`DynamoDBStreams_20120810.${operation}`, body);
    expect(streams('DescribeStream', { StreamArn: STREAM })).toEqual(stream);
    expect(streams('ListStreams', items)).toEqual(stream);
    expect(touchesOf('Hashrange.TailStream', items)).toEqual(stream);
    const iterator = {
      StreamArn: STREAM,
      ShardId: 'shardId-00000000000000000000-00000000',
      ShardIteratorType: 'LATEST',
    };
    expect(streams('GetShardIterator', iterator)).toEqual(stream);
  });

  it.each(['ListTables', 'DescribeLimits', 'DescribeEndpoints', 'ListGlobalTables'])(
    'no table where it names none: %s',
    (operation) => {
      expect(touches(operation, {})).toEqual([]);
    },
  );
});
