import { groupOf, otherMembers } from '../../placement/region-group.ts';
import type { GroupMember, RegionOverrides } from '../../placement/record/global-table.ts';
import type { TableRecord } from '../../placement/record/table.ts';
import { regionOfArn } from '../../placement/table-arn.ts';
import { stampMs } from '../../storage/log/version-stamp.ts';
import type { JsonObject } from '../../wire/shapes/collections.ts';
import { describeWarm, seconds } from '../throughput/throughput-description.ts';

/** The settings of every Region of a global table of one account are those of all, but for what is overridden. */
const OVERRIDDEN = { GlobalTableSettingsReplicationMode: 'ENABLED_WITH_OVERRIDES' };

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
  const isLegacy = version === '2017.11.29';
  return {
    GlobalTableVersion: version,
    Replicas: others.map(([name, member]) =>
      isLegacy ? describeReplica(name, member) : describeEntry(record, name, member),
    ),
    ...(isLegacy ? own : OVERRIDDEN),
  };
}

/** An entry of Replicas: what all Regions share is in the record, what this one has otherwise in its member of the group. */
function describeEntry(record: TableRecord, region: string, member: GroupMember): JsonObject {
  const { status, overrides } = member;
  // A key that the Region had is no key while none is encrypted with one.
  const { keyId, ...shown } = overrides;
  const key = record.sse === undefined || keyId === undefined ? {} : { keyId };
  const indexes = record.globalIndexes ?? [];
  return {
    ...describeReplica(region, { ...member, overrides: { ...shown, ...key } }),
    ...OVERRIDDEN,
    ...describeWarm(record.warm, status),
    ...(indexes.length === 0
      ? {}
      : {
          GlobalSecondaryIndexes: indexes.map(({ name, warm }) => ({
            IndexName: name,
            ...readOverrides(overrides.indexes?.[name]),
            ...describeWarm(warm, status),
          })),
        }),
  };
}

/** The members of a ReplicaDescription that both versions of global tables have. */
export function describeReplica(region: string, member: GroupMember): JsonObject {
  const { status, overrides } = member;
  const { keyId } = overrides;
  return {
    RegionName: region,
    ReplicaStatus: status,
    ...(keyId === undefined ? {} : { KMSMasterKeyId: keyId }),
    ...readOverrides(overrides),
    ...describeReplicaClass(member),
  };
}

/** The class of a replica's table, and when it changed: when its Region joined, where it has not since. */
export function describeReplicaClass(member: GroupMember): JsonObject {
  const { tableClass } = member.overrides;
  if (tableClass === undefined) return {};
  const changedMs = member.classChangesMs?.at(-1) ?? stampMs(member.joined);
  return {
    ReplicaTableClassSummary: {
      TableClass: tableClass,
      LastUpdateDateTime: seconds(changedMs),
    },
  };
}

type Reads = Pick<RegionOverrides, 'readUnits' | 'maxReadUnits'>;

function readOverrides({ readUnits, maxReadUnits }: Reads = {}): JsonObject {
  return {
    ...(readUnits === undefined
      ? {}
      : { ProvisionedThroughputOverride: { ReadCapacityUnits: readUnits } }),
    ...(maxReadUnits === undefined
      ? {}
      : { OnDemandThroughputOverride: { MaxReadRequestUnits: maxReadUnits } }),
  };
}
