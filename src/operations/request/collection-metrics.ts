import { collectionMetrics, collectionOf } from '../../partition/item-collection.ts';
import type { ItemCollectionMetrics } from '../../partition/item-collection.ts';
import type { Table } from '../../placement/table-catalog.ts';
import type { Store } from '../../storage/store.ts';
import type { Item } from '../../wire/attribute-value.ts';

/** One item that a request writes, and the table as the request names it. */
export interface CollectedWrite {
  readonly tableName: string;
  readonly table: Table;
  readonly item: Item;
}

/**
 * The `ItemCollectionMetrics` of several writes: by table, one entry a collection that they touch. Undefined where no table
 * has local indexes. Source: semantics.md section 3.
 */
export function metricsByTable(
  store: Store,
  writes: readonly CollectedWrite[],
): Readonly<Record<string, readonly ItemCollectionMetrics[]>> | undefined {
  const byTable = new Map<string, Map<string, ItemCollectionMetrics>>();
  for (const { tableName, table, item } of writes) {
    const collection = collectionOf(table, item);
    const metrics = collectionMetrics(store, table, item);
    if (collection === undefined || metrics === undefined) continue;
    const known = byTable.get(tableName) ?? new Map<string, ItemCollectionMetrics>();
    known.set(collection, metrics);
    byTable.set(tableName, known);
  }
  if (byTable.size === 0) return undefined;
  return Object.fromEntries([...byTable].map(([name, known]) => [name, [...known.values()]]));
}
