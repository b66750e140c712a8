/** Settings that all Regions of a global table share: read from a table's record, and carried over to one. */
import { evenPartitions, encodePartitions } from '../../placement/partition-map.ts';
import type {
  BillingMode,
  BillingRecord,
  OnDemandRecord,
} from '../../placement/record/throughput.ts';
import type {
  GroupMember,
  RegionGroup,
  SharedGlobalIndex,
  SharedSettings,
} from '../../placement/record/global-table.ts';
import type { GlobalIndexRecord } from '../../placement/record/indexes.ts';
import type { SseRecord } from '../../placement/record/settings.ts';
import type { TableRecord } from '../../placement/record/table.ts';
import { DEFAULT_KEY_ALIAS, keyArn } from '../../placement/key-arn.ts';
import { groupOf } from '../../placement/region-group.ts';
import { tableArn } from '../../placement/table-arn.ts';
import type { ArnScope } from '../../placement/table-arn.ts';
import type { Change, TreeId } from '../../storage/store.ts';

/** The shared settings of a table as they stand in its record. */
export function settingsOf(record: TableRecord, region: string): SharedSettings {
  const group = groupOf(record, region);
  const base = group?.settings.value;
  const overrides = group?.members[region]?.overrides;
  const { throughput, onDemand, timeToLive } = record;
  const { readUnits, maxReadUnits } = inForce(overrides ?? {}, record.billing.mode);
  const ownReads = readUnits !== undefined && base !== undefined;
  const ceilings = sharedCeilings(onDemand, maxReadUnits, base?.onDemand);
  return {
    attributeDefinitions: record.attributeDefinitions,
    billingMode: record.billing.mode,
    units: {
      readUnits: ownReads ? base.units.readUnits : throughput.readUnits,
      writeUnits: throughput.writeUnits,
    },
    warm: record.warm,
    ...ceilings,
    isEncrypted: record.sse !== undefined,
    ...(timeToLive?.attribute === undefined ? {} : { expiryAttribute: timeToLive.attribute }),
    globalIndexes: (record.globalIndexes ?? []).map((index) =>
      sharedIndex(index, group, { region, mode: record.billing.mode }),
    ),
  };
}

function sharedIndex(
  index: GlobalIndexRecord,
  group: RegionGroup | undefined,
  { region, mode }: { readonly region: string; readonly mode: BillingMode },
): SharedGlobalIndex {
  const { name, keySchema, projection, throughput, warm, onDemand } = index;
  const overrides = group?.members[region]?.overrides.indexes?.[name] ?? {};
  const { readUnits: override, maxReadUnits } = inForce(overrides, mode);
  const base = group?.settings.value.globalIndexes.find((each) => each.name === name);
  return {
    name,
    keySchema,
    projection,
    units: {
      readUnits:
        override === undefined || base === undefined ? throughput.readUnits : base.units.readUnits,
      writeUnits: throughput.writeUnits,
    },
    warm,
    ...sharedCeilings(onDemand, maxReadUnits, base?.onDemand),
  };
}

interface Reads {
  readonly readUnits?: number;
  readonly maxReadUnits?: number;
}

/** Overrides are of one billing mode each: that of the other mode waits for it. */
function inForce({ readUnits, maxReadUnits }: Reads, mode: BillingMode): Reads {
  if (mode === 'PROVISIONED') return readUnits === undefined ? {} : { readUnits };
  return maxReadUnits === undefined ? {} : { maxReadUnits };
}

/** The ceilings that all Regions share, of a table or an index that may have an override of its own. */
function sharedCeilings(
  own: OnDemandRecord | undefined,
  override: number | undefined,
  base: OnDemandRecord | undefined,
): { readonly onDemand?: OnDemandRecord } {
  const maxReadUnits = (override === undefined ? own : base)?.maxReadUnits;
  const maxWriteUnits = own?.maxWriteUnits;
  const onDemand = {
    ...(maxReadUnits === undefined ? {} : { maxReadUnits }),
    ...(maxWriteUnits === undefined ? {} : { maxWriteUnits }),
  };
  return Object.keys(onDemand).length === 0 ? {} : { onDemand };
}

