import { describe, expect, it } from 'vitest';
import { readTable } from '../values/table-summary.ts';
import { describedKeyUses, indexKeyUses, tableKeyUses, typeFaults } from './schema/key-uses.ts';
import {
  emptyIndex,
  emptyTable,
  type IndexFields,
  type IndexKind,
  type TableFields,
} from './schema/table-fields.ts';
import {
  addIndexRequest,
  addReplicaRequest,
  createTableRequest,
  deleteReplicaRequest,
  disableStreamRequest,
  enableStreamRequest,
  timeToLiveRequest,
} from './table-request.ts';

const PLAYS: TableFields = {
  ...emptyTable(),
  name: 'plays',
  partitionName: 'author',
  sortName: 'title',
};

function index(kind: IndexKind, changes: Partial<IndexFields>): IndexFields {
  return { ...emptyIndex(1, kind), ...changes };
}

describe('the request that creates a table', () => {
  it('has neither sort key nor indexes where none are asked for', () => {
    expect(createTableRequest({ ...PLAYS, sortName: ' ' }, [])).toEqual({
      TableName: 'plays',
      AttributeDefinitions: [{ AttributeName: 'author', AttributeType: 'S' }],
      KeySchema: [{ AttributeName: 'author', KeyType: 'HASH' }],
      BillingMode: 'PAY_PER_REQUEST',
    });
  });

  it('defines the attributes of all keys, each once', () => {
    const byYear = index('global', {
      name: 'by-year',
      partitionName: 'year',
      partitionType: 'N',
      sortName: 'title',
      projection: 'INCLUDE',
      included: ' acts, scenes ,, ',
    });
    const inOrder = index('local', {
      name: 'in-order',
      partitionName: 'left over',
      sortName: 'year',
      sortType: 'N',
      projection: 'KEYS_ONLY',
    });
    expect(createTableRequest(PLAYS, [byYear, inOrder])).toEqual({
      TableName: 'plays',
      AttributeDefinitions: [
        { AttributeName: 'author', AttributeType: 'S' },
        { AttributeName: 'title', AttributeType: 'S' },
        { AttributeName: 'year', AttributeType: 'N' },
      ],
      KeySchema: [
        { AttributeName: 'author', KeyType: 'HASH' },
        { AttributeName: 'title', KeyType: 'RANGE' },
      ],
      LocalSecondaryIndexes: [
        {
          IndexName: 'in-order',
          KeySchema: [
            { AttributeName: 'author', KeyType: 'HASH' },
            { AttributeName: 'year', KeyType: 'RANGE' },
          ],
          Projection: { ProjectionType: 'KEYS_ONLY' },
        },
      ],
      GlobalSecondaryIndexes: [
        {
          IndexName: 'by-year',
          KeySchema: [
            { AttributeName: 'year', KeyType: 'HASH' },
            { AttributeName: 'title', KeyType: 'RANGE' },
          ],
          Projection: { ProjectionType: 'INCLUDE', NonKeyAttributes: ['acts', 'scenes'] },
        },
      ],
      BillingMode: 'PAY_PER_REQUEST',
    });
  });

  it('gives units to a provisioned table and its global indexes, not to local ones', () => {
    const table: TableFields = { ...PLAYS, billing: 'PROVISIONED', readUnits: '7' };
    const request = createTableRequest(table, [
      index('global', { name: 'g', partitionName: 'year', writeUnits: '9' }),
      index('local', { name: 'l', sortName: 'year' }),
    ]);
    expect(request).toMatchObject({
      ProvisionedThroughput: { ReadCapacityUnits: 7, WriteCapacityUnits: 5 },
      GlobalSecondaryIndexes: [
        { ProvisionedThroughput: { ReadCapacityUnits: 5, WriteCapacityUnits: 9 } },
      ],
      LocalSecondaryIndexes: [{ Projection: { ProjectionType: 'ALL' } }],
    });
    expect(JSON.stringify(request).match(/ProvisionedThroughput/g)).toHaveLength(2);
  });
});

it('the request that adds an index defines the attributes of its keys', () => {
  const byYear = index('global', { name: 'by-year', partitionName: 'year', partitionType: 'N' });
  expect(addIndexRequest('plays', byYear, 'PAY_PER_REQUEST')).toEqual({
    TableName: 'plays',
    AttributeDefinitions: [{ AttributeName: 'year', AttributeType: 'N' }],
    GlobalSecondaryIndexUpdates: [
      {
        Create: {
          IndexName: 'by-year',
          KeySchema: [{ AttributeName: 'year', KeyType: 'HASH' }],
          Projection: { ProjectionType: 'ALL' },
        },
      },
    ],
  });
});

