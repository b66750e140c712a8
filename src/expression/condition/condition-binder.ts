import { unreachable } from '../../kernel/invariant.ts';
import { composeBetween, composeComparison, composeIn } from './condition-composition.ts';
import type { ConditionNode, Operand } from '../condition-nodes.ts';
import type { ExpressionKind } from '../expression-fault.ts';
import { bindCall, bindSize } from './function-binder.ts';
import { bindPath } from '../binding/path-binder.ts';
import type { Placeholders } from '../binding/placeholders.ts';
import type {
  BetweenSyntax,
  ComparisonSyntax,
  ConditionSyntax,
  InSyntax,
  OperandSyntax,
} from '../syntax/nodes.ts';
import { valueOf } from '../binding/value-binder.ts';

/**
 * Resolves placeholders and checks what depends on their values, condition by condition in written order: undefined
 * names and values, operand count, distinct operands, operand types. Throws `ValueFault`.
 *
 * Source: reference validation.md section 6.
 */
export function bindCondition(
  kind: ExpressionKind,
  syntax: ConditionSyntax,
  placeholders: Placeholders,
): ConditionNode {
  switch (syntax.kind) {
    case 'and':
    case 'or': {
      const bind = (condition: ConditionSyntax) => bindCondition(kind, condition, placeholders);
      return { kind: syntax.kind, conditions: syntax.conditions.map(bind) };
    }
    case 'not':
      return { kind: 'not', condition: bindCondition(kind, syntax.condition, placeholders) };
    case 'comparison':
      return bindComparison(kind, syntax, placeholders);
    case 'between':
      return bindBetween(kind, syntax, placeholders);
    case 'in':
      return bindIn(kind, syntax, placeholders);
    case 'call': {
      const bind = (operand: OperandSyntax) => bindOperand(kind, operand, placeholders);
      return bindCall(kind, syntax.name, syntax.operands.map(bind));
    }
    default:
      return unreachable(syntax);
  }
}

function bindOperand(
  kind: ExpressionKind,
  syntax: OperandSyntax,
  placeholders: Placeholders,
): Operand {
  if (syntax.kind === 'path') return { kind: 'path', path: bindPath(kind, syntax, placeholders) };
  if (syntax.kind === 'value') {
    return { kind: 'literal', value: valueOf(kind, syntax.placeholder, placeholders) };
  }
  const operands = syntax.operands.map((operand) => bindOperand(kind, operand, placeholders));
  return bindSize(kind, operands);
}

function bindComparison(
  kind: ExpressionKind,
  syntax: ComparisonSyntax,
  placeholders: Placeholders,
): ConditionNode {
  const left = bindOperand(kind, syntax.left, placeholders);
  const right = bindOperand(kind, syntax.right, placeholders);
  return composeComparison(kind, syntax.comparator, left, right);
}

function bindBetween(
  kind: ExpressionKind,
  syntax: BetweenSyntax,
  placeholders: Placeholders,
): ConditionNode {
  const operand = bindOperand(kind, syntax.operand, placeholders);
  const lower = bindOperand(kind, syntax.lower, placeholders);
  const upper = bindOperand(kind, syntax.upper, placeholders);
  return composeBetween(kind, operand, lower, upper);
}

function bindIn(kind: ExpressionKind, syntax: InSyntax, placeholders: Placeholders): ConditionNode {
  const operand = bindOperand(kind, syntax.operand, placeholders);
  const bind = (candidate: OperandSyntax) => bindOperand(kind, candidate, placeholders);
  return composeIn(kind, operand, syntax.candidates.map(bind));
}
