import type { KeyBytes } from '../kernel/key-bytes.ts';
import type { Store, TreeId } from '../storage/store.ts';
import type { ItemPlace } from './item-changes.ts';

/** Declares all items that a request will read, one call a tree. */
export function needItems(store: Store, places: readonly ItemPlace[]): void {
  const byTree = new Map<TreeId, KeyBytes[]>();
  for (const { table, key } of places) {
    const keys = byTree.get(table.tree);
    if (keys === undefined) byTree.set(table.tree, [key]);
    else keys.push(key);
  }
  for (const [tree, keys] of byTree) store.need(tree, keys);
}
