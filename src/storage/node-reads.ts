import type { KeyBytes } from '../kernel/key-bytes.ts';
import type { KeyRange, TreeId } from './store.ts';
import type { StoredItem } from './stored-item.ts';
import { isLostRow } from './stored-item.ts';
import type { LeafNode } from './tree/leaf-node.ts';
import { DamagedRangeError, PageFault } from './tree/page-fault.ts';
import type { Tree } from './tree/tree.ts';

/** Bytes a page is taken to hold when read-ahead counts pages. */
const TYPICAL_PAGE_BYTES = 24 * 1024;
/** Pages one fault brings in at most: 2 MiB or so. */
const READ_AHEAD_PAGES_MAX = 64;

/** Whether damage has taken the item. */
export function isLost(item: StoredItem | undefined): boolean {
  return item !== undefined && isLostRow(item);
}

/** What reading such an item is answered with. */
export function lost(tree: TreeId, key: KeyBytes): DamagedRangeError {
  return new DamagedRangeError(
    tree,
    key,
    (key + '\u0000') as KeyBytes,
    'the log frame that held this item is damaged',
  );
}

/** Throws a fault for the page at `index` and the missing ones behind it that the scan will want next. */
export function faultAhead(
  tree: Tree,
  index: number,
  span: { readonly first: number; readonly last: number; readonly step: number },
  bytes: number,
): void {
  const wanted = Math.min(READ_AHEAD_PAGES_MAX, Math.max(1, Math.ceil(bytes / TYPICAL_PAGE_BYTES)));
  const fences: KeyBytes[] = [];
  for (let i = index; fences.length < wanted && span.first <= i && i <= span.last; i += span.step) {
    const fence = tree.fences[i] as KeyBytes;
    if (tree.damaged.has(fence)) break;
    if (tree.nodes[i] === undefined) fences.push(fence);
  }
  if (fences.length > 0) throw new PageFault(tree.id, fences);
}

/** Visits the node's keys within `range`; false when `visit` has had enough. */
export function visitNode(
  tree: TreeId,
  node: LeafNode,
  range: KeyRange,
  step: 1 | -1,
  visit: (key: KeyBytes, item: StoredItem) => boolean,
): boolean {
  const low = range.from > node.low ? node.lowerBound(range.from) : 0;
  const high = range.to === undefined ? node.count : node.lowerBound(range.to);
  for (let i = step > 0 ? low : high - 1; low <= i && i < high; i += step) {
    const item = node.itemAt(i);
    const key = node.keyAt(i);
    if (isLostRow(item)) throw lost(tree, key);
    if (!visit(key, item)) return false;
  }
  return true;
}
