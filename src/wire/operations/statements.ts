/** PartiQL. */
import type { AttributeValue } from './attribute-value.ts';
import type { ConsumedCapacity, ReturnConsumedCapacity } from './capacity.ts';
import type { ReturnValuesOnConditionCheckFailure } from './conditions.ts';
import type { Exchange } from './exchange.ts';
import type { TransactionOutput } from './transactions.ts';

export interface StatementOperations {
  readonly ExecuteStatement: Exchange<ExecuteStatementInput, ExecuteStatementOutput>;
  readonly BatchExecuteStatement: Exchange<BatchExecuteStatementInput, BatchExecuteStatementOutput>;
  readonly ExecuteTransaction: Exchange<ExecuteTransactionInput, TransactionOutput>;
}

export interface ParameterizedStatement {
  readonly Statement: string;
  /** One for each `?`. */
  readonly Parameters?: readonly AttributeValue[] | undefined;
  readonly ReturnValuesOnConditionCheckFailure?: ReturnValuesOnConditionCheckFailure | undefined;
}

export interface ExecuteStatementInput extends ParameterizedStatement {
  readonly ConsistentRead?: boolean | undefined;
  readonly NextToken?: string | undefined;
  readonly ReturnConsumedCapacity?: ReturnConsumedCapacity | undefined;
  readonly Limit?: number | undefined;
}

/** There are more where `NextToken` is: it is the next `NextToken`. */
export interface ExecuteStatementOutput {
  readonly Items?: Record<string, AttributeValue>[] | undefined;
  readonly NextToken?: string | undefined;
  readonly ConsumedCapacity?: ConsumedCapacity | undefined;
  readonly LastEvaluatedKey?: Record<string, AttributeValue> | undefined;
}

export interface BatchStatementRequest extends ParameterizedStatement {
  readonly ConsistentRead?: boolean | undefined;
}

export interface BatchExecuteStatementInput {
  readonly Statements: readonly BatchStatementRequest[];
  readonly ReturnConsumedCapacity?: ReturnConsumedCapacity | undefined;
}

export interface BatchStatementError {
  readonly Code?:
    | 'AccessDenied'
    | 'ConditionalCheckFailed'
    | 'DuplicateItem'
    | 'InternalServerError'
    | 'ItemCollectionSizeLimitExceeded'
    | 'ProvisionedThroughputExceeded'
    | 'RequestLimitExceeded'
    | 'ResourceNotFound'
    | 'ThrottlingError'
    | 'TransactionConflict'
    | 'ValidationError'
    | undefined;
  readonly Message?: string | undefined;
  readonly Item?: Record<string, AttributeValue> | undefined;
}

export interface BatchStatementResponse {
  readonly Error?: BatchStatementError | undefined;
  readonly TableName?: string | undefined;
  readonly Item?: Record<string, AttributeValue> | undefined;
}

export interface BatchExecuteStatementOutput {
  readonly Responses?: BatchStatementResponse[] | undefined;
  readonly ConsumedCapacity?: ConsumedCapacity[] | undefined;
}

export interface ExecuteTransactionInput {
  readonly TransactStatements: readonly ParameterizedStatement[];
  readonly ClientRequestToken?: string | undefined;
  readonly ReturnConsumedCapacity?: ReturnConsumedCapacity | undefined;
}
