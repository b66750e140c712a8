import type { ScalarType } from '../wire/attribute-value.ts';
import type { StoredPartition, UnitRates } from './partition-map.ts';
import type { StreamRecord } from './stream-record.ts';
import type { ReplicationRecord } from './replica-group.ts';

export interface KeySchemaElement {
  readonly AttributeName: string;
  readonly KeyType: 'HASH' | 'RANGE';
}

interface AttributeDefinition {
  readonly AttributeName: string;
  readonly AttributeType: ScalarType;
}

export type BillingMode = 'PROVISIONED' | 'PAY_PER_REQUEST';
export type TableClass = 'STANDARD' | 'STANDARD_INFREQUENT_ACCESS';

/** Provisioned units and the history that limits decreases. Both units are 0 for an on-demand table. */
export interface ThroughputRecord extends UnitRates {
  readonly lastIncreaseMs?: number;
  readonly lastDecreaseMs?: number;
  /** Decreases made on the UTC day of `lastDecreaseMs`. */
  readonly decreases: number;
}

export interface BillingRecord {
  readonly mode: BillingMode;
  /** Set once the table was on-demand; DescribeTable then shows a BillingModeSummary. */
  readonly lastToPayPerRequestMs?: number;
  /** Times of the switches to on-demand of the last 24 hours, for their limit. */
  readonly switchesToPayPerRequestMs: readonly number[];
}

export interface SseRecord {
  readonly keyArn: string;
}

/** Expiry of items by an attribute. */
export interface TimeToLiveRecord {
  /** Absent while expiry is off. */
  readonly attribute?: string;
  readonly changedMs: number;
}

export type InsightsMode = 'ACCESSED_AND_THROTTLED_KEYS' | 'THROTTLED_KEYS';

/** Contributor insights of the table, or of one of its global indexes. */
export interface InsightsRecord {
  /** The tree of the index: an index of the same name that is made later is another. Absent for the table itself. */
  readonly indexTree?: number;
  readonly isEnabled: boolean;
  readonly mode: InsightsMode;
  /** When they were last switched on: the names of their rules end in it. */
  readonly enabledMs: number;
  readonly changedMs: number;
}

export interface OnDemandRecord {
  readonly maxReadUnits?: number;
  readonly maxWriteUnits?: number;
}

export interface ProjectionRecord {
  readonly type: 'ALL' | 'KEYS_ONLY' | 'INCLUDE';
  /** Of INCLUDE, as they were given. */
  readonly attributes?: readonly string[];
}

export interface LocalIndexRecord {
  readonly name: string;
  readonly keySchema: readonly KeySchemaElement[];
  readonly projection: ProjectionRecord;
  /** The tree of its entries. */
  readonly tree: number;
}

export interface GlobalIndexRecord extends LocalIndexRecord {
  /** CREATING until the entries of items from before the index are made. */
  readonly status: 'CREATING' | 'ACTIVE';
  readonly throughput: ThroughputRecord;
  readonly warm: UnitRates;
  readonly onDemand?: OnDemandRecord;
}

/**
 * A table as the catalog keeps it: JSON text under its name in `CATALOG_TREE`. Times are epoch milliseconds.
 * A member that is absent was never set.
 */
export interface TableRecord {
  readonly format: 1;
  readonly name: string;
  readonly id: string;
  readonly arn: string;
  /** The tree of its items. */
  readonly tree: number;
  readonly createdMs: number;
  /** CREATING while a replica is filled: nobody reads or writes it meanwhile. */
  readonly status: 'CREATING' | 'ACTIVE';
  readonly keySchema: readonly KeySchemaElement[];
  readonly attributeDefinitions: readonly AttributeDefinition[];
  readonly billing: BillingRecord;
  readonly throughput: ThroughputRecord;
  readonly warm: UnitRates;
  readonly onDemand?: OnDemandRecord;
  readonly sse?: SseRecord;
  readonly tableClass?: {
    readonly name: TableClass;
    readonly changedMs?: number;
    /** Times of the changes of the last 30 days, for their limit. */
    readonly recentChangesMs?: readonly number[];
  };
  readonly deletionProtected: boolean;
  readonly tags: Readonly<Record<string, string>>;
  /** The document in canonical form, see `control/policy-document.ts`. */
  readonly resourcePolicy?: string;
  /** Time of the last change to the policy, its removal too, and its revision. Absent: the time of the create. */
  readonly policyRevisionMs?: number;
  readonly timeToLive?: TimeToLiveRecord;
  /** Absent while the table has no stream. */
  readonly stream?: StreamRecord;
  /** Label of the newest stream, on or not. */
  readonly lastStreamLabel?: string;
  readonly insights?: readonly InsightsRecord[];
  readonly partitions: readonly StoredPartition[];
  readonly localIndexes?: readonly LocalIndexRecord[];
  readonly globalIndexes?: readonly GlobalIndexRecord[];
  /** Of a table that is, or was, part of a global table. */
  readonly replicas?: ReplicationRecord;
}
