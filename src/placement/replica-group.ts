/**
 * What the Regions of a global table agree on: who belongs to it, and the settings that all share.
 *
 * Every Region keeps the whole document in its table's record and changes what it is asked to change. Documents are merged entry
 * by entry, the later one of each kept, so that Regions which heard the same changes in any order hold the same document.
 */
import type {
  BillingMode,
  KeySchemaElement,
  OnDemandRecord,
  ProjectionRecord,
  TableClass,
  TableRecord,
} from './table-record.ts';
import type { UnitRates } from './partition-map.ts';

export type GlobalTableVersion = '2017.11.29' | '2019.11.21';

/** Who wrote an entry of the document, and when: milliseconds times 1024, always above what the writer had seen. */
export interface EntryVersion {
  readonly stamp: number;
  readonly by: string;
}

/** What a Region has otherwise than the others. */
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
  readonly attributeDefinitions: TableRecord['attributeDefinitions'];
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
}

/** A time of the document's clock above everything in it. */
export function nextGroupStamp(group: ReplicaGroup | undefined, nowMs: number): number {
  const known =
    group === undefined
      ? []
      : [group.settings.stamp, ...Object.values(group.members).map(({ stamp }) => stamp)];
  return Math.max(nowMs * 1024, ...known.map((stamp) => stamp + 1));
}

export function isMember(member: GroupMember | undefined): member is GroupMember {
  return member !== undefined && member.status !== 'GONE';
}

/** The other Regions of the table in order of joining. */
export function otherMembers(
  group: ReplicaGroup,
  region: string,
): readonly (readonly [string, GroupMember])[] {
  return Object.entries(group.members)
    .filter(([name, member]) => name !== region && isMember(member))
    .sort(([a, one], [b, two]) => one.joined - two.joined || (a < b ? -1 : 1));
}

/** Whether the table's writes go to other Regions: it is a member, and not the only one. */
export function isReplicated({ replicas }: TableRecord, region: string): boolean {
  return (
    replicas !== undefined &&
    isMember(replicas.group.members[region]) &&
    otherMembers(replicas.group, region).length > 0
  );
}
