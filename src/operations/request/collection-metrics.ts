import type { ItemCollectionMetrics } from '../../partition/item-collection.ts';

/** One write, the table as the request names it, and what is told of the item's collection. */
interface MeasuredWrite {
  readonly tableName: string;
  readonly access: { readonly collection: ItemCollectionMetrics | undefined };
}

/**
 * The `ItemCollectionMetrics` of several writes: by table, one entry a collection that they touch. Undefined where no table
 * has local indexes, or nobody asked. Source: semantics.md section 3.
 */
export function metricsByTable(
  writes: readonly MeasuredWrite[],
): Readonly<Record<string, readonly ItemCollectionMetrics[]>> | undefined {
  const byTable = new Map<string, Map<string, ItemCollectionMetrics>>();
  for (const {
    tableName,
    access: { collection },
  } of writes) {
    if (collection === undefined) continue;
    const known = byTable.get(tableName) ?? new Map<string, ItemCollectionMetrics>();
    known.set(JSON.stringify(collection.ItemCollectionKey), collection);
    byTable.set(tableName, known);
  }
  if (byTable.size === 0) return undefined;
  return Object.fromEntries([...byTable].map(([name, known]) => [name, [...known.values()]]));
}
