/** Replicas of a table in other Regions. */
import type { EpochSeconds } from './epoch-seconds.ts';
import type {
  GlobalSecondaryIndexWarmThroughputDescription,
  OnDemandThroughputOverride,
  ProvisionedThroughputOverride,
  TableWarmThroughputDescription,
} from './throughput.ts';

export interface OfRegion {
  readonly RegionName: string;
}

export type ReplicaStatus =
  | 'ACTIVE'
  | 'ARCHIVED'
  | 'ARCHIVING'
  | 'CREATING'
  | 'CREATION_FAILED'
  | 'DELETING'
  | 'INACCESSIBLE_ENCRYPTION_CREDENTIALS'
  | 'REGION_DISABLED'
  | 'REPLICATION_NOT_AUTHORIZED'
  | 'UPDATING';

export type GlobalTableSettingsReplicationMode = 'DISABLED' | 'ENABLED' | 'ENABLED_WITH_OVERRIDES';

export type TableClass = 'STANDARD' | 'STANDARD_INFREQUENT_ACCESS';

export interface TableClassSummary {
  readonly TableClass?: TableClass | undefined;
  readonly LastUpdateDateTime?: EpochSeconds | undefined;
}

export interface ReplicaGlobalSecondaryIndex {
  readonly IndexName: string;
  readonly ProvisionedThroughputOverride?: ProvisionedThroughputOverride | undefined;
  readonly OnDemandThroughputOverride?: OnDemandThroughputOverride | undefined;
}

export interface ReplicaAction {
  readonly RegionName: string;
  readonly KMSMasterKeyId?: string | undefined;
  readonly ProvisionedThroughputOverride?: ProvisionedThroughputOverride | undefined;
  readonly OnDemandThroughputOverride?: OnDemandThroughputOverride | undefined;
  readonly GlobalSecondaryIndexes?: readonly ReplicaGlobalSecondaryIndex[] | undefined;
  readonly TableClassOverride?: TableClass | undefined;
}

export interface DisassociateReplicationGroupMemberAction {
  readonly RegionName: string;
  readonly DisassociationMode: 'WAIT_FOR_REPLICATION';
}

/** One of the four. */
export interface ReplicationGroupUpdate {
  readonly Create?: ReplicaAction | undefined;
  readonly Update?: ReplicaAction | undefined;
  readonly Delete?: OfRegion | undefined;
  readonly Disassociate?: DisassociateReplicationGroupMemberAction | undefined;
}

/** One of the two. */
export interface GlobalTableWitnessGroupUpdate {
  readonly Create?: OfRegion | undefined;
  readonly Delete?: OfRegion | undefined;
}

export interface ReplicaGlobalSecondaryIndexDescription {
  readonly IndexName?: string | undefined;
  readonly ProvisionedThroughputOverride?: ProvisionedThroughputOverride | undefined;
  readonly OnDemandThroughputOverride?: OnDemandThroughputOverride | undefined;
  readonly WarmThroughput?: GlobalSecondaryIndexWarmThroughputDescription | undefined;
}

export interface ReplicaDescription {
  readonly RegionName?: string | undefined;
  readonly ReplicaStatus?: ReplicaStatus | undefined;
  readonly ReplicaArn?: string | undefined;
  readonly ReplicaStatusDescription?: string | undefined;
  readonly ReplicaStatusPercentProgress?: string | undefined;
  readonly KMSMasterKeyId?: string | undefined;
  readonly ProvisionedThroughputOverride?: ProvisionedThroughputOverride | undefined;
  readonly OnDemandThroughputOverride?: OnDemandThroughputOverride | undefined;
  readonly WarmThroughput?: TableWarmThroughputDescription | undefined;
  readonly GlobalSecondaryIndexes?: ReplicaGlobalSecondaryIndexDescription[] | undefined;
  readonly ReplicaInaccessibleDateTime?: EpochSeconds | undefined;
  readonly ReplicaTableClassSummary?: TableClassSummary | undefined;
  readonly GlobalTableSettingsReplicationMode?: GlobalTableSettingsReplicationMode | undefined;
}

export interface GlobalTableWitnessDescription {
  readonly RegionName?: string | undefined;
  readonly WitnessStatus?: 'ACTIVE' | 'CREATING' | 'DELETING' | undefined;
}
