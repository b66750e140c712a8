/** What a request has consumed. */
import type { AttributeValue } from './attribute-value.ts';

export type ReturnConsumedCapacity = 'INDEXES' | 'NONE' | 'TOTAL';

/** Capacity units of a table or of an index. They may be fractions. */
export interface Capacity {
  readonly ReadCapacityUnits?: number | undefined;
  readonly WriteCapacityUnits?: number | undefined;
  readonly CapacityUnits?: number | undefined;
}

export interface VectorCapacity {
  readonly VectorSearchRequestBytes?: number | undefined;
  readonly VectorWriteRequestBytes?: number | undefined;
}

/** Capacity units of a request, in total and, with `INDEXES`, by table and index. */
export interface ConsumedCapacity extends Capacity {
  readonly TableName?: string | undefined;
  readonly Table?: Capacity | undefined;
  readonly LocalSecondaryIndexes?: Record<string, Capacity> | undefined;
  readonly GlobalSecondaryIndexes?: Record<string, Capacity> | undefined;
  readonly VectorIndexes?: Record<string, VectorCapacity> | undefined;
}

/** Size of an item collection: two bounds, in gigabytes. */
export interface ItemCollectionMetrics {
  readonly ItemCollectionKey?: Record<string, AttributeValue> | undefined;
  readonly SizeEstimateRangeGB?: number[] | undefined;
}
