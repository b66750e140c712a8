/**
 * What the single-item writes read alike from their requests: condition, return values, and how to answer a refusal.
 */
import type { ReturnConsumedCapacity } from '../../capacity/consumed-capacity.ts';
import type { Condition } from '../../expression/condition/condition.ts';
import { compileCondition } from '../../expression/condition/condition.ts';
import { checkConditionalOperator } from '../../expression/legacy/conditional-operator.ts';
import { lowerExpected } from '../../expression/legacy/expected.ts';
import type { Expectation } from '../../expression/legacy/expected.ts';
import type { Placeholders } from '../../expression/binding/placeholders.ts';
import { ValueFault } from '../../item/value-fault.ts';
import { string } from '../../wire/shapes/scalars.ts';
import {
  namedConditionalOperator,
  expressionAttributeNames,
  expressionAttributeValues,
  returnConsumedCapacity,
  returnItemCollectionMetrics,
  returnValues,
  returnValuesOnConditionCheckFailure,
  tableNameOrArn,
} from './common-members.ts';
import { expected } from './legacy-members.ts';
import { required } from '../../wire/shapes/structure.ts';

export type ReturnValues = 'NONE' | 'ALL_OLD' | 'ALL_NEW' | 'UPDATED_OLD' | 'UPDATED_NEW';

/** The members of PutItem, UpdateItem and DeleteItem but for the item, key and update, in the order of their failures. */
export const writeMembers = {
  ReturnConsumedCapacity: returnConsumedCapacity,
  TableName: required(tableNameOrArn),
  ReturnValues: returnValues,
  ReturnItemCollectionMetrics: returnItemCollectionMetrics,
  ReturnValuesOnConditionCheckFailure: returnValuesOnConditionCheckFailure,
  ConditionalOperator: namedConditionalOperator,
  Expected: expected,
  ConditionExpression: string(),
  ExpressionAttributeNames: expressionAttributeNames,
  ExpressionAttributeValues: expressionAttributeValues,
} as const;

/** What a write answers, whatever it writes. */
export interface WriteReturns {
  readonly tableName: string;
  readonly values: ReturnValues;
  readonly capacity: ReturnConsumedCapacity;
  /** Whether the size of the item collection is asked for. */
  readonly metrics: boolean;
  /** Whether a failed condition shows the item it failed on. */
  readonly itemOnFailure: boolean;
}

export function writeReturnsOf(request: {
  readonly TableName: string;
  readonly ReturnValues?: ReturnValues;
  readonly ReturnConsumedCapacity?: ReturnConsumedCapacity;
  readonly ReturnItemCollectionMetrics?: 'SIZE' | 'NONE';
  readonly ReturnValuesOnConditionCheckFailure?: 'ALL_OLD' | 'NONE';
}): WriteReturns {
  return {
    tableName: request.TableName,
    values: request.ReturnValues ?? 'NONE',
    capacity: request.ReturnConsumedCapacity ?? 'NONE',
    metrics: request.ReturnItemCollectionMetrics === 'SIZE',
    itemOnFailure: request.ReturnValuesOnConditionCheckFailure === 'ALL_OLD',
  };
}

export const OLD_VALUES_ONLY = 'ReturnValues can only be ALL_OLD or NONE';

/** PutItem and DeleteItem can only return the old item. Throws `ValueFault`. */
export function checkOldValuesOnly(values: ReturnValues | undefined): void {
  if (!returnsOldValuesOnly(values)) throw new ValueFault(OLD_VALUES_ONLY);
}

export function returnsOldValuesOnly(values: unknown): boolean {
  return values === undefined || values === null || values === 'NONE' || values === 'ALL_OLD';
}

/** The condition of a write from Expected; its values are canonical. Throws `ValueFault`. */
export function lowerWriteExpected(
  expectations: Readonly<Record<string, Expectation>> | undefined,
  operator: 'AND' | 'OR' | undefined,
): Condition | undefined {
  const count = expectations === undefined ? undefined : Object.keys(expectations).length;
  checkConditionalOperator(operator, count);
  if (expectations === undefined || count === 0) return undefined;
  return lowerExpected(expectations, operator);
}

export function compileWriteCondition(
  text: string | undefined,
  placeholders: Placeholders,
): Condition | undefined {
  return text === undefined
    ? undefined
    : compileCondition('ConditionExpression', text, placeholders);
}
