import type { TableRecord, ThroughputRecord } from '../placement/table-record.ts';
import type { TreeCounts } from '../storage/store.ts';
import type { JsonObject } from '../wire/shapes/collections.ts';
import { decreasesToday } from './throughput-change.ts';

/** What a description shows that the record does not hold. */
export interface DescriptionView {
  readonly status: 'CREATING' | 'ACTIVE' | 'UPDATING';
  readonly counts: TreeCounts;
  readonly nowMs: number;
}

/** A TableDescription as its JSON members. Members of features the table never used are absent. */
export function describeTable(record: TableRecord, view: DescriptionView): JsonObject {
  const { onDemand, sse, tableClass } = record;
  return {
    AttributeDefinitions: record.attributeDefinitions,
    TableName: record.name,
    KeySchema: record.keySchema,
    TableStatus: view.status,
    CreationDateTime: seconds(record.createdMs),
    ProvisionedThroughput: describeThroughput(record.throughput, view.nowMs),
    TableSizeBytes: view.counts.sizeBytes,
    ItemCount: view.counts.items,
    TableArn: record.arn,
    TableId: record.id,
    ...billingMember(record, view.status),
    ...(sse === undefined
      ? {}
      : { SSEDescription: { Status: 'ENABLED', SSEType: 'KMS', KMSMasterKeyArn: sse.keyArn } }),
    ...(tableClass === undefined
      ? {}
      : {
          TableClassSummary: {
            TableClass: tableClass.name,
            ...optionalSeconds('LastUpdateDateTime', tableClass.changedMs),
          },
        }),
    DeletionProtectionEnabled: record.deletionProtected,
    ...(onDemand === undefined
      ? {}
      : {
          OnDemandThroughput: {
            MaxReadRequestUnits: onDemand.maxReadUnits,
            MaxWriteRequestUnits: onDemand.maxWriteUnits,
          },
        }),
    WarmThroughput: {
      ReadUnitsPerSecond: record.warm.readUnits,
      WriteUnitsPerSecond: record.warm.writeUnits,
      Status: view.status === 'ACTIVE' ? 'ACTIVE' : 'UPDATING',
    },
  };
}

/** What DeleteTable says of a table that goes. */
export function describeDeletedTable(
  record: TableRecord,
  counts: TreeCounts,
  nowMs: number,
): JsonObject {
  return {
    TableName: record.name,
    TableStatus: 'DELETING',
    ProvisionedThroughput: describeThroughput(record.throughput, nowMs),
    TableSizeBytes: counts.sizeBytes,
    ItemCount: counts.items,
    TableArn: record.arn,
    TableId: record.id,
    ...billingMember(record, 'UPDATING'),
    DeletionProtectionEnabled: record.deletionProtected,
  };
}

function describeThroughput(throughput: ThroughputRecord, nowMs: number): JsonObject {
  return {
    ...optionalSeconds('LastIncreaseDateTime', throughput.lastIncreaseMs),
    ...optionalSeconds('LastDecreaseDateTime', throughput.lastDecreaseMs),
    NumberOfDecreasesToday: decreasesToday(throughput, nowMs),
    ReadCapacityUnits: throughput.readUnits,
    WriteCapacityUnits: throughput.writeUnits,
  };
}

/** Present once the table was on-demand; its date not yet in the answer of the create. */
function billingMember({ billing }: TableRecord, status: DescriptionView['status']): JsonObject {
  if (billing.lastToPayPerRequestMs === undefined) return {};
  const date =
    status === 'CREATING'
      ? {}
      : optionalSeconds('LastUpdateToPayPerRequestDateTime', billing.lastToPayPerRequestMs);
  return { BillingModeSummary: { BillingMode: billing.mode, ...date } };
}

function optionalSeconds(member: string, epochMs: number | undefined): JsonObject {
  return epochMs === undefined ? {} : { [member]: seconds(epochMs) };
}

/** Timestamps travel as seconds with up to three decimals. */
function seconds(epochMs: number): number {
  return epochMs / 1000;
}
