import type { KeyBytes } from '../kernel/key-bytes.ts';
import type { Store, TreeId } from '../storage/store.ts';
import { DamagedRangeError, PageFault } from '../storage/tree/page-fault.ts';
import type { ItemPlace } from './item-place.ts';

/** Declares all items that a request will read, one call a tree. */
export function prefetchItems(store: Store, places: readonly ItemPlace[]): void {
  for (const [tree, keys] of keysByTree(places)) store.need(tree, keys);
}

/** What `prefetchItems` would throw, tree by tree, if each were alone. Damage is left to whoever reads. */
export function findMissing(store: Store, places: readonly ItemPlace[]): readonly PageFault[] {
  const faults: PageFault[] = [];
  for (const [tree, keys] of keysByTree(places)) {
    try {
      store.need(tree, keys);
    } catch (fault) {
      if (fault instanceof PageFault) faults.push(fault);
      else if (!(fault instanceof DamagedRangeError)) throw fault;
    }
  }
  return faults;
}

function keysByTree(places: readonly ItemPlace[]): ReadonlyMap<TreeId, readonly KeyBytes[]> {
  const byTree = new Map<TreeId, KeyBytes[]>();
  for (const { table, key } of places) {
    const keys = byTree.get(table.tree);
    if (keys === undefined) byTree.set(table.tree, [key]);
    else keys.push(key);
  }
  return byTree;
}
