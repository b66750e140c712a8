import { ValueFault } from '../../item/value-fault.ts';
import type { AttributeValue } from '../../wire/attribute-value.ts';
import { ONE_OR_TWO } from '../key-condition/key-condition-binding.ts';
import type {
  KeyClause,
  KeyCondition,
  SortCondition,
} from '../key-condition/key-condition-nodes.ts';
import { checkCondition } from './legacy-condition.ts';
import type { LegacyCondition, LegacyOperator } from './legacy-condition.ts';

/** KeyConditions, for `bindKeyCondition`. Throws `ValueFault` (bare). Source: reference validation.md section 7. */
export function lowerKeyConditions(
  conditions: Readonly<Record<string, LegacyCondition>>,
): KeyCondition {
  const names = Object.keys(conditions);
  for (const name of names) {
    const { ComparisonOperator, AttributeValueList } = conditions[name] as LegacyCondition;
    checkCondition(ComparisonOperator, AttributeValueList ?? []);
  }
  if (names.length === 0) throw new ValueFault(ONE_OR_TWO);
  const clauses = names.map((name) => clauseOf(name, conditions[name] as LegacyCondition));
  return { clauses, isLegacy: true };
}

function clauseOf(attribute: string, condition: LegacyCondition): KeyClause {
  const values = condition.AttributeValueList ?? [];
  return { attribute, condition: sortConditionOf(condition.ComparisonOperator, values) };
}

/** `values` has as many elements as the operator takes. */
function sortConditionOf(
  operator: LegacyOperator,
  values: readonly AttributeValue[],
): SortCondition {
  const [first, second] = values;
  if (first !== undefined) {
    if (operator === 'EQ') return { kind: '=', value: first };
    if (operator === 'LT') return { kind: '<', value: first };
    if (operator === 'LE') return { kind: '<=', value: first };
    if (operator === 'GT') return { kind: '>', value: first };
    if (operator === 'GE') return { kind: '>=', value: first };
    if (operator === 'BEGINS_WITH') return { kind: 'begins_with', prefix: first };
    if (operator === 'BETWEEN' && second !== undefined) {
      return { kind: 'between', lower: first, upper: second };
    }
  }
  throw new ValueFault('Query key condition not supported');
}
