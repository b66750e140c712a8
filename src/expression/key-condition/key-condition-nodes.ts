import type { AttributeValue } from '../../wire/attribute-value.ts';

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
  /** Whether it came as KeyConditions. */
  readonly isLegacy?: boolean;
}

/** A query of one item collection: its partition key value and what is asked of the sort key. */
export interface BoundKeyCondition {
  readonly partition: AttributeValue;
  readonly sort?: SortCondition;
}
