/** From the forms of tables and indexes to the requests: pure, in the order DynamoDB's documentation lists the members. */
import type { ViewType } from '../values/stream-view.ts';
import { definitionsOf, indexKeyUses, tableKeyUses } from './schema/key-uses.ts';
import type { BillingMode, IndexFields, TableFields } from './schema/table-fields.ts';

export function createTableRequest(fields: TableFields, indexes: readonly IndexFields[]): object {
  const local = indexes.filter(({ kind }) => kind === 'local');
  const global = indexes.filter(({ kind }) => kind === 'global');
  return {
    TableName: fields.name,
    AttributeDefinitions: definitionsOf([
      ...tableKeyUses(fields),
      ...indexes.flatMap((index) => indexKeyUses(index)),
    ]),
    KeySchema: keySchema(fields.partitionName, fields.sortName),
    ...(local.length === 0
      ? {}
      : { LocalSecondaryIndexes: local.map((index) => localIndex(index, fields.partitionName)) }),
    ...(global.length === 0
      ? {}
      : { GlobalSecondaryIndexes: global.map((index) => globalIndex(index, fields.billing)) }),
    BillingMode: fields.billing,
    ...throughput(fields, fields.billing),
    ...(fields.stream === '' ? {} : { StreamSpecification: enabledStream(fields.stream) }),
  };
}

export function deleteTableRequest(table: string): object {
  return { TableName: table };
}

export function enableStreamRequest(table: string, viewType: ViewType): object {
  return { TableName: table, StreamSpecification: enabledStream(viewType) };
}

export function disableStreamRequest(table: string): object {
  return { TableName: table, StreamSpecification: { StreamEnabled: false } };
}

/** The attribute is named to switch expiry off, too. */
export function timeToLiveRequest(table: string, attribute: string, isEnabled: boolean): object {
  return {
    TableName: table,
    TimeToLiveSpecification: { Enabled: isEnabled, AttributeName: attribute },
  };
}

export function addReplicaRequest(table: string, region: string): object {
  return { TableName: table, ReplicaUpdates: [{ Create: { RegionName: region } }] };
}

export function deleteReplicaRequest(table: string, region: string): object {
  return { TableName: table, ReplicaUpdates: [{ Delete: { RegionName: region } }] };
}

export function addIndexRequest(table: string, index: IndexFields, billing: BillingMode): object {
  return {
    TableName: table,
    AttributeDefinitions: definitionsOf(indexKeyUses(index)),
    GlobalSecondaryIndexUpdates: [{ Create: globalIndex(index, billing) }],
  };
}

export function deleteIndexRequest(table: string, index: string): object {
  return {
    TableName: table,
    GlobalSecondaryIndexUpdates: [{ Delete: { IndexName: index } }],
  };
}

function enabledStream(viewType: ViewType): object {
  return { StreamEnabled: true, StreamViewType: viewType };
}

function globalIndex(index: IndexFields, billing: BillingMode): object {
  return {
    IndexName: index.name,
    KeySchema: keySchema(index.partitionName, index.sortName),
    Projection: projection(index),
    ...throughput(index, billing),
  };
}

function localIndex(index: IndexFields, partitionName: string): object {
  return {
    IndexName: index.name,
    KeySchema: keySchema(partitionName, index.sortName),
    Projection: projection(index),
  };
}

function keySchema(partitionName: string, sortName: string): readonly object[] {
  const partition = { AttributeName: partitionName, KeyType: 'HASH' };
  if (sortName.trim() === '') return [partition];
  return [partition, { AttributeName: sortName, KeyType: 'RANGE' }];
}

function projection({ projection: type, included }: IndexFields): object {
  if (type !== 'INCLUDE') return { ProjectionType: type };
  const names = included.split(',').map((name) => name.trim());
  return { ProjectionType: type, NonKeyAttributes: names.filter((name) => name !== '') };
}

function throughput(
  { readUnits, writeUnits }: Pick<IndexFields, 'readUnits' | 'writeUnits'>,
  billing: BillingMode,
): object {
  if (billing === 'PAY_PER_REQUEST') return {};
  return {
    ProvisionedThroughput: {
      ReadCapacityUnits: Number(readUnits),
      WriteCapacityUnits: Number(writeUnits),
    },
  };
}
