import { list } from '../../wire/shapes/collections.ts';
import { long, oneOf, string } from '../../wire/shapes/scalars.ts';
import type { ReadBy } from '../../wire/shapes/shape.ts';
import { required, structure } from '../../wire/shapes/structure.ts';

/** The structures of requests about replicas. Source: reference api-surface.md section 10. */

const regionName = required(string());

const readOverride = structure('ProvisionedThroughputOverride', {
  ReadCapacityUnits: long({ min: 1 }),
});
const onDemandOverride = structure('OnDemandThroughputOverride', {
  MaxReadRequestUnits: long(),
});

const replicaIndexes = list(
  structure('ReplicaGlobalSecondaryIndex', {
    IndexName: required(string({ min: 3, max: 255, pattern: '[a-zA-Z0-9_.-]+' })),
    ProvisionedThroughputOverride: readOverride,
    OnDemandThroughputOverride: onDemandOverride,
  }),
  { min: 1 },
);

const members = {
  RegionName: regionName,
  KMSMasterKeyId: string({ min: 1 }),
  ProvisionedThroughputOverride: readOverride,
  OnDemandThroughputOverride: onDemandOverride,
  GlobalSecondaryIndexes: replicaIndexes,
  TableClassOverride: string(),
};

const create = structure('CreateReplicationGroupMemberAction', members);

export const replicaUpdates = list(
  structure('ReplicationGroupUpdate', {
    Create: create,
    Update: structure('UpdateReplicationGroupMemberAction', members),
    Delete: structure('DeleteReplicationGroupMemberAction', { RegionName: regionName }),
    Disassociate: structure('DisassociateReplicationGroupMemberAction', {
      RegionName: regionName,
      DisassociationMode: required(oneOf(['WAIT_FOR_REPLICATION'])),
    }),
  }),
  { min: 1 },
);

export const witnessUpdates = list(
  structure('GlobalTableWitnessGroupUpdate', {
    Create: structure('CreateGlobalTableWitnessGroupMemberAction', { RegionName: regionName }),
    Delete: structure('DeleteGlobalTableWitnessGroupMemberAction', { RegionName: regionName }),
  }),
  { min: 1, max: 1 },
);

export type ReplicaUpdatesRequest = ReadBy<typeof replicaUpdates>;
export type ReplicaCreateRequest = ReadBy<typeof create>;
