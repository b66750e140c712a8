/** Secondary indexes, and vector indexes. */
import type {
  KeySchemaElement,
  Projection,
  SearchSchemaElement,
  VectorAttributeDefinition,
  VectorDistanceFunction,
} from './keys.ts';
import type {
  GlobalSecondaryIndexWarmThroughputDescription,
  IndexStatus,
  OnDemandThroughput,
  ProvisionedThroughput,
  ProvisionedThroughputDescription,
  WarmThroughput,
} from './throughput.ts';

export interface OfIndex {
  readonly IndexName: string;
}

export interface LocalSecondaryIndex {
  readonly IndexName: string;
  readonly KeySchema: readonly KeySchemaElement[];
  readonly Projection: Projection;
}

export interface GlobalSecondaryIndex {
  readonly IndexName: string;
  readonly KeySchema: readonly KeySchemaElement[];
  readonly Projection: Projection;
  readonly ProvisionedThroughput?: ProvisionedThroughput | undefined;
  readonly OnDemandThroughput?: OnDemandThroughput | undefined;
  readonly WarmThroughput?: WarmThroughput | undefined;
}

export interface VectorIndex {
  readonly IndexName: string;
  readonly VectorAttribute: VectorAttributeDefinition;
  readonly Projection: Projection;
  readonly Dimensions: number;
  readonly DistanceFunction: VectorDistanceFunction;
  readonly SearchSchema?: readonly SearchSchemaElement[] | undefined;
}

export interface UpdateGlobalSecondaryIndexAction {
  readonly IndexName: string;
  readonly ProvisionedThroughput?: ProvisionedThroughput | undefined;
  readonly OnDemandThroughput?: OnDemandThroughput | undefined;
  readonly WarmThroughput?: WarmThroughput | undefined;
}

/** One of the three. */
export interface GlobalSecondaryIndexUpdate {
  readonly Update?: UpdateGlobalSecondaryIndexAction | undefined;
  readonly Create?: GlobalSecondaryIndex | undefined;
  readonly Delete?: OfIndex | undefined;
}

/** One of the two. */
export interface VectorIndexUpdate {
  readonly Create?: VectorIndex | undefined;
  readonly Delete?: OfIndex | undefined;
}

/** What every index tells of itself. */
export interface IndexDescription {
  readonly IndexName?: string | undefined;
  readonly Projection?: Projection | undefined;
  readonly IndexSizeBytes?: number | undefined;
  readonly ItemCount?: number | undefined;
  readonly IndexArn?: string | undefined;
}

export interface LocalSecondaryIndexDescription extends IndexDescription {
  readonly KeySchema?: KeySchemaElement[] | undefined;
}

export interface GlobalSecondaryIndexDescription extends IndexDescription {
  readonly KeySchema?: KeySchemaElement[] | undefined;
  readonly IndexStatus?: IndexStatus | undefined;
  readonly Backfilling?: boolean | undefined;
  readonly ProvisionedThroughput?: ProvisionedThroughputDescription | undefined;
  readonly OnDemandThroughput?: OnDemandThroughput | undefined;
  readonly WarmThroughput?: GlobalSecondaryIndexWarmThroughputDescription | undefined;
}

export interface VectorIndexDescription extends IndexDescription {
  readonly SearchSchema?: SearchSchemaElement[] | undefined;
  readonly VectorAttribute?: VectorAttributeDefinition | undefined;
  readonly Dimensions?: number | undefined;
  readonly DistanceFunction?: VectorDistanceFunction | undefined;
  readonly IndexStatus?: IndexStatus | undefined;
  readonly Backfilling?: boolean | undefined;
}
