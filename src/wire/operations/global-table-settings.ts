/** Settings of global tables of the first version. */
import type { AutoScalingSettingsDescription, AutoScalingSettingsUpdate } from './auto-scaling.ts';
import type { Exchange } from './exchange.ts';
import type { OfGlobalTable } from './global-tables.ts';
import type { ReplicaStatus, TableClass, TableClassSummary } from './replicas.ts';
import type { BillingMode, BillingModeSummary, IndexStatus } from './throughput.ts';

export interface GlobalTableSettingsOperations {
  readonly UpdateGlobalTableSettings: Exchange<
    UpdateGlobalTableSettingsInput,
    GlobalTableSettingsOutput
  >;
  readonly DescribeGlobalTableSettings: Exchange<OfGlobalTable, GlobalTableSettingsOutput>;
}

export interface ReplicaGlobalSecondaryIndexSettingsUpdate {
  readonly IndexName: string;
  readonly ProvisionedReadCapacityUnits?: number | undefined;
  readonly ProvisionedReadCapacityAutoScalingSettingsUpdate?: AutoScalingSettingsUpdate | undefined;
}

export interface ReplicaSettingsUpdate {
  readonly RegionName: string;
  readonly ReplicaProvisionedReadCapacityUnits?: number | undefined;
  readonly ReplicaProvisionedReadCapacityAutoScalingSettingsUpdate?:
    AutoScalingSettingsUpdate | undefined;
  readonly ReplicaGlobalSecondaryIndexSettingsUpdate?:
    readonly ReplicaGlobalSecondaryIndexSettingsUpdate[] | undefined;
  readonly ReplicaTableClass?: TableClass | undefined;
}

export interface GlobalTableGlobalSecondaryIndexSettingsUpdate {
  readonly IndexName: string;
  readonly ProvisionedWriteCapacityUnits?: number | undefined;
  readonly ProvisionedWriteCapacityAutoScalingSettingsUpdate?:
    AutoScalingSettingsUpdate | undefined;
}

export interface UpdateGlobalTableSettingsInput {
  readonly GlobalTableName: string;
  readonly GlobalTableBillingMode?: BillingMode | undefined;
  readonly GlobalTableProvisionedWriteCapacityUnits?: number | undefined;
  readonly GlobalTableProvisionedWriteCapacityAutoScalingSettingsUpdate?:
    AutoScalingSettingsUpdate | undefined;
  readonly GlobalTableGlobalSecondaryIndexSettingsUpdate?:
    readonly GlobalTableGlobalSecondaryIndexSettingsUpdate[] | undefined;
  readonly ReplicaSettingsUpdate?: readonly ReplicaSettingsUpdate[] | undefined;
}

export interface ReplicaGlobalSecondaryIndexSettingsDescription {
  readonly IndexName: string;
  readonly IndexStatus?: IndexStatus | undefined;
  readonly ProvisionedReadCapacityUnits?: number | undefined;
  readonly ProvisionedReadCapacityAutoScalingSettings?: AutoScalingSettingsDescription | undefined;
  readonly ProvisionedWriteCapacityUnits?: number | undefined;
  readonly ProvisionedWriteCapacityAutoScalingSettings?: AutoScalingSettingsDescription | undefined;
}

export interface ReplicaSettingsDescription {
  readonly RegionName: string;
  readonly ReplicaStatus?: ReplicaStatus | undefined;
  readonly ReplicaBillingModeSummary?: BillingModeSummary | undefined;
  readonly ReplicaProvisionedReadCapacityUnits?: number | undefined;
  readonly ReplicaProvisionedReadCapacityAutoScalingSettings?:
    AutoScalingSettingsDescription | undefined;
  readonly ReplicaProvisionedWriteCapacityUnits?: number | undefined;
  readonly ReplicaProvisionedWriteCapacityAutoScalingSettings?:
    AutoScalingSettingsDescription | undefined;
  readonly ReplicaGlobalSecondaryIndexSettings?:
    ReplicaGlobalSecondaryIndexSettingsDescription[] | undefined;
  readonly ReplicaTableClassSummary?: TableClassSummary | undefined;
}

export interface GlobalTableSettingsOutput {
  readonly GlobalTableName?: string | undefined;
  readonly ReplicaSettings?: ReplicaSettingsDescription[] | undefined;
}
