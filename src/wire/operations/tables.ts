/** Tables: made, changed, described, listed, deleted. */
import type { Exchange } from './exchange.ts';
import type {
  GlobalSecondaryIndex,
  GlobalSecondaryIndexUpdate,
  LocalSecondaryIndex,
  VectorIndex,
  VectorIndexUpdate,
} from './indexes.ts';
import type { AttributeDefinition, KeySchemaElement } from './keys.ts';
import type {
  GlobalTableSettingsReplicationMode,
  GlobalTableWitnessGroupUpdate,
  ReplicationGroupUpdate,
  TableClass,
} from './replicas.ts';
import type {
  MultiRegionConsistency,
  SSEType,
  StreamSpecification,
  TableDescription,
} from './table-description.ts';
import type { Tag } from './tags.ts';
import type {
  BillingMode,
  OnDemandThroughput,
  ProvisionedThroughput,
  WarmThroughput,
} from './throughput.ts';

export interface TableOperations {
  readonly CreateTable: Exchange<CreateTableInput, TableChangeOutput>;
  readonly UpdateTable: Exchange<UpdateTableInput, TableChangeOutput>;
  readonly DeleteTable: Exchange<OfTable, TableChangeOutput>;
  readonly DescribeTable: Exchange<OfTable, DescribeTableOutput>;
  readonly ListTables: Exchange<ListTablesInput, ListTablesOutput>;
}

export interface OfTable {
  readonly TableName: string;
}

export interface SSESpecification {
  readonly Enabled?: boolean | undefined;
  readonly SSEType?: SSEType | undefined;
  readonly KMSMasterKeyId?: string | undefined;
}

/** What CreateTable and UpdateTable have in common. */
export interface TableSettings {
  readonly TableName: string;
  readonly AttributeDefinitions?: readonly AttributeDefinition[] | undefined;
  readonly BillingMode?: BillingMode | undefined;
  readonly ProvisionedThroughput?: ProvisionedThroughput | undefined;
  readonly OnDemandThroughput?: OnDemandThroughput | undefined;
  readonly WarmThroughput?: WarmThroughput | undefined;
  readonly StreamSpecification?: StreamSpecification | undefined;
  readonly SSESpecification?: SSESpecification | undefined;
  readonly TableClass?: TableClass | undefined;
  readonly DeletionProtectionEnabled?: boolean | undefined;
  readonly GlobalTableSettingsReplicationMode?: GlobalTableSettingsReplicationMode | undefined;
}

export interface CreateTableInput extends TableSettings {
  readonly KeySchema?: readonly KeySchemaElement[] | undefined;
  readonly LocalSecondaryIndexes?: readonly LocalSecondaryIndex[] | undefined;
  readonly GlobalSecondaryIndexes?: readonly GlobalSecondaryIndex[] | undefined;
  readonly Tags?: readonly Tag[] | undefined;
  readonly ResourcePolicy?: string | undefined;
  readonly GlobalTableSourceArn?: string | undefined;
  readonly VectorIndexes?: readonly VectorIndex[] | undefined;
}

export interface UpdateTableInput extends TableSettings {
  readonly GlobalSecondaryIndexUpdates?: readonly GlobalSecondaryIndexUpdate[] | undefined;
  readonly ReplicaUpdates?: readonly ReplicationGroupUpdate[] | undefined;
  readonly MultiRegionConsistency?: MultiRegionConsistency | undefined;
  readonly GlobalTableWitnessUpdates?: readonly GlobalTableWitnessGroupUpdate[] | undefined;
  readonly DisassociationProtectionEnabled?: boolean | undefined;
  readonly VectorIndexUpdates?: readonly VectorIndexUpdate[] | undefined;
}

export interface TableChangeOutput {
  readonly TableDescription?: TableDescription | undefined;
}

export interface DescribeTableOutput {
  readonly Table?: TableDescription | undefined;
}

export interface ListTablesInput {
  readonly ExclusiveStartTableName?: string | undefined;
  readonly Limit?: number | undefined;
}

/** There are more where `LastEvaluatedTableName` is: it is the next `ExclusiveStartTableName`. */
export interface ListTablesOutput {
  readonly TableNames?: string[] | undefined;
  readonly LastEvaluatedTableName?: string | undefined;
}
