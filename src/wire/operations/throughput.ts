/** Billing and throughput of tables and indexes. */
import type { EpochSeconds } from './epoch-seconds.ts';

export type BillingMode = 'PAY_PER_REQUEST' | 'PROVISIONED';

export interface BillingModeSummary {
  readonly BillingMode?: BillingMode | undefined;
  readonly LastUpdateToPayPerRequestDateTime?: EpochSeconds | undefined;
}

export interface ProvisionedThroughput {
  readonly ReadCapacityUnits: number;
  readonly WriteCapacityUnits: number;
}

export interface ProvisionedThroughputDescription {
  readonly LastIncreaseDateTime?: EpochSeconds | undefined;
  readonly LastDecreaseDateTime?: EpochSeconds | undefined;
  readonly NumberOfDecreasesToday?: number | undefined;
  readonly ReadCapacityUnits?: number | undefined;
  readonly WriteCapacityUnits?: number | undefined;
}

export interface ProvisionedThroughputOverride {
  readonly ReadCapacityUnits?: number | undefined;
}

export interface OnDemandThroughput {
  readonly MaxReadRequestUnits?: number | undefined;
  readonly MaxWriteRequestUnits?: number | undefined;
}

export interface OnDemandThroughputOverride {
  readonly MaxReadRequestUnits?: number | undefined;
}

export interface WarmThroughput {
  readonly ReadUnitsPerSecond?: number | undefined;
  readonly WriteUnitsPerSecond?: number | undefined;
}

export interface GlobalSecondaryIndexWarmThroughputDescription extends WarmThroughput {
  readonly Status?: IndexStatus | undefined;
}

export interface TableWarmThroughputDescription extends WarmThroughput {
  readonly Status?: TableStatus | undefined;
}

export type IndexStatus = 'ACTIVE' | 'CREATING' | 'DELETING' | 'UPDATING';

export type TableStatus =
  | 'ACTIVE'
  | 'ARCHIVED'
  | 'ARCHIVING'
  | 'CREATING'
  | 'DELETING'
  | 'INACCESSIBLE_ENCRYPTION_CREDENTIALS'
  | 'REPLICATION_NOT_AUTHORIZED'
  | 'UPDATING';
