/**
 * Sizes of item collections: the items of one partition key value and their entries in local indexes.
 * Source: semantics.md sections 3 and 13.
 */
import { collectionPrefix } from '../item/key-codec.ts';
import type { KeySchema } from '../item/key-schema.ts';
import type { Change, Store, TreeId } from '../storage/store.ts';
import type { AttributeValue, Item } from '../wire/attribute-value.ts';
import { findAttribute } from '../wire/attribute-value.ts';
import type { TableIndexes } from '../placement/secondary-index.ts';
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

function treesOf({ tree, indexes }: CollectedTable): readonly TreeId[] {
  return [tree, ...indexes.local.map((index) => index.tree)];
}

/** What a collection that is full answers, and what a transaction says of it. */
export const COLLECTION_FULL = 'Collection size exceeded.';

/** The prefix of all keys of the collection that `item` is in, to tell collections apart. */
export function collectionOf({ keySchema }: CollectedTable, item: Item): string | undefined {
  const value = findAttribute(item, keySchema.partitionKey.name);
  return value === undefined ? undefined : collectionPrefix(keySchema, value);
}

/** A write of one request that the collections took. */
interface TakenWrite {
  readonly table: CollectedTable;
  readonly collection: string;
  readonly changes: readonly Change[];
}

/**
 * Holds the writes of one request to what collections may hold: each stands on those that were taken before it, though none
 * of them is in the store yet.
 */
export class CollectionGrowth {
  readonly #store: Store;
  readonly #taken: TakenWrite[] = [];

  constructor(store: Store) {
    this.#store = store;
  }

  /** Whether the changes keep the collection of `item` within its limit, or make it no larger; they are taken then. */
  takes(table: CollectedTable, item: Item, changes: readonly Change[]): boolean {
    if (table.indexes.local.length === 0) return true;
    const collection = collectionOf(table, item);
    if (collection === undefined) return true;
    const write = { table, collection, changes };
    const isTaken = !this.#outgrows(write, item);
    if (isTaken) this.#taken.push(write);
    return isTaken;
  }

  #outgrows(write: TakenWrite, item: Item): boolean {
    const { table } = write;
    const value = findAttribute(item, table.keySchema.partitionKey.name);
    const ofTable = this.#taken.filter((taken) => taken.table.tree === table.tree);
    const put = [...ofTable, write].reduce((sum, { changes }) => sum + putBytes(changes), 0);
    if (value === undefined || bytesOf(this.#store, table) + put <= COLLECTION_BYTES_MAX)
      return false;
    const grown = this.#growthBy(write);
    if (grown <= 0) return false;
    const ofCollection = ofTable.filter(({ collection }) => collection === write.collection);
    const all = ofCollection.reduce((sum, taken) => sum + this.#growthBy(taken), grown);
    const boundary = COLLECTION_BYTES_MAX - all;
    return collectionBytes(this.#store, table, value, boundary) > boundary;
  }

  #growthBy({ table, changes }: TakenWrite): number {
    const trees = treesOf(table);
    return changes.reduce((sum, change) => {
      if (change.kind === 'dropTree' || !trees.includes(change.tree)) return sum;
      const before = this.#store.find(change.tree, change.key)?.sizeBytes ?? 0;
      return sum + (change.kind === 'put' ? change.sizeBytes : 0) - before;
    }, 0);
  }
}

function putBytes(changes: readonly Change[]): number {
  return changes.reduce((sum, each) => sum + (each.kind === 'put' ? each.sizeBytes : 0), 0);
}
