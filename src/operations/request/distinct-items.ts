import type { Table } from '../../placement/table-catalog.ts';
import type { Item } from '../../wire/attribute-value.ts';
import { findAttribute, typeOf } from '../../wire/attribute-value.ts';
import { validationError } from '../../wire/dynamo-error.ts';

/** What refuses a batch, and what a transaction. */
export const SAME_KEYS = 'Provided list of item keys contains duplicates';
export const SAME_ITEM = 'Transaction request cannot include multiple operations on one item';

/**
 * The items that one request names, to refuse naming one twice.
 *
 * Compares canonical key attributes as they are: the check comes before keys are held against the schema, so what lacks a
 * key attribute is passed over.
 */
export class DistinctItems {
  readonly #seen = new Set<string>();
  readonly #message: string;

  /** `message` refuses a duplicate. */
  constructor(message: string) {
    this.#message = message;
  }

  /** Takes note of the item of `table` whose key attributes `attributes` holds; throws if it was noted before. */
  add(table: Table, attributes: Item): void {
    const { partitionKey, sortKey } = table.keySchema;
    const partition = scalarText(attributes, partitionKey.name);
    const sort = sortKey === undefined ? '' : scalarText(attributes, sortKey.name);
    if (partition === undefined || sort === undefined) return;
    const identity = `${String(table.tree)}|${String(partition.length)}|${partition}${sort}`;
    if (this.#seen.has(identity)) throw validationError(this.#message);
    this.#seen.add(identity);
  }
}

function scalarText(attributes: Item, name: string): string | undefined {
  const value = findAttribute(attributes, name);
  if (value === undefined) return undefined;
  const text = 'S' in value ? value.S : 'N' in value ? value.N : 'B' in value ? value.B : undefined;
  return text === undefined ? undefined : typeOf(value) + text;
}
