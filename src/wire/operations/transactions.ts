/** Several items as a whole. */
import type { AttributeValue } from './attribute-value.ts';
import type {
  ConsumedCapacity,
  ItemCollectionMetrics,
  ReturnConsumedCapacity,
} from './capacity.ts';
import type { Placeholders, ReturnValuesOnConditionCheckFailure } from './conditions.ts';
import type { Exchange } from './exchange.ts';

export interface TransactionOperations {
  readonly TransactGetItems: Exchange<TransactGetItemsInput, TransactionOutput>;
  readonly TransactWriteItems: Exchange<TransactWriteItemsInput, TransactWriteItemsOutput>;
}

export interface Get {
  readonly Key: Record<string, AttributeValue>;
  readonly TableName: string;
  readonly ProjectionExpression?: string | undefined;
  readonly ExpressionAttributeNames?: Record<string, string> | undefined;
}

export interface TransactGetItem {
  readonly Get: Get;
}

export interface TransactGetItemsInput {
  readonly TransactItems: readonly TransactGetItem[];
  readonly ReturnConsumedCapacity?: ReturnConsumedCapacity | undefined;
}

/** Without `Item` where there is none. */
export interface ItemResponse {
  readonly Item?: Record<string, AttributeValue> | undefined;
}

/** What was read, in the order of the request. */
export interface TransactionOutput {
  readonly ConsumedCapacity?: ConsumedCapacity[] | undefined;
  readonly Responses?: ItemResponse[] | undefined;
}

/** What the actions of a transaction have in common. */
export interface Action extends Placeholders {
  readonly TableName: string;
  readonly ConditionExpression?: string | undefined;
  readonly ReturnValuesOnConditionCheckFailure?: ReturnValuesOnConditionCheckFailure | undefined;
}

export interface Put extends Action {
  readonly Item: Record<string, AttributeValue>;
}

export interface Delete extends Action {
  readonly Key: Record<string, AttributeValue>;
}

export interface Update extends Action {
  readonly Key: Record<string, AttributeValue>;
  readonly UpdateExpression: string;
}

/** Writes nothing: the transaction is refused where it does not hold. */
export interface ConditionCheck extends Action {
  readonly Key: Record<string, AttributeValue>;
  readonly ConditionExpression: string;
}

/** One of the four. */
export interface TransactWriteItem {
  readonly ConditionCheck?: ConditionCheck | undefined;
  readonly Put?: Put | undefined;
  readonly Delete?: Delete | undefined;
  readonly Update?: Update | undefined;
}

/** The same `ClientRequestToken` again within ten minutes writes nothing more. */
export interface TransactWriteItemsInput {
  readonly TransactItems: readonly TransactWriteItem[];
  readonly ReturnConsumedCapacity?: ReturnConsumedCapacity | undefined;
  readonly ReturnItemCollectionMetrics?: 'NONE' | 'SIZE' | undefined;
  readonly ClientRequestToken?: string | undefined;
}

export interface TransactWriteItemsOutput {
  readonly ConsumedCapacity?: ConsumedCapacity[] | undefined;
  readonly ItemCollectionMetrics?: Record<string, ItemCollectionMetrics[]> | undefined;
}
