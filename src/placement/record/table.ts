import type { Check } from '../../kernel/check.ts';
import { isA, isNumber, isFlag, isListOf, isOneOf, isText, optional } from '../../kernel/check.ts';
import type { UnitRates } from '../partition-map.ts';
import { attachmentChecks } from './attachments.ts';
import type { Attachments } from './attachments.ts';
import { isBilling, isClassRecord, isOnDemand, isThroughput, isUnits } from './throughput.ts';
import type {
  BillingRecord,
  OnDemandRecord,
  TableClassRecord,
  ThroughputRecord,
} from './throughput.ts';
import { isReplication } from './global-table.ts';
import type { GlobalTableRecord } from './global-table.ts';
import { isGlobalIndex, isLocalIndex } from './indexes.ts';
import type { GlobalIndexRecord, LocalIndexRecord } from './indexes.ts';
import { areSound, isDefinitions, isKeySchema } from './key-schema.ts';
import type { AttributeDefinition, KeySchemaElement } from './key-schema.ts';
import { isPartitions } from './partitions.ts';
import type { StoredPartition } from './partitions.ts';
import { isInsights, isSse, isTimeToLive } from './settings.ts';
import type {
  InsightsRecord,
  SettingsReplication,
  SseRecord,
  TimeToLiveRecord,
} from './settings.ts';
import { isStream } from './stream.ts';
import type { StoredStream } from './stream.ts';

/**
 * A table as the catalog keeps it: JSON text under its name in `CATALOG_TREE`. Times are epoch milliseconds.
 * A member that is absent was never set.
 */
export interface TableRecord extends Attachments {
  readonly format: 1;
  readonly name: string;
  readonly id: string;
  readonly arn: string;
  /** The tree of its items. */
  readonly tree: number;
  readonly createdMs: number;
  /** CREATING while a region replica is filled: nobody reads or writes it meanwhile. */
  readonly status: 'CREATING' | 'ACTIVE';
  readonly keySchema: readonly KeySchemaElement[];
  readonly attributeDefinitions: readonly AttributeDefinition[];
  readonly billing: BillingRecord;
  readonly throughput: ThroughputRecord;
  readonly warm: UnitRates;
  readonly onDemand?: OnDemandRecord;
  readonly sse?: SseRecord;
  /** Times of the changes of encryption in the window of its last one, for their limit. */
  readonly encryptionChangesMs?: readonly number[];
  readonly tableClass?: TableClassRecord;
  readonly deletionProtected: boolean;
  /** Of a region replica: absent is protected. */
  readonly disassociationProtected?: boolean;
  readonly timeToLive?: TimeToLiveRecord;
  /** Absent while the table has no stream. */
  readonly stream?: StoredStream;
  /** Label of the newest stream, on or not. */
  readonly lastStreamLabel?: string;
  readonly insights?: readonly InsightsRecord[];
  readonly partitions: readonly StoredPartition[];
  readonly localIndexes?: readonly LocalIndexRecord[];
  readonly globalIndexes?: readonly GlobalIndexRecord[];
  /** Told while there are no region replicas. */
  readonly settingsReplication?: SettingsReplication;
  /** Of a table that is, or was, part of a global table. */
  /** Of a table that is, or was, part of a global table: region replicas. The name is stored. */
  readonly replicas?: GlobalTableRecord;
}

const hasShape = isA<TableRecord>({
  ...attachmentChecks,
  format: isOneOf([1]),
  name: isText(),
  id: isText(),
  arn: isText(),
  tree: isNumber,
  createdMs: isNumber,
  status: isOneOf(['CREATING', 'ACTIVE']),
  keySchema: isKeySchema,
  attributeDefinitions: isDefinitions,
  billing: isBilling,
  throughput: isThroughput,
  warm: isUnits,
  onDemand: optional(isOnDemand),
  sse: optional(isSse),
  encryptionChangesMs: optional(isListOf(isNumber)),
  tableClass: optional(isClassRecord),
  deletionProtected: isFlag,
  disassociationProtected: optional(isFlag),
  timeToLive: optional(isTimeToLive),
  stream: optional(isStream),
  lastStreamLabel: optional(isText()),
  insights: optional(isListOf(isInsights)),
  partitions: isPartitions,
  localIndexes: optional(isListOf(isLocalIndex)),
  globalIndexes: optional(isListOf(isGlobalIndex)),
  settingsReplication: optional(isOneOf(['ENABLED', 'DISABLED'])),
  replicas: optional(isReplication),
});

/** Whether `value` is a table's record whose keys are defined. */
export const isTable: Check<TableRecord> = (value): value is TableRecord => {
  if (!hasShape(value)) return false;
  const { keySchema, attributeDefinitions, localIndexes = [], globalIndexes = [] } = value;
  const schemas = [keySchema, ...[...localIndexes, ...globalIndexes].map((each) => each.keySchema)];
  return areSound(schemas, attributeDefinitions);
};
