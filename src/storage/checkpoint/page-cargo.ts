import type { PagePut } from '../device/port.ts';
import type { KeyBytes } from '../../kernel/key-bytes.ts';
import type { PageKeyRange } from '../page/page-key.ts';
import type { Tree } from '../tree/tree.ts';
import type { Boarded } from './encoded-page.ts';
import { boardNode } from './encoded-page.ts';

/** Pages that ride with one group commit. */
export class PageCargo {
  readonly boarded: Boarded[] = [];
  readonly putPages: PagePut[] = [];
  readonly dropPages: PageKeyRange[] = [];
  bytes = 0;

  /**
   * Takes the page at a fence, or the one that it was joined to, behind all that split off from it and are not on the device yet. Answers false where that
   * is more than there is room for: what is left of it, the page itself last, goes with another cargo.
   */
  take(tree: Tree, low: KeyBytes, bytesMax = Infinity): boolean {
    const index = tree.indexOf(low);
    for (let right = splitOffEnd(tree, index); right >= index; right--) {
      const page = tree.nodes[right];
      if (page === undefined || page.recLsn === 0) continue;
      if (this.bytes >= bytesMax) return false;
      this.boarded.push(boardNode(tree, page, this.putPages, this.dropPages));
      this.bytes += page.bytes;
    }
    return true;
  }
}

/** Index of the last page right of `index` that split off from it and is not on the device yet. */
export function splitOffEnd(tree: Tree, index: number): number {
  let end = index;
  for (let i = index + 1; i < tree.nodes.length; i++) {
    const node = tree.nodes[i];
    if (node === undefined || node.isOnDevice) break;
    if (node.recLsn !== 0) end = i;
  }
  return end;
}
