import type { ScalarType } from '../wire/attribute-value.ts';

/** One key attribute: its name in the item and the only type it may have. */
export interface KeyAttribute {
  readonly name: string;
  readonly type: ScalarType;
}

/** The primary key of a table or of an index. Without a sort key an item collection holds one item. */
export interface KeySchema {
  readonly partitionKey: KeyAttribute;
  readonly sortKey: KeyAttribute | undefined;
}

/**
 * The key of a secondary index: one to four attributes that choose the item collection, and up to four that order it.
 * Source: api-surface.md section 4.
 */
export interface IndexKeySchema {
  readonly hash: readonly KeyAttribute[];
  readonly range: readonly KeyAttribute[];
}
