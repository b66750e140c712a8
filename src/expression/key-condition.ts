import type { KeySchema } from '../item/key-schema.ts';
import type { AttributeValue } from '../wire/attribute-value.ts';
import { bindCondition } from './condition-binder.ts';
import { bindClauses } from './key-condition-binding.ts';
import { clausesOf } from './key-condition-clauses.ts';
import type { Placeholders } from './placeholders.ts';
import { parseCondition } from './syntax/parsed.ts';

/** What a query asks of one attribute. */
export type SortCondition =
  | { readonly kind: '=' | '<' | '<=' | '>' | '>='; readonly value: AttributeValue }
  | { readonly kind: 'between'; readonly lower: AttributeValue; readonly upper: AttributeValue }
  | { readonly kind: 'begins_with'; readonly prefix: AttributeValue };

export interface KeyClause {
  readonly attribute: string;
  readonly condition: SortCondition;
}

/** One clause an attribute, not yet held against a key schema. */
export interface KeyCondition {
  readonly clauses: readonly KeyClause[];
}

/** A query of one item collection: its partition key value and what is asked of the sort key. */
export interface BoundKeyCondition {
  readonly partition: AttributeValue;
  readonly sort?: SortCondition;
}

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
  return bindClauses(condition.clauses, schema);
}
