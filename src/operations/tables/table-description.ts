import type { TableRecord } from '../../placement/record/table.ts';
import type { TreeCounts, TreeId } from '../../storage/store.ts';
import type { JsonObject } from '../../wire/shapes/collections.ts';
import { describeIndexes } from '../indexes/index-description.ts';
import type { IndexView } from '../indexes/index-description.ts';
import { disassociationProtection } from '../global-tables/disassociation.ts';
import { describeTableStream } from '../streams/stream-specification.ts';
import { describeReplicas } from '../global-tables/replica-description.ts';
import {
  describeOnDemand,
  describeThroughput,
  describeWarm,
  optionalSeconds,
  seconds,
} from '../throughput/throughput-description.ts';

/** What a description shows that the record does not hold. */
export interface DescriptionView extends IndexView {
  readonly status: 'CREATING' | 'ACTIVE' | 'UPDATING';
  /** Status of the warm throughput, where it is not that of the table. */
  readonly warm?: 'UPDATING';
  /** Encryption that is being changed. */
  readonly sse?: JsonObject;
  /** Whether the date of the last switch to on-demand is not shown yet. */
  readonly hidesBillingDate?: boolean;
}

/** A TableDescription as its JSON members. Members of features the table never used are absent. */
export function tableDescription(record: TableRecord, view: DescriptionView): JsonObject {
  const { onDemand, sse, tableClass } = record;
  const counts = view.countsOf(record.tree as TreeId);
  return {
    AttributeDefinitions: record.attributeDefinitions.toSorted((a, b) =>
      a.AttributeName < b.AttributeName ? -1 : 1,
    ),
    TableName: record.name,
    KeySchema: record.keySchema,
    TableStatus: view.status,
    CreationDateTime: seconds(record.createdMs),
    ProvisionedThroughput: describeThroughput(record.throughput, view.nowMs),
    TableSizeBytes: counts.sizeBytes,
    ItemCount: counts.items,
    TableArn: record.arn,
    TableId: record.id,
    ...billingMember(record, view.status !== 'CREATING' && view.hidesBillingDate !== true),
    ...describeIndexes(record, view),
    ...describeTableStream(record),
    ...encryptionMember(sse, view.sse),
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
    ...disassociationMember(record),
    ...(onDemand === undefined
      ? {}
      : {
          OnDemandThroughput: describeOnDemand(onDemand),
        }),
    ...describeWarm(record.warm, view.warm ?? view.status, view.hidesWarm?.(undefined)),
  };
}

function disassociationMember(record: TableRecord): JsonObject {
  const isProtected = disassociationProtection(record);
  return isProtected === undefined ? {} : { DisassociationProtectionEnabled: isProtected };
}

function encryptionMember(sse: TableRecord['sse'], meanwhile: JsonObject | undefined): JsonObject {
  if (meanwhile !== undefined) return { SSEDescription: meanwhile };
  if (sse === undefined) return {};
  return { SSEDescription: { Status: 'ENABLED', SSEType: 'KMS', KMSMasterKeyArn: sse.keyArn } };
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
    ...billingMember(record, true),
    DeletionProtectionEnabled: record.deletionProtected,
  };
}

/** Present once the table was on-demand; its date not yet in the answers of the create and of a switch. */
function billingMember({ billing }: TableRecord, showsDate: boolean): JsonObject {
  if (billing.lastToPayPerRequestMs === undefined) return {};
  const date = showsDate
    ? optionalSeconds('LastUpdateToPayPerRequestDateTime', billing.lastToPayPerRequestMs)
    : {};
  return { BillingModeSummary: { BillingMode: billing.mode, ...date } };
}