/** The ceilings of one Region. */
function ownCeilings(
  shared: OnDemandRecord | undefined,
  maxReadUnits: number | undefined,
): { readonly onDemand?: OnDemandRecord } {
  const onDemand = maxReadUnits === undefined ? shared : { ...shared, maxReadUnits };
  return onDemand === undefined ? {} : { onDemand };
}

export function isSameSettings(a: SharedSettings, b: SharedSettings): boolean {
  return JSON.stringify(canonical(a)) === JSON.stringify(canonical(b));
}

/** With the members of every object in one order: documents cross from one engine to the next. */
function canonical(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(canonical);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([name, each]) => [name, canonical(each)]));
}

/** What settings are carried over to. */
export interface Target {
  readonly scope: ArnScope;
  readonly nowMs: number;
  readonly newTree: () => TreeId;
}

export interface Carried {
  readonly record: TableRecord;
  /** What goes with indexes that are no more. */
  readonly changes: readonly Change[];
}

/** The record with the settings of its group, and with what this Region has otherwise. */
export function withSharedSettings(record: TableRecord, target: Target): Carried {
  const group = record.replicas?.group;
  const member = group?.members[target.scope.region];
  if (group === undefined || member === undefined) return { record, changes: [] };
  const { value } = group.settings;
  if (group.version === '2017.11.29') {
    return { record: withLegacySettings(record, value, member, target), changes: [] };
  }
  const { readUnits = value.units.readUnits, maxReadUnits } = inForce(
    member.overrides,
    value.billingMode,
  );
  const { onDemand: _, sse: __, timeToLive: ___, globalIndexes: ____, ...kept } = record;
  const indexes = carriedIndexes(record, value, member, target);
  const sse = carriedEncryption(record, value, member, target);
  const changed: TableRecord = {
    ...kept,
    attributeDefinitions: value.attributeDefinitions,
    billing: carriedBilling(record.billing, value, target.nowMs),
    throughput: { ...record.throughput, readUnits, writeUnits: value.units.writeUnits },
    warm: value.warm,
    ...ownCeilings(value.onDemand, maxReadUnits),
    ...(sse === undefined ? {} : { sse }),
    ...carriedExpiry(record, value, target.nowMs),
    ...carriedClass(record, member, target.nowMs),
    ...(indexes.length === 0 ? {} : { globalIndexes: indexes }),
  };
  const gone = (record.globalIndexes ?? []).filter(
    ({ tree }) => !indexes.some((index) => index.tree === tree),
  );
  return {
    record: changed,
    changes: gone.map(({ tree }) => ({ kind: 'dropTree', tree: tree as TreeId })),
  };
}

/** In the older version Regions share what UpdateGlobalTableSettings can set, and nothing else. */
function withLegacySettings(
  record: TableRecord,
  value: SharedSettings,
  member: GroupMember,
  { nowMs }: Target,
): TableRecord {
  const { readUnits = value.units.readUnits } = member.overrides;
  const isOnDemand = value.billingMode === 'PAY_PER_REQUEST';
  const indexes = record.globalIndexes?.map((index): GlobalIndexRecord => {
    const units = value.globalIndexes.find(({ name }) => name === index.name)?.units;
    return { ...index, throughput: { ...index.throughput, ...units } };
  });
  return {
    ...record,
    billing: carriedBilling(record.billing, value, nowMs),
    throughput: {
      ...record.throughput,
      readUnits: isOnDemand ? 0 : readUnits,
      writeUnits: value.units.writeUnits,
    },
    ...carriedClass(record, member, nowMs),
    ...(indexes === undefined ? {} : { globalIndexes: indexes }),
  };
}

function carriedBilling(
  billing: BillingRecord,
  { billingMode }: SharedSettings,
  nowMs: number,
): BillingRecord {
  if (billing.mode === billingMode) return billing;
  return {
    ...billing,
    mode: billingMode,
    ...(billingMode === 'PAY_PER_REQUEST' ? { lastToPayPerRequestMs: nowMs } : {}),
  };
}

