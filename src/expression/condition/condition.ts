import type { Attributes } from '../../item/attributes.ts';
import { bindCondition } from './condition-binder.ts';
import { isTrue } from './condition-evaluator.ts';
import type { ConditionNode } from '../condition-nodes.ts';
import { pathsOfCondition } from './condition-paths.ts';
import type { Placeholders } from '../binding/placeholders.ts';
import { parseCondition } from '../syntax/parsed.ts';

/** A condition ready to be evaluated, whatever parameter it came from. */
export type Condition = ConditionNode;

/**
 * Reads a ConditionExpression or FilterExpression.
 *
 * Counts the placeholders it meets as used. Throws `ValueFault` with AWS's text, prefix included.
 * Source: reference validation.md section 6.
 */
export function compileCondition(
  kind: 'ConditionExpression' | 'FilterExpression',
  text: string,
  placeholders: Placeholders,
): Condition {
  return bindCondition(kind, parseCondition(kind, text), placeholders);
}

/** Whether `item` meets the condition. A missing item is the empty item. Throws only what reading `item` throws. */
export function evaluateCondition(condition: Condition, item: Attributes): boolean {
  return isTrue(condition, item);
}

/** The top-level attributes the condition reads, in written order. */
export function conditionAttributes(condition: Condition): ReadonlySet<string> {
  return new Set(pathsOfCondition(condition).map((path) => String(path[0])));
}

/** The top-level attributes the condition reads into, by `.name` or `[index]`: none of them may be a key. */
export function conditionNestedAttributes(condition: Condition): ReadonlySet<string> {
  const nested = pathsOfCondition(condition).filter((path) => path.length > 1);
  return new Set(nested.map((path) => String(path[0])));
}
