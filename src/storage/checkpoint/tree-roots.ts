import type { TreeId } from '../store.ts';
import type { Forest } from '../tree/forest.ts';
import type { TreeRoot } from './superblock.ts';

/** What a superblock tells of the trees as they are now; `crcs` are those of branch pages that go with it. */
export function rootsOf(
  forest: Forest,
  crcs: ReadonlyMap<TreeId, { readonly crc: number }> = new Map(),
): readonly TreeRoot[] {
  return [...forest.allCounts()].map(([tree, { items, sizeBytes }]) => ({
    tree,
    items,
    sizeBytes,
    isStored: forest.hasStoredRoot(tree),
    branchCrc: crcs.get(tree)?.crc ?? forest.branchCrc(tree),
  }));
}
