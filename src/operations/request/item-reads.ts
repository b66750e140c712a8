import type { ItemAddress } from '../../partition/item-changes.ts';
import type { KeyBytes } from '../../kernel/key-bytes.ts';
import type { Store, TreeId } from '../../storage/store.ts';

/** Declares all items that a request will read, one call a tree. */
export function needItems(store: Store, places: readonly ItemAddress[]): void {
  const byTree = new Map<TreeId, KeyBytes[]>();
  for (const { tree, key } of places) {
    const keys = byTree.get(tree);
    if (keys === undefined) byTree.set(tree, [key]);
    else keys.push(key);
  }
  for (const [tree, keys] of byTree) store.need(tree, keys);
}
