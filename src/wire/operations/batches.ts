/** Several items in one request, each for itself. What has not been done is answered, to be asked again. */
import type { AttributeValue } from './attribute-value.ts';
import type {
  ConsumedCapacity,
  ItemCollectionMetrics,
  ReturnConsumedCapacity,
} from './capacity.ts';
import type { Reading } from './conditions.ts';
import type { Exchange } from './exchange.ts';

export interface BatchOperations {
  readonly BatchGetItem: Exchange<BatchGetItemInput, BatchGetItemOutput>;
  readonly BatchWriteItem: Exchange<BatchWriteItemInput, BatchWriteItemOutput>;
}

/** The items of one table. */
export interface KeysAndAttributes extends Reading {
  readonly Keys: readonly Record<string, AttributeValue>[];
}

export interface BatchGetItemInput {
  /** By table. */
  readonly RequestItems: Record<string, KeysAndAttributes>;
  readonly ReturnConsumedCapacity?: ReturnConsumedCapacity | undefined;
}

export interface BatchGetItemOutput {
  /** By table. Those that are not there are missing. */
  readonly Responses?: Record<string, Record<string, AttributeValue>[]> | undefined;
  /** To be sent again as `RequestItems`. */
  readonly UnprocessedKeys?: Record<string, KeysAndAttributes> | undefined;
  readonly ConsumedCapacity?: ConsumedCapacity[] | undefined;
}

export interface PutRequest {
  readonly Item: Record<string, AttributeValue>;
}

export interface DeleteRequest {
  readonly Key: Record<string, AttributeValue>;
}

/** One of the two. */
export interface WriteRequest {
  readonly PutRequest?: PutRequest | undefined;
  readonly DeleteRequest?: DeleteRequest | undefined;
}

export interface BatchWriteItemInput {
  /** By table. */
  readonly RequestItems: Record<string, readonly WriteRequest[]>;
  readonly ReturnConsumedCapacity?: ReturnConsumedCapacity | undefined;
  readonly ReturnItemCollectionMetrics?: 'NONE' | 'SIZE' | undefined;
}

export interface BatchWriteItemOutput {
  /** To be sent again as `RequestItems`. */
  readonly UnprocessedItems?: Record<string, WriteRequest[]> | undefined;
  readonly ItemCollectionMetrics?: Record<string, ItemCollectionMetrics[]> | undefined;
  readonly ConsumedCapacity?: ConsumedCapacity[] | undefined;
}
