import type { KeyBytes } from '../../../kernel/key-bytes.ts';
import type { RunSection, SortedRun } from '../../run/run-codec.ts';
import type { PageRange } from '../../run/sorted-runs.ts';
import type { LeafNode } from '../leaf-node.ts';
import type { Tree } from '../tree.ts';

/** Makes anew what is damaged on the device; undefined where the log does not reach back so far. */
export interface Rebuild {
  /** The page of a tree at a fence. */
  readonly page: (tree: Tree, low: KeyBytes) => Promise<LeafNode | undefined>;
  /** What a run holds of a range, and perhaps more of what it was made of. */
  readonly changes: (run: SortedRun, range: PageRange) => Promise<RunSection | undefined>;
}
