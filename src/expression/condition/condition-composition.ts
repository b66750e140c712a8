import { checkBounds, checkDistinct, checkTypes } from './condition-checks.ts';
import type { Comparator, ConditionNode, Operand } from '../condition-nodes.ts';
import type { ExpressionKind } from '../expression-fault.ts';

/*
 * Conditions from operands that are resolved already, of expressions and statements alike. What the operands alone show to be
 * wrong is refused. Throws `ValueFault`. Source: reference validation.md section 6.
 */

export function composeComparison(
  kind: ExpressionKind,
  comparator: Comparator,
  left: Operand,
  right: Operand,
): ConditionNode {
  checkDistinct(kind, comparator, left, [right]);
  if (comparator !== '=' && comparator !== '<>') {
    checkTypes(kind, comparator, [left, right], 'ordered');
  }
  return { kind: 'comparison', comparator, left, right };
}

export function composeBetween(
  kind: ExpressionKind,
  operand: Operand,
  lower: Operand,
  upper: Operand,
): ConditionNode {
  checkDistinct(kind, 'BETWEEN', operand, [lower, upper]);
  checkTypes(kind, 'BETWEEN', [operand, lower, upper], 'ordered');
  checkBounds(kind, lower, upper);
  return { kind: 'between', operand, lower, upper };
}

export function composeIn(
  kind: ExpressionKind,
  operand: Operand,
  candidates: readonly Operand[],
): ConditionNode {
  checkDistinct(kind, 'IN', operand, candidates);
  return { kind: 'in', operand, candidates };
}
