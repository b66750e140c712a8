/** Global tables of the first version, 2017.11.29. */
import type { EpochSeconds } from './epoch-seconds.ts';
import type { Exchange } from './exchange.ts';
import type { OfRegion, ReplicaDescription } from './replicas.ts';

export interface GlobalTableOperations {
  readonly CreateGlobalTable: Exchange<CreateGlobalTableInput, GlobalTableOutput>;
  readonly UpdateGlobalTable: Exchange<UpdateGlobalTableInput, GlobalTableOutput>;
  readonly DescribeGlobalTable: Exchange<OfGlobalTable, GlobalTableOutput>;
  readonly ListGlobalTables: Exchange<ListGlobalTablesInput, ListGlobalTablesOutput>;
}

export interface OfGlobalTable {
  readonly GlobalTableName: string;
}

export interface Replica {
  readonly RegionName?: string | undefined;
}

export interface GlobalTable {
  readonly GlobalTableName?: string | undefined;
  readonly ReplicationGroup?: Replica[] | undefined;
}

export interface GlobalTableDescription {
  readonly ReplicationGroup?: ReplicaDescription[] | undefined;
  readonly GlobalTableArn?: string | undefined;
  readonly CreationDateTime?: EpochSeconds | undefined;
  readonly GlobalTableStatus?: 'ACTIVE' | 'CREATING' | 'DELETING' | 'UPDATING' | undefined;
  readonly GlobalTableName?: string | undefined;
}

export interface CreateGlobalTableInput {
  readonly GlobalTableName: string;
  readonly ReplicationGroup: readonly Replica[];
}

/** One of the two. */
export interface ReplicaUpdate {
  readonly Create?: OfRegion | undefined;
  readonly Delete?: OfRegion | undefined;
}

export interface UpdateGlobalTableInput {
  readonly GlobalTableName: string;
  readonly ReplicaUpdates: readonly ReplicaUpdate[];
}

export interface GlobalTableOutput {
  readonly GlobalTableDescription?: GlobalTableDescription | undefined;
}

export interface ListGlobalTablesInput {
  readonly ExclusiveStartGlobalTableName?: string | undefined;
  readonly Limit?: number | undefined;
  readonly RegionName?: string | undefined;
}

export interface ListGlobalTablesOutput {
  readonly GlobalTables?: GlobalTable[] | undefined;
  readonly LastEvaluatedGlobalTableName?: string | undefined;
}
