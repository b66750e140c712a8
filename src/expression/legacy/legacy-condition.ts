import type { AttributeValue } from '../../wire/attribute-value.ts';
import type { ConditionNode } from '../condition-nodes.ts';

/** A member of QueryFilter, ScanFilter or KeyConditions; values canonical. */
export interface LegacyCondition {
  readonly ComparisonOperator: LegacyOperator;
  readonly AttributeValueList?: readonly AttributeValue[] | undefined;
}

export type LegacyOperator =
  | 'EQ'
  | 'NE'
  | 'LE'
  | 'LT'
  | 'GE'
  | 'GT'
  | 'NOT_NULL'
  | 'NULL'
  | 'CONTAINS'
  | 'NOT_CONTAINS'
  | 'BEGINS_WITH'
  | 'IN'
  | 'BETWEEN';

export function checkCondition(operator: LegacyOperator, values: readonly AttributeValue[]): void {
  throw new Error('todo');
}
export function lowerCondition(
  name: string,
  operator: LegacyOperator,
  values: readonly AttributeValue[],
): ConditionNode {
  throw new Error('todo');
}
export function joinConditions(
  conditions: readonly ConditionNode[],
  operator: 'AND' | 'OR' | undefined,
): ConditionNode {
  throw new Error('todo');
}
