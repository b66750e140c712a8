/**
 * Items as the background reads them: expiry, builds of indexes, replication between Regions. No request asks for these reads, and
 * nobody is charged. Writes go through the table (`table-access.ts`).
 */
import type { KeyBytes } from '../kernel/key-bytes.ts';
import { tombstoneTreeOf } from '../placement/table-catalog.ts';
import type { Table } from '../placement/table-catalog.ts';
import type { Lsn, Store, TreeId } from '../storage/store.ts';
import type { ItemVersion, StoredItem } from '../storage/stored-item.ts';
import type { ItemPlace } from './item-place.ts';
import { justAbove } from './key-range.ts';

/** What is kept of a table by key: its items, and the tombstones of those that were deleted. */
export type TablePart = 'items' | 'tombstones';

/** The version of an item or, where it was deleted, of its tombstone. */
export interface Standing {
  /** Undefined where a tombstone stands. */
  readonly item: StoredItem | undefined;
  readonly version: ItemVersion;
}

/** Whether a transaction on the item is ongoing. */
export function isInTransaction(store: Store, { table, key }: ItemPlace): boolean {
  return store.isInTransaction(table.tree, key);
}

/** Brings in items that are about to be looked for. */
export function needItems(store: Store, { tree }: Table, keys: readonly KeyBytes[]): void {
  store.need(tree, keys);
}

export function findItem(store: Store, { table, key }: ItemPlace): StoredItem | undefined {
  return store.find(table.tree, key);
}

/** Brings in what stands at the keys, items and tombstones. */
export function needStanding(
  store: Store,
  { tree, record }: Table,
  keys: readonly KeyBytes[],
): void {
  store.need(tree, keys);
  const tombstones = tombstoneTreeOf(record);
  if (tombstones !== undefined) store.need(tombstones, keys);
}

/** An item, or the tombstone of one; undefined where there was never any that is still remembered. */
export function findStanding(store: Store, { table, key }: ItemPlace): Standing | undefined {
  const item = store.find(table.tree, key);
  if (item !== undefined) return { item, version: item };
  const tombstones = tombstoneTreeOf(table.record);
  const tombstone = tombstones === undefined ? undefined : store.find(tombstones, key);
  return tombstone && { item, version: tombstone };
}

/**
 * Visits items or tombstones from a key on, until `visit` answers false. Answers the key from which the next walk goes on;
 * undefined when the table is at its end.
 */
export function walkTable(
  store: Store,
  table: Table,
  { part, from, expectedBytes }: TableWalk,
  visit: (key: KeyBytes, item: StoredItem) => boolean,
): KeyBytes | undefined {
  const tree = part === 'items' ? table.tree : tombstoneTreeOf(table.record);
  if (tree === undefined) return undefined;
  let next: KeyBytes | undefined;
  const range = { from, to: undefined };
  store.scan(tree, range, { reverse: false, expectedBytes, isScan: true }, (key, item) => {
    if (visit(key, item)) return true;
    next = justAbove(key);
    return false;
  });
  return next;
}

export interface TableWalk {
  readonly part: TablePart;
  readonly from: KeyBytes;
  /** Bytes that the walk will come to, for read-ahead. */
  readonly expectedBytes: number;
}

/** Forgets tombstones, in one log record: one that holds none tells the other Regions the time. */
export function forgetTombstones(store: Store, { record }: Table, keys: readonly KeyBytes[]): Lsn {
  const tree = tombstoneTreeOf(record) as TreeId;
  return store.append(keys.map((key) => ({ kind: 'delete', tree, key })));
}
