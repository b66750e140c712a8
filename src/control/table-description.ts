import type { TableRecord } from '../placement/table-record.ts';
import type { TreeCounts } from '../storage/store.ts';
import type { JsonObject } from '../wire/shapes/collections.ts';
import { describeIndexes } from './index-description.ts';
import type { IndexView } from './index-description.ts';
import { describeTableStream } from './stream-change.ts';
import { describeReplicas } from './replica-description.ts';
import {
  describeOnDemand,
  describeThroughput,
  optionalSeconds,
  seconds,
} from './throughput-description.ts';

/** What a description shows that the record does not hold. */
export interface DescriptionView extends IndexView {
  readonly status: 'CREATING' | 'ACTIVE' | 'UPDATING';
}

/** A TableDescription as its JSON members. Members of features the table never used are absent. */
export function describeTable(record: TableRecord, view: DescriptionView): JsonObject {
  const { onDemand, sse, tableClass } = record;
  const counts = view.countsOf(record.tree);
  return {
    AttributeDefinitions: record.attributeDefinitions,
    TableName: record.name,
    KeySchema: record.keySchema,
    TableStatus: view.status,
    CreationDateTime: seconds(record.createdMs),
    ProvisionedThroughput: describeThroughput(record.throughput, view.nowMs),
    TableSizeBytes: counts.sizeBytes,
    ItemCount: counts.items,
    TableArn: record.arn,
    TableId: record.id,
    ...billingMember(record, view.status),
    ...describeIndexes(record, view),
    ...describeTableStream(record),
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
    ...describeReplicas(record),
    DeletionProtectionEnabled: record.deletionProtected,
    ...(onDemand === undefined
      ? {}
      : {
          OnDemandThroughput: describeOnDemand(onDemand),
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

/** Present once the table was on-demand; its date not yet in the answer of the create. */
function billingMember({ billing }: TableRecord, status: DescriptionView['status']): JsonObject {
  if (billing.lastToPayPerRequestMs === undefined) return {};
  const date =
    status === 'CREATING'
      ? {}
      : optionalSeconds('LastUpdateToPayPerRequestDateTime', billing.lastToPayPerRequestMs);
  return { BillingModeSummary: { BillingMode: billing.mode, ...date } };
}
