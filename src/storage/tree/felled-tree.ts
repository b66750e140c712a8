import type { TreeCounts, TreeId } from '../store.ts';
import type { Tree } from './tree.ts';

/** What was known of a tree that is dropped; its counts where it was not open. */
export interface FelledTree {
  readonly id: TreeId;
  readonly tree: Tree | undefined;
  readonly counts: TreeCounts | undefined;
}
