import { groupOf, otherMembers } from '../placement/replica-group.ts';
import type { GroupMember, TableRecord } from '../placement/table-record.ts';
import { regionOfArn } from '../placement/table-arn.ts';
import type { JsonObject } from '../wire/shapes/collections.ts';

/**
 * What a TableDescription says of the other Regions that have the table: while there are none the mode alone that was asked for,
 * whatever there was before. As AWS answered in October 2026.
 */
export function describeReplicas(record: TableRecord): JsonObject {
  const region = regionOfArn(record.arn);
  const group = groupOf(record, region);
  const others = group === undefined ? [] : otherMembers(group, region);
  const { settingsReplication: mode } = record;
  const own = mode === undefined ? {} : { GlobalTableSettingsReplicationMode: mode };
  if (group === undefined || others.length === 0) return own;
  const { version } = group;
  return {
    GlobalTableVersion: version,
    Replicas: others.map(([region, member]) => describeReplica(region, member)),
    ...(version === '2019.11.21'
      ? { GlobalTableSettingsReplicationMode: 'ENABLED_WITH_OVERRIDES' }
      : own),
  };
}

/** A ReplicaDescription. */
export function describeReplica(region: string, { status, overrides }: GroupMember): JsonObject {
  const { readUnits, maxReadUnits, tableClass, keyId, indexes } = overrides;
  return {
    RegionName: region,
    ReplicaStatus: status,
    ...(keyId === undefined ? {} : { KMSMasterKeyId: keyId }),
    ...throughputOverride(readUnits),
    ...ceilingOverride(maxReadUnits),
    ...(indexes === undefined
      ? {}
      : {
          GlobalSecondaryIndexes: Object.entries(indexes).map(([IndexName, override]) => ({
            IndexName,
            ...throughputOverride(override.readUnits),
            ...ceilingOverride(override.maxReadUnits),
          })),
        }),
    ...(tableClass === undefined ? {} : { ReplicaTableClassSummary: { TableClass: tableClass } }),
  };
}

function throughputOverride(readUnits: number | undefined): JsonObject {
  if (readUnits === undefined) return {};
  return { ProvisionedThroughputOverride: { ReadCapacityUnits: readUnits } };
}

function ceilingOverride(maxReadUnits: number | undefined): JsonObject {
  if (maxReadUnits === undefined) return {};
  return { OnDemandThroughputOverride: { MaxReadRequestUnits: maxReadUnits } };
}
