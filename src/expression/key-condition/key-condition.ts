import type { KeySchema } from '../../item/key-schema.ts';
import { bindCondition } from '../condition/condition-binder.ts';
import type { BoundKeyCondition, KeyCondition } from './key-condition-nodes.ts';
import { bindClauses } from './key-condition-binding.ts';
import { clausesOf } from './key-condition-clauses.ts';
import type { Placeholders } from '../binding/placeholders.ts';
import { parseCondition } from '../syntax/parsed.ts';

/**
 * Reads a KeyConditionExpression, without knowledge of the table.
 *
 * Throws `ValueFault`. Source: reference validation.md section 6.
 */
export function compileKeyCondition(text: string, placeholders: Placeholders): KeyCondition {
  const kind = 'KeyConditionExpression';
  return { clauses: clausesOf(bindCondition(kind, parseCondition(kind, text), placeholders)) };
}

/**
 * Holds a key condition against the key schema of the table or index that is queried.
 *
 * Throws `ValueFault`, bare. Source: reference validation.md sections 5, 6 and 7.
 */
export function bindKeyCondition(condition: KeyCondition, schema: KeySchema): BoundKeyCondition {
  return bindClauses(condition, schema);
}
