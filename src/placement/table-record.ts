import type { ScalarType } from '../wire/attribute-value.ts';
import type { Attachments } from './attachments.ts';
import type { StoredPartition, UnitRates } from './partition-map.ts';
import type { StreamRecord } from './stream-record.ts';

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
  /** Switched on while no rule was left for them, and not switched off since. */
  readonly hasFailed?: boolean;
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

/** Whether the settings of a table would go to replicas in other accounts: kept and told, there are none. */
export type SettingsReplication = 'ENABLED' | 'DISABLED';

export type GlobalTableVersion = '2017.11.29' | '2019.11.21';

/** Who wrote an entry of the document, and when: milliseconds times 1024, always above what the writer had seen. */
export interface EntryVersion {
  readonly stamp: number;
  readonly by: string;
}

/** What a Region has otherwise than the others, or of its own: the class of its table, and its key where a customer owns that. */
export interface ReplicaOverrides {
  readonly readUnits?: number;
  readonly maxReadUnits?: number;
  readonly tableClass?: TableClass;
  readonly keyId?: string;
  readonly indexes?: Readonly<
    Record<string, { readonly readUnits?: number; readonly maxReadUnits?: number }>
  >;
}

export interface GroupMember extends EntryVersion {
  /** Stamp of its joining: a Region that left and came back is another member. */
  readonly joined: number;
  readonly status: 'CREATING' | 'CREATION_FAILED' | 'ACTIVE' | 'GONE';
  /** The Region whose endpoint was asked to add it. */
  readonly source?: string;
  /** Id of its table, once there is one. */
  readonly tableId?: string;
  /** Whether all that it writes as a member is in its log from its joining on; else its items are copied first. */
  readonly startsEmpty: boolean;
  readonly overrides: ReplicaOverrides;
  /** Times of the changes of its table class of the last 30 days. Entries of before this was told lack it. */
  readonly classChangesMs?: readonly number[];
}

export interface SharedIndex {
  readonly name: string;
  readonly keySchema: readonly KeySchemaElement[];
  readonly projection: ProjectionRecord;
}

export interface SharedGlobalIndex extends SharedIndex {
  readonly units: UnitRates;
  readonly warm: UnitRates;
  readonly onDemand?: OnDemandRecord;
}

/** The settings that all Regions share. Source: reference semantics.md section 10. */
export interface SharedSettings {
  readonly attributeDefinitions: readonly AttributeDefinition[];
  readonly billingMode: BillingMode;
  readonly units: UnitRates;
  readonly warm: UnitRates;
  readonly onDemand?: OnDemandRecord;
  readonly isEncrypted: boolean;
  readonly expiryAttribute?: string;
  readonly globalIndexes: readonly SharedGlobalIndex[];
}

export interface ReplicaGroup {
  readonly id: string;
  readonly version: GlobalTableVersion;
  readonly createdMs: number;
  readonly tableName: string;
  readonly keySchema: readonly KeySchemaElement[];
  readonly localIndexes: readonly SharedIndex[];
  /** By Region; those that left stay, so that everybody hears of it. */
  readonly members: Readonly<Record<string, GroupMember>>;
  readonly settings: EntryVersion & { readonly value: SharedSettings };
}

/** What the record of a table that is, or was, part of a global table holds. */
export interface ReplicationRecord {
  readonly group: ReplicaGroup;
  /** The tree of the tombstones of deleted items. */
  readonly tombstoneTree: number;
  /** Names of other Regions; the n-th, from 1, is the origin n of stored items. Grows only. */
  readonly origins: readonly string[];
  /** Of a replica that is to leave and stay as a table: the others get what was written up to this record. */
  readonly leaving?: { readonly lsn: number };
}

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
  /** CREATING while a replica is filled: nobody reads or writes it meanwhile. */
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
  readonly tableClass?: {
    readonly name: TableClass;
    readonly changedMs?: number;
    /** Times of the changes of the last 30 days, for their limit. */
    readonly recentChangesMs?: readonly number[];
  };
  readonly deletionProtected: boolean;
  /** Of a replica: absent is protected. */
  readonly disassociationProtected?: boolean;
  readonly timeToLive?: TimeToLiveRecord;
  /** Absent while the table has no stream. */
  readonly stream?: StreamRecord;
  /** Label of the newest stream, on or not. */
  readonly lastStreamLabel?: string;
  readonly insights?: readonly InsightsRecord[];
  readonly partitions: readonly StoredPartition[];
  readonly localIndexes?: readonly LocalIndexRecord[];
  readonly globalIndexes?: readonly GlobalIndexRecord[];
  /** Told while there are no replicas. */
  readonly settingsReplication?: SettingsReplication;
  /** Of a table that is, or was, part of a global table. */
  readonly replicas?: ReplicationRecord;
}
