/** Time to live. */
import type { Exchange } from './exchange.ts';
import type { OfTable } from './tables.ts';

export interface TimeToLiveOperations {
  readonly UpdateTimeToLive: Exchange<UpdateTimeToLiveInput, UpdateTimeToLiveOutput>;
  readonly DescribeTimeToLive: Exchange<OfTable, DescribeTimeToLiveOutput>;
}

/** `AttributeName` holds the seconds since 1970 when an item expires. */
export interface TimeToLiveSpecification {
  readonly Enabled: boolean;
  readonly AttributeName: string;
}

export interface UpdateTimeToLiveInput {
  readonly TableName: string;
  readonly TimeToLiveSpecification: TimeToLiveSpecification;
}

export interface UpdateTimeToLiveOutput {
  readonly TimeToLiveSpecification?: TimeToLiveSpecification | undefined;
}

export interface TimeToLiveDescription {
  readonly TimeToLiveStatus?: 'DISABLED' | 'DISABLING' | 'ENABLED' | 'ENABLING' | undefined;
  readonly AttributeName?: string | undefined;
}

export interface DescribeTimeToLiveOutput {
  readonly TimeToLiveDescription?: TimeToLiveDescription | undefined;
}
