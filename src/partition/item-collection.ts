/**
 * Sizes of item collections: the items of one partition key value and their entries in local indexes.
 * Source: semantics.md sections 3 and 13.
 */
import { collectionPrefix } from '../item/key-codec.ts';
import type { KeySchema } from '../item/key-schema.ts';
import type { Change, Store, TreeId } from '../storage/store.ts';
import type { AttributeValue, Item } from '../wire/attribute-value.ts';
import { findAttribute } from '../wire/attribute-value.ts';
import type { TableIndexes } from './secondary-index.ts';
import { collectionRange } from './collection-range.ts';

const GIGABYTE = 1_073_741_824;
/** What a collection of a table with local indexes may hold. */
export const COLLECTION_BYTES_MAX = 10 * GIGABYTE;

/** A table with local indexes, as far as its collections go. */
export interface CollectedTable {
  readonly tree: TreeId;
  readonly keySchema: KeySchema;
  readonly indexes: TableIndexes;
}

export interface ItemCollectionMetrics {
  readonly ItemCollectionKey: Item;
  readonly SizeEstimateRangeGB: readonly [number, number];
}

/** The metrics of the collection that `item` is in; undefined for a table without local indexes. */
export function collectionMetrics(
  store: Store,
  table: CollectedTable,
  item: Item,
): ItemCollectionMetrics | undefined {
  const { name } = table.keySchema.partitionKey;
  const value = findAttribute(item, name);
  if (table.indexes.local.length === 0 || value === undefined) return undefined;
  const gigabytes = Math.floor(collectionBytes(store, table, value, GIGABYTE) / GIGABYTE);
  return {
    ItemCollectionKey: { [name]: value },
    SizeEstimateRangeGB: [gigabytes, gigabytes + 1],
  };
}

/** Whether the changes make the collection of `item` grow beyond what one may hold. */
export function outgrowsCollection(
  store: Store,
  table: CollectedTable,
  item: Item,
  changes: readonly Change[],
  bytesMax = COLLECTION_BYTES_MAX,
): boolean {
  const value = findAttribute(item, table.keySchema.partitionKey.name);
  if (table.indexes.local.length === 0 || value === undefined) return false;
  const whole = bytesOf(store, table);
  if (whole + putBytes(changes) <= bytesMax) return false;
  const grown = growthOf(store, treesOf(table), changes);
  return grown > 0 && collectionBytes(store, table, value, bytesMax - grown) + grown > bytesMax;
}

/**
 * Bytes of one collection. Where the whole table is below `boundary` that is answered: the collection is below it too, and
 * nothing has to be read.
 */
function collectionBytes(
  store: Store,
  table: CollectedTable,
  value: AttributeValue,
  boundary: number,
): number {
  const whole = bytesOf(store, table);
  if (whole < boundary) return whole;
  const range = collectionRange(table.keySchema, value);
  let bytes = 0;
  for (const tree of treesOf(table)) {
    store.scan(tree, range, { reverse: false }, (_, { sizeBytes }) => {
      bytes += sizeBytes;
      return true;
    });
  }
  return bytes;
}

function bytesOf(store: Store, table: CollectedTable): number {
  return treesOf(table).reduce((sum, tree) => sum + store.counts(tree).sizeBytes, 0);
}

function putBytes(changes: readonly Change[]): number {
  return changes.reduce((sum, each) => sum + (each.kind === 'put' ? each.sizeBytes : 0), 0);
}

function treesOf({ tree, indexes }: CollectedTable): readonly TreeId[] {
  return [tree, ...indexes.local.map((index) => index.tree)];
}

function growthOf(store: Store, trees: readonly TreeId[], changes: readonly Change[]): number {
  return changes.reduce((sum, change) => {
    if (change.kind === 'dropTree' || !trees.includes(change.tree)) return sum;
    const before = store.get(change.tree, change.key)?.sizeBytes ?? 0;
    return sum + (change.kind === 'put' ? change.sizeBytes : 0) - before;
  }, 0);
}

/** What a collection that is full answers, and what a transaction says of it. */
export const COLLECTION_FULL = 'Collection size exceeded.';

/** The prefix of all keys of the collection that `item` is in, to tell collections apart. */
export function collectionOf({ keySchema }: CollectedTable, item: Item): string | undefined {
  const value = findAttribute(item, keySchema.partitionKey.name);
  return value === undefined ? undefined : collectionPrefix(keySchema, value);
}