function carriedExpiry(
  { timeToLive }: TableRecord,
  { expiryAttribute: attribute }: SharedSettings,
  nowMs: number,
): Pick<TableRecord, 'timeToLive'> {
  if (timeToLive?.attribute === attribute) return timeToLive === undefined ? {} : { timeToLive };
  return {
    timeToLive: { ...(attribute === undefined ? {} : { attribute }), changedMs: nowMs },
  };
}

/** Keys are regional: a Region that was given none has its default one. */
function carriedEncryption(
  { sse }: TableRecord,
  { isEncrypted }: SharedSettings,
  { overrides: { keyId } }: GroupMember,
  { scope }: Target,
): SseRecord | undefined {
  if (!isEncrypted) return undefined;
  if (keyId === undefined) return sse ?? { keyArn: keyArn(DEFAULT_KEY_ALIAS, scope) };
  // Entries of older documents name a key as it was named to them.
  return { keyArn: keyId.startsWith('arn:') ? keyId : keyArn(`key/${keyId}`, scope) };
}

function carriedClass(
  { tableClass }: TableRecord,
  { overrides: { tableClass: name }, classChangesMs }: GroupMember,
  nowMs: number,
): Pick<TableRecord, 'tableClass'> {
  if (name === undefined) return {};
  const changes = classChangesMs === undefined ? {} : { recentChangesMs: classChangesMs };
  if (name === tableClass?.name) return { tableClass: { ...tableClass, ...changes } };
  const changedMs = classChangesMs?.at(-1) ?? nowMs;
  return { tableClass: { ...tableClass, name, changedMs, ...changes } };
}

/** Indexes that are there already keep their entries; new ones are to be built. */
function carriedIndexes(
  record: TableRecord,
  value: SharedSettings,
  { overrides }: GroupMember,
  { newTree }: Target,
): readonly GlobalIndexRecord[] {
  return value.globalIndexes.map((index): GlobalIndexRecord => {
    const { name, keySchema, projection, units, warm, onDemand } = index;
    const known = record.globalIndexes?.find(
      (each) => each.name === name && JSON.stringify(each.keySchema) === JSON.stringify(keySchema),
    );
    const { readUnits = units.readUnits, maxReadUnits } = inForce(
      overrides.indexes?.[name] ?? {},
      value.billingMode,
    );
    return {
      name,
      keySchema,
      projection,
      tree: known?.tree ?? newTree(),
      status: known?.status ?? 'CREATING',
      throughput: {
        ...(known?.throughput ?? { decreases: 0 }),
        readUnits,
        writeUnits: units.writeUnits,
      },
      warm,
      ...ownCeilings(onDemand, maxReadUnits),
    };
  });
}

/** The record of a new region replica's table: without items, and not to be used until it has them. */
export function regionReplicaRecord(group: RegionGroup, id: string, target: Target): TableRecord {
  const { scope, nowMs, newTree } = target;
  const { value } = group.settings;
  const tree = newTree();
  const tombstoneTree = newTree();
  const { localIndexes } = group;
  const bare: TableRecord = {
    format: 1,
    name: group.tableName,
    id,
    arn: tableArn(scope, group.tableName),
    tree,
    createdMs: nowMs,
    status: 'CREATING',
    keySchema: group.keySchema,
    attributeDefinitions: value.attributeDefinitions,
    billing: {
      mode: value.billingMode,
      ...(value.billingMode === 'PAY_PER_REQUEST' ? { lastToPayPerRequestMs: nowMs } : {}),
      switchesToPayPerRequestMs: [],
    },
    throughput: { ...value.units, decreases: 0 },
    warm: value.warm,
    deletionProtected: false,
    tags: {},
    partitions: encodePartitions(evenPartitions(4)),
    ...(localIndexes.length === 0
      ? {}
      : { localIndexes: localIndexes.map((index) => ({ ...index, tree: newTree() })) }),
    replicas: { group, tombstoneTree, origins: [] },
  };
  const { record } = withSharedSettings(bare, target);
  // An empty table has no entries to make.
  const globalIndexes = record.globalIndexes?.map((index) => ({
    ...index,
    status: 'ACTIVE' as const,
  }));
  return globalIndexes === undefined ? record : { ...record, globalIndexes };
}
