import {
  isA,
  isCount,
  isNumber,
  isFlag,
  isListOf,
  isMapOf,
  isOneOf,
  isText,
  optional,
} from '../../kernel/check.ts';
import type { UnitRates } from '../partition-map.ts';
import { isBillingMode, isOnDemand, isTableClass, isUnits } from './throughput.ts';
import type { BillingMode, OnDemandRecord, TableClass } from './throughput.ts';
import { isProjection } from './indexes.ts';
import type { ProjectionRecord } from './indexes.ts';
import { isDefinitions, isKeySchema } from './key-schema.ts';
import type { AttributeDefinition, KeySchemaElement } from './key-schema.ts';

export type GlobalTableVersion = '2017.11.29' | '2019.11.21';

/** Who wrote an entry of the document, and when: milliseconds times 1024, always above what the writer had seen. */
export interface EntryVersion {
  readonly stamp: number;
  readonly by: string;
}

/** What a Region has otherwise than the others, or of its own: the class of its table, and its key where a customer owns that. */
export interface RegionOverrides {
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
  readonly overrides: RegionOverrides;
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

export interface RegionGroup {
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
export interface GlobalTableRecord {
  readonly group: RegionGroup;
  /** The tree of the tombstones of deleted items. */
  readonly tombstoneTree: number;
  /** Names of other Regions; the n-th, from 1, is the origin n of stored items. Grows only. */
  readonly origins: readonly string[];
  /** Of a region replica that is to leave and stay as a table: the others get what was written up to this record. */
  readonly leaving?: { readonly lsn: number };
}

const isOverrides = isA<RegionOverrides>({
  readUnits: optional(isNumber),
  maxReadUnits: optional(isNumber),
  tableClass: optional(isTableClass),
  keyId: optional(isText()),
  indexes: optional(
    isMapOf(
      isA<{ readonly readUnits?: number; readonly maxReadUnits?: number }>({
        readUnits: optional(isNumber),
        maxReadUnits: optional(isNumber),
      }),
    ),
  ),
});

const isMember = isA<GroupMember>({
  stamp: isNumber,
  by: isText(),
  joined: isNumber,
  status: isOneOf(['CREATING', 'CREATION_FAILED', 'ACTIVE', 'GONE']),
  source: optional(isText()),
  tableId: optional(isText()),
  startsEmpty: isFlag,
  overrides: isOverrides,
  classChangesMs: optional(isListOf(isNumber)),
});

const shared = { name: isText(), keySchema: isKeySchema, projection: isProjection };

const isSettings = isA<SharedSettings>({
  attributeDefinitions: isDefinitions,
  billingMode: isBillingMode,
  units: isUnits,
  warm: isUnits,
  onDemand: optional(isOnDemand),
  isEncrypted: isFlag,
  expiryAttribute: optional(isText()),
  globalIndexes: isListOf(
    isA<SharedGlobalIndex>({
      ...shared,
      units: isUnits,
      warm: isUnits,
      onDemand: optional(isOnDemand),
    }),
  ),
});

/** A stored document. What another Region says is looked at more closely: `region/messages/group-check.ts`. */
export const isStoredGroup = isA<RegionGroup>({
  id: isText(),
  version: isOneOf(['2017.11.29', '2019.11.21']),
  createdMs: isNumber,
  tableName: isText(),
  keySchema: isKeySchema,
  localIndexes: isListOf(isA<SharedIndex>(shared)),
  members: isMapOf(isMember),
  settings: isA<RegionGroup['settings']>({ stamp: isNumber, by: isText(), value: isSettings }),
});

export const isReplication = isA<GlobalTableRecord>({
  group: isStoredGroup,
  tombstoneTree: isNumber,
  origins: isListOf(isText()),
  leaving: optional(isA<{ readonly lsn: number }>({ lsn: isCount })),
});
