/** Conditions, projections and their placeholders, and the parameters that expressions have replaced. */
import type { AttributeValue } from './attribute-value.ts';

/** What the placeholders of an expression stand for: `#name` and `:value`. */
export interface Placeholders {
  readonly ExpressionAttributeNames?: Record<string, string> | undefined;
  readonly ExpressionAttributeValues?: Record<string, AttributeValue> | undefined;
}

/** What to read of an item, and how. */
export interface Reading {
  readonly ConsistentRead?: boolean | undefined;
  readonly ProjectionExpression?: string | undefined;
  readonly ExpressionAttributeNames?: Record<string, string> | undefined;
  /** Older than ProjectionExpression. */
  readonly AttributesToGet?: readonly string[] | undefined;
}

export type ConditionalOperator = 'AND' | 'OR';

export type ComparisonOperator =
  | 'BEGINS_WITH'
  | 'BETWEEN'
  | 'CONTAINS'
  | 'EQ'
  | 'GE'
  | 'GT'
  | 'IN'
  | 'LE'
  | 'LT'
  | 'NE'
  | 'NOT_CONTAINS'
  | 'NOT_NULL'
  | 'NULL';

export type ReturnValuesOnConditionCheckFailure = 'ALL_OLD' | 'NONE';

/** A condition of KeyConditions, QueryFilter or ScanFilter. */
export interface Condition {
  readonly ComparisonOperator: ComparisonOperator;
  readonly AttributeValueList?: readonly AttributeValue[] | undefined;
}

/** A condition of Expected. */
export interface ExpectedAttributeValue {
  readonly Value?: AttributeValue | undefined;
  readonly Exists?: boolean | undefined;
  readonly ComparisonOperator?: ComparisonOperator | undefined;
  readonly AttributeValueList?: readonly AttributeValue[] | undefined;
}
