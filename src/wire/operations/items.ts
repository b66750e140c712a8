/** One item, read or written. */
import type { AttributeValue } from './attribute-value.ts';
import type {
  ConsumedCapacity,
  ItemCollectionMetrics,
  ReturnConsumedCapacity,
} from './capacity.ts';
import type {
  ConditionalOperator,
  ExpectedAttributeValue,
  Placeholders,
  Reading,
  ReturnValuesOnConditionCheckFailure,
} from './conditions.ts';
import type { Exchange } from './exchange.ts';

export interface ItemOperations {
  readonly GetItem: Exchange<GetItemInput, GetItemOutput>;
  readonly PutItem: Exchange<PutItemInput, WriteOutput>;
  readonly UpdateItem: Exchange<UpdateItemInput, WriteOutput>;
  readonly DeleteItem: Exchange<DeleteItemInput, WriteOutput>;
}

export interface GetItemInput extends Reading {
  readonly TableName: string;
  /** Its key attributes, and no others. */
  readonly Key: Record<string, AttributeValue>;
  readonly ReturnConsumedCapacity?: ReturnConsumedCapacity | undefined;
}

/** `Item` is absent where there is none of that key. */
export interface GetItemOutput {
  readonly Item?: Record<string, AttributeValue> | undefined;
  readonly ConsumedCapacity?: ConsumedCapacity | undefined;
}

/** What the three writes of one item have in common. */
export interface WriteInput extends Placeholders {
  readonly TableName: string;
  readonly ConditionExpression?: string | undefined;
  readonly ReturnValues?:
    'ALL_NEW' | 'ALL_OLD' | 'NONE' | 'UPDATED_NEW' | 'UPDATED_OLD' | undefined;
  readonly ReturnValuesOnConditionCheckFailure?: ReturnValuesOnConditionCheckFailure | undefined;
  readonly ReturnConsumedCapacity?: ReturnConsumedCapacity | undefined;
  readonly ReturnItemCollectionMetrics?: 'NONE' | 'SIZE' | undefined;
  /** Older than ConditionExpression. */
  readonly Expected?: Record<string, ExpectedAttributeValue> | undefined;
  readonly ConditionalOperator?: ConditionalOperator | undefined;
}

export interface PutItemInput extends WriteInput {
  readonly Item: Record<string, AttributeValue>;
}

export interface DeleteItemInput extends WriteInput {
  readonly Key: Record<string, AttributeValue>;
}

export interface UpdateItemInput extends WriteInput {
  readonly Key: Record<string, AttributeValue>;
  /** Older than UpdateExpression. */
  readonly AttributeUpdates?: Record<string, AttributeValueUpdate> | undefined;
  readonly UpdateExpression?: string | undefined;
}

/** A change of AttributeUpdates. */
export interface AttributeValueUpdate {
  readonly Value?: AttributeValue | undefined;
  readonly Action?: 'ADD' | 'DELETE' | 'PUT' | undefined;
}

/** `Attributes` is what ReturnValues asked for. */
export interface WriteOutput {
  readonly Attributes?: Record<string, AttributeValue> | undefined;
  readonly ConsumedCapacity?: ConsumedCapacity | undefined;
  readonly ItemCollectionMetrics?: ItemCollectionMetrics | undefined;
}