describe('an attribute with two types', () => {
  it('is a fault of the later key, in the words of the earlier one', () => {
    const uses = [
      ...tableKeyUses(PLAYS),
      ...indexKeyUses(index('global', { partitionName: 'year', sortName: 'title' })),
      ...indexKeyUses({ ...emptyIndex(2, 'local'), sortName: 'title', sortType: 'N' }),
      ...indexKeyUses({ ...emptyIndex(3, 'local'), sortName: 'year', sortType: 'B' }),
    ];
    expect([...typeFaults(uses)]).toEqual([
      ['sort 2', '“title” is String as the sort key of the table. An attribute has one type.'],
      [
        'sort 3',
        '“year” is String as the partition key of another index. An attribute has one type.',
      ],
    ]);
  });

  it('is none while it has no name, nor in what a local index does not type', () => {
    const local = index('local', { partitionName: 'author', partitionType: 'N' });
    expect(typeFaults([...tableKeyUses(PLAYS), ...indexKeyUses(local)]).size).toBe(0);
  });
});

describe('a described table', () => {
  const table = readTable({
    TableName: 'plays',
    AttributeDefinitions: [
      { AttributeName: 'author', AttributeType: 'S' },
      { AttributeName: 'year', AttributeType: 'N' },
      { AttributeName: 'seal', AttributeType: 'B' },
    ],
    KeySchema: [{ AttributeName: 'author', KeyType: 'HASH' }],
    GlobalSecondaryIndexes: [
      {
        IndexName: 'by-year',
        KeySchema: [
          { AttributeName: 'year', KeyType: 'HASH' },
          { AttributeName: 'seal', KeyType: 'HASH' },
          { AttributeName: 'author', KeyType: 'RANGE' },
        ],
        Projection: { ProjectionType: 'INCLUDE', NonKeyAttributes: ['acts'] },
        IndexStatus: 'CREATING',
        Backfilling: true,
        ItemCount: 3,
        IndexSizeBytes: 40,
      },
    ],
    LocalSecondaryIndexes: [{ IndexName: 'bare' }],
  });

  it('has indexes with all their keys, their projection and their state', () => {
    const year = { name: 'year', type: 'N' };
    const author = { name: 'author', type: 'S' };
    expect(table.indexes[0]).toEqual({
      name: 'by-year',
      kind: 'global',
      keys: { partition: year, sort: author },
      partitionKeys: [year, { name: 'seal', type: 'B' }],
      sortKeys: [author],
      projection: 'INCLUDE',
      included: ['acts'],
      status: 'CREATING',
      backfilling: true,
      itemCount: 3,
      sizeBytes: 40,
    });
    expect(table.indexes[1]).toMatchObject({ kind: 'local', status: '', backfilling: false });
  });

  it('holds a new index to the types it has', () => {
    const added = index('global', { partitionName: 'seal', sortName: 'year' });
    const faults = typeFaults([...describedKeyUses(table), ...indexKeyUses(added)]);
    expect(faults.get('partition 1')).toBe(
      '“seal” is Binary as the partition key of the index “by-year”. An attribute has one type.',
    );
    expect(faults.get('sort 1')).toContain('“year” is Number');
  });
});

describe('streams and expiry', () => {
  it('a table may come with a stream', () => {
    expect(createTableRequest({ ...PLAYS, stream: 'NEW_IMAGE' }, [])).toMatchObject({
      StreamSpecification: { StreamEnabled: true, StreamViewType: 'NEW_IMAGE' },
    });
    expect(createTableRequest(PLAYS, [])).not.toHaveProperty('StreamSpecification');
  });

  it('are switched on and off by what DynamoDB takes', () => {
    expect(enableStreamRequest('plays', 'KEYS_ONLY')).toEqual({
      TableName: 'plays',
      StreamSpecification: { StreamEnabled: true, StreamViewType: 'KEYS_ONLY' },
    });
    expect(disableStreamRequest('plays')).toEqual({
      TableName: 'plays',
      StreamSpecification: { StreamEnabled: false },
    });
    expect(timeToLiveRequest('plays', 'until', false)).toEqual({
      TableName: 'plays',
      TimeToLiveSpecification: { Enabled: false, AttributeName: 'until' },
    });
  });

  it('are read from the description, the stream while it is on', () => {
    const described = { LatestStreamArn: 'arn', LatestStreamLabel: '2026-11-21T20:00:00.000' };
    const specification = { StreamEnabled: true, StreamViewType: 'OLD_IMAGE' };
    expect(readTable({ ...described, StreamSpecification: specification }).stream).toEqual({
      arn: 'arn',
      label: '2026-11-21T20:00:00.000',
      viewType: 'OLD_IMAGE',
    });
    expect(readTable(described).stream).toBeUndefined();
  });
});

describe('replicas', () => {
  it('are added and deleted one by one', () => {
    expect(addReplicaRequest('plays', 'eu-west-1')).toEqual({
      TableName: 'plays',
      ReplicaUpdates: [{ Create: { RegionName: 'eu-west-1' } }],
    });
    expect(deleteReplicaRequest('plays', 'eu-west-1')).toEqual({
      TableName: 'plays',
      ReplicaUpdates: [{ Delete: { RegionName: 'eu-west-1' } }],
    });
  });

  it('are read from the description', () => {
    const Replicas = [{ RegionName: 'eu-west-1', ReplicaStatus: 'CREATING' }];
    expect(readTable({ Replicas }).replicas).toEqual([{ region: 'eu-west-1', status: 'CREATING' }]);
    expect(readTable({}).replicas).toEqual([]);
  });
});
