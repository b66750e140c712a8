/** Settings of global tables of version 2017.11.29, for all Regions and for each. */
import { memberOf } from '../../placement/region-group.ts';
import type { BillingMode } from '../../placement/record/throughput.ts';
import type { RegionGroup, SharedSettings } from '../../placement/record/global-table.ts';
import type { TableRecord } from '../../placement/record/table.ts';
import { withMember, withSettings } from '../../region/group/group-merge.ts';
import { settingsOf, withSharedSettings } from '../../region/group/shared-settings.ts';
import type { Target } from '../../region/group/shared-settings.ts';
import { DynamoError } from '../../wire/dynamo-error.ts';
import type { JsonObject } from '../../wire/shapes/collections.ts';
import { membersInOrder } from './global-table.ts';
import { describeReplicaClass } from './replica-description.ts';
import { checkOverrideQuotas } from './replica-units.ts';
import { changedClassOf, tableClassOf } from '../throughput/table-class.ts';
import { checkIndexQuotas, checkTableQuotas } from '../throughput/table-quotas.ts';

export interface SettingsChange {
  readonly billingMode: BillingMode | undefined;
  readonly writeUnits: number | undefined;
  readonly indexes: readonly { readonly name: string; readonly writeUnits: number | undefined }[];
  readonly replicas: readonly {
    readonly region: string;
    readonly readUnits: number | undefined;
    readonly tableClass: string | undefined;
  }[];
}

/** The record after a change of settings: its document carries them to the other Regions. */
export function changedSettings(
  record: TableRecord,
  group: RegionGroup,
  change: SettingsChange,
  target: Target,
): TableRecord {
  const { replicas } = record;
  if (replicas === undefined) return record;
  const { region } = target.scope;
  const author = { region, nowMs: target.nowMs };
  checkWriteQuotas(change, region);
  let changed = withSettings(group, valueAfter(settingsOf(record, region), change), author);
  for (const { region: name, readUnits, tableClass } of change.replicas) {
    const member = memberOf(changed, name);
    if (member === undefined) {
      throw new DynamoError(
        'ReplicaNotFoundException',
        `Replica not found: Region ${name} is not part of the global table ${record.name}`,
      );
    }
    const named = tableClassOf(tableClass);
    const overrides = {
      ...member.overrides,
      ...(readUnits === undefined ? {} : { readUnits }),
    };
    checkOverrideQuotas(overrides, name);
    const withReads = { ...member, overrides };
    const entry =
      named === undefined ? withReads : changedClassOf(name, withReads, named, author.nowMs);
    changed = withMember(changed, name, entry, author);
  }
  const after = { ...record, replicas: { ...replicas, group: changed } };
  return withSharedSettings(after, target).record;
}

function checkWriteQuotas({ writeUnits = 0, indexes }: SettingsChange, region: string): void {
  const unitsOf = (units: number) => ({ ReadCapacityUnits: 0, WriteCapacityUnits: units });
  checkTableQuotas({ throughput: unitsOf(writeUnits), onDemand: {}, warm: {} }, region);
  for (const { name: IndexName, writeUnits: units = 0 } of indexes) {
    checkIndexQuotas({ IndexName, ProvisionedThroughput: unitsOf(units) }, region);
  }
}

function valueAfter(value: SharedSettings, change: SettingsChange): SharedSettings {
  const billingMode = change.billingMode ?? value.billingMode;
  const isOnDemand = billingMode === 'PAY_PER_REQUEST';
  const unitsOf = (units: SharedSettings['units'], writeUnits: number | undefined) =>
    isOnDemand
      ? { readUnits: 0, writeUnits: 0 }
      : {
          readUnits: Math.max(1, units.readUnits),
          writeUnits: writeUnits ?? Math.max(1, units.writeUnits),
        };
  for (const { name } of change.indexes) {
    if (!value.globalIndexes.some((index) => index.name === name)) {
      throw new DynamoError('IndexNotFoundException', `Index not found: ${name}`);
    }
  }
  return {
    ...value,
    billingMode,
    units: unitsOf(value.units, change.writeUnits),
    globalIndexes: value.globalIndexes.map((index) => ({
      ...index,
      units: unitsOf(
        index.units,
        change.indexes.find(({ name }) => name === index.name)?.writeUnits,
      ),
    })),
  };
}

/** The ReplicaSettingsDescriptions of all Regions. */
export function describeSettings(
  record: TableRecord,
  group: RegionGroup,
  region: string,
): readonly JsonObject[] {
  const value = settingsOf(record, region);
  return membersInOrder(group).map(([name, member]) => ({
    RegionName: name,
    ReplicaStatus: member.status,
    ReplicaBillingModeSummary: { BillingMode: value.billingMode },
    ReplicaProvisionedReadCapacityUnits: member.overrides.readUnits ?? value.units.readUnits,
    ReplicaProvisionedWriteCapacityUnits: value.units.writeUnits,
    ReplicaGlobalSecondaryIndexSettings: value.globalIndexes.map((index) => ({
      IndexName: index.name,
      IndexStatus: 'ACTIVE',
      ProvisionedReadCapacityUnits: index.units.readUnits,
      ProvisionedWriteCapacityUnits: index.units.writeUnits,
    })),
    ...describeReplicaClass(member),
  }));
}
