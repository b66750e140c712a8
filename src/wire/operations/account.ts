/** Quotas and endpoints of the account. */
import type { Exchange, Nothing } from './exchange.ts';

export interface AccountOperations {
  readonly DescribeLimits: Exchange<Nothing, DescribeLimitsOutput>;
  readonly DescribeEndpoints: Exchange<Nothing, DescribeEndpointsOutput>;
}

/** Capacity units that may be provisioned. */
export interface DescribeLimitsOutput {
  readonly AccountMaxReadCapacityUnits?: number | undefined;
  readonly AccountMaxWriteCapacityUnits?: number | undefined;
  readonly TableMaxReadCapacityUnits?: number | undefined;
  readonly TableMaxWriteCapacityUnits?: number | undefined;
}

export interface Endpoint {
  readonly Address: string;
  readonly CachePeriodInMinutes: number;
}

export interface DescribeEndpointsOutput {
  readonly Endpoints: Endpoint[];
}
