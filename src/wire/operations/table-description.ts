/** What a table tells of itself. */
import type { EpochSeconds } from './epoch-seconds.ts';
import type {
  GlobalSecondaryIndexDescription,
  LocalSecondaryIndexDescription,
  VectorIndexDescription,
} from './indexes.ts';
import type { AttributeDefinition, KeySchemaElement } from './keys.ts';
import type {
  GlobalTableSettingsReplicationMode,
  GlobalTableWitnessDescription,
  ReplicaDescription,
  TableClassSummary,
} from './replicas.ts';
import type {
  BillingModeSummary,
  OnDemandThroughput,
  ProvisionedThroughputDescription,
  TableStatus,
  TableWarmThroughputDescription,
} from './throughput.ts';

export type MultiRegionConsistency = 'EVENTUAL' | 'STRONG';

export type SSEType = 'AES256' | 'KMS';

export type StreamViewType = 'KEYS_ONLY' | 'NEW_AND_OLD_IMAGES' | 'NEW_IMAGE' | 'OLD_IMAGE';

export interface StreamSpecification {
  readonly StreamEnabled: boolean;
  readonly StreamViewType?: StreamViewType | undefined;
}

export interface SSEDescription {
  readonly Status?: 'DISABLED' | 'DISABLING' | 'ENABLED' | 'ENABLING' | 'UPDATING' | undefined;
  readonly SSEType?: SSEType | undefined;
  readonly KMSMasterKeyArn?: string | undefined;
  readonly InaccessibleEncryptionDateTime?: EpochSeconds | undefined;
}

export interface RestoreSummary {
  readonly RestoreDateTime: EpochSeconds;
  readonly RestoreInProgress: boolean;
  readonly SourceBackupArn?: string | undefined;
  readonly SourceTableArn?: string | undefined;
}

export interface ArchivalSummary {
  readonly ArchivalDateTime?: EpochSeconds | undefined;
  readonly ArchivalReason?: string | undefined;
  readonly ArchivalBackupArn?: string | undefined;
}

export interface TableDescription {
  readonly AttributeDefinitions?: AttributeDefinition[] | undefined;
  readonly TableName?: string | undefined;
  readonly KeySchema?: KeySchemaElement[] | undefined;
  readonly TableStatus?: TableStatus | undefined;
  readonly CreationDateTime?: EpochSeconds | undefined;
  readonly ProvisionedThroughput?: ProvisionedThroughputDescription | undefined;
  readonly TableSizeBytes?: number | undefined;
  readonly ItemCount?: number | undefined;
  readonly TableArn?: string | undefined;
  readonly TableId?: string | undefined;
  readonly BillingModeSummary?: BillingModeSummary | undefined;
  readonly LocalSecondaryIndexes?: LocalSecondaryIndexDescription[] | undefined;
  readonly GlobalSecondaryIndexes?: GlobalSecondaryIndexDescription[] | undefined;
  readonly StreamSpecification?: StreamSpecification | undefined;
  readonly LatestStreamLabel?: string | undefined;
  readonly LatestStreamArn?: string | undefined;
  readonly GlobalTableVersion?: string | undefined;
  readonly Replicas?: ReplicaDescription[] | undefined;
  readonly GlobalTableWitnesses?: GlobalTableWitnessDescription[] | undefined;
  readonly GlobalTableSettingsReplicationMode?: GlobalTableSettingsReplicationMode | undefined;
  readonly RestoreSummary?: RestoreSummary | undefined;
  readonly SSEDescription?: SSEDescription | undefined;
  readonly ArchivalSummary?: ArchivalSummary | undefined;
  readonly TableClassSummary?: TableClassSummary | undefined;
  readonly DeletionProtectionEnabled?: boolean | undefined;
  readonly DisassociationProtectionEnabled?: boolean | undefined;
  readonly OnDemandThroughput?: OnDemandThroughput | undefined;
  readonly WarmThroughput?: TableWarmThroughputDescription | undefined;
  readonly MultiRegionConsistency?: MultiRegionConsistency | undefined;
  readonly VectorIndexes?: VectorIndexDescription[] | undefined;
}
