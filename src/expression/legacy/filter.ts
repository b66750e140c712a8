import type { Condition } from '../condition/condition.ts';
import type { ConditionalOperator } from './conditional-operator.ts';
import { joinConditions, lowerCondition } from './legacy-condition.ts';
import type { LegacyCondition } from './legacy-condition.ts';

/** QueryFilter or ScanFilter as a condition; no members: always true. Throws `ValueFault` (bare). */
export function lowerFilter(
  filter: Readonly<Record<string, LegacyCondition>>,
  operator: ConditionalOperator | undefined,
): Condition {
  const conditions = Object.keys(filter).map((name) => {
    const { ComparisonOperator, AttributeValueList } = filter[name] as LegacyCondition;
    return lowerCondition(name, ComparisonOperator, AttributeValueList ?? []);
  });
  return joinConditions(conditions, operator);
}
