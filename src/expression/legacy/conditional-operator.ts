import { ValueFault } from '../../item/value-fault.ts';

export type ConditionalOperator = 'AND' | 'OR';

/**
 * Refuses a ConditionalOperator that has nothing to join. `conditionCount` is the number of members of Expected,
 * QueryFilter or ScanFilter, undefined where the request has none of them. Source: reference validation.md section 7.
 */
export function checkConditionalOperator(
  operator: ConditionalOperator | undefined,
  conditionCount: number | undefined,
): void {
  if (operator === undefined) return;
  if (conditionCount === undefined || conditionCount === 0) {
    throw new ValueFault('ConditionalOperator cannot be used without Filter or Expected');
  }
  if (conditionCount === 1) {
    throw new ValueFault(
      'ConditionalOperator can only be used when Filter or Expected has two or more elements',
    );
  }
}
