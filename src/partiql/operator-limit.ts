import { ValueFault } from '../item/value-fault.ts';
import type { ExpressionSyntax } from './syntax/nodes.ts';

/** Source: reference validation.md sections 6 and 16. */
const OPERATORS_MAX = 300;

/**
 * Throws `ValueFault` where a WHERE clause, or what an UPDATE sets, has more operators and functions than any expression may have.
 * What is within the limit is no deeper than it, literal values apart.
 */
export function checkOperators(expressions: readonly ExpressionSyntax[]): void {
  const open = [...expressions];
  let operators = 0;
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    operators += operatorsOf(next);
    // Counting stops at the first that is too many.
    if (operators > OPERATORS_MAX) {
      const count = OPERATORS_MAX + 1;
      throw new ValueFault(`The expression contains too many operators; operator count: ${count}`);
    }
    open.push(...operandsOf(next));
  }
}

/** What a node counts without its operands: a chain of AND or OR is one node. */
function operatorsOf(expression: ExpressionSyntax): number {
  switch (expression.kind) {
    case 'and':
    case 'or':
      return expression.operands.length - 1;
    case 'between':
    case 'in':
      return expression.negated ? 2 : 1;
    case 'unary':
      return expression.operator === 'not' ? 1 : 0;
    case 'binary':
    case 'call':
    case 'is':
      return 1;
    default:
      return 0;
  }
}

function operandsOf(expression: ExpressionSyntax): readonly ExpressionSyntax[] {
  switch (expression.kind) {
    case 'and':
    case 'or':
    case 'call':
      return expression.operands;
    case 'between':
      return [expression.operand, expression.lower, expression.upper];
    case 'in':
      return [expression.operand, expression.candidates];
    case 'list':
    case 'bag':
      return expression.elements;
    case 'unary':
    case 'is':
      return [expression.operand];
    case 'binary':
      return [expression.left, expression.right];
    default:
      return [];
  }
}
