/** What the loaded nodes of all trees take, and which of them go. */
import type { Lsn } from '../store.ts';
import type { LeafNode } from './leaf-node.ts';
import type { Tree } from './tree.ts';

/** Evicting goes down to this share of the budget, so that it does not run at every load. */
const EVICT_TO = 0.9;
/** Share of the budget for nodes that were needed twice. The others stay long enough to be needed again. */
const KEPT_SHARE = 0.75;

/** Memory that nodes and buffered changes hold. */
export interface CacheUsage {
  /** All loaded nodes. */
  readonly cachedBytes: number;
  /** Those that are dirty or being written. */
  readonly dirtyBytes: number;
  /** Changes of pages that are not in memory. */
  readonly bufferedBytes: number;
  /** Pages whose newest changes are not on the device, in memory or not. */
  readonly dirtyPages: number;
  /** Pages that wait in memory for who has asked for them. */
  readonly pinnedPages: number;
}

export function usageOf(trees: Iterable<Tree>): CacheUsage {
  let cachedBytes = 0;
  let dirtyBytes = 0;
  let bufferedBytes = 0;
  let dirtyPages = 0;
  let pinnedPages = 0;
  for (const tree of trees) {
    for (const node of tree.nodes) {
      if (node === undefined) continue;
      cachedBytes += node.memoryBytes;
      if (node.pins > 0) pinnedPages++;
      if (node.isEvictable) continue;
      dirtyBytes += node.memoryBytes;
      dirtyPages++;
    }
    for (const { memoryBytes } of tree.buffers.values()) bufferedBytes += memoryBytes;
    bufferedBytes += tree.frozen?.memoryBytes ?? 0;
    dirtyPages += tree.buffers.size + Number(tree.frozen !== undefined);
  }
  return { cachedBytes, dirtyBytes, bufferedBytes, dirtyPages, pinnedPages };
}

/** A mark such that the dirty nodes read since then take `bytesMax` at most; those before are the coldest. */
export function coldMark(trees: Iterable<Tree>, bytesMax: number): number {
  const dirty: LeafNode[] = [];
  for (const tree of trees)
    for (const node of tree.nodes) if (node?.isEvictable === false) dirty.push(node);
  dirty.sort((a, b) => b.touched - a.touched);
  let bytes = 0;
  for (const node of dirty) {
    bytes += node.memoryBytes;
    if (bytes > bytesMax) return node.touched + 1;
  }
  return 0;
}

function mayGo(node: LeafNode): boolean {
  return node.isEvictable && node.isOnDevice && node.pins === 0;
}

/** Evicts clean nodes that nobody has read since `mark`, where what is written to them can be buffered. */
export function evictCold(trees: Iterable<Tree>, mark: number): void {
  for (const tree of trees) {
    tree.nodes.forEach((node, index) => {
      const isCold = node !== undefined && mayGo(node) && node.touched < mark;
      if (isCold && node.isWrittenBlindly) tree.evict(index);
    });
  }
}

/**
 * Evicts a clean node that is only written to: what was written can be buffered, or it came in for what had been, and nobody has read it since turn
 * `before`, nor twice.
 */
export function evictBlind(tree: Tree, node: LeafNode, before: number): void {
  const isBlind = node.isWrittenBlindly || node.touched === 0;
  if (!isBlind || node.uses === 2 || node.touched >= before || !mayGo(node)) return;
  const index = tree.indexOf(node.low);
  if (tree.nodes[index] === node) tree.evict(index);
}

/**
 * Evicts clean nodes until all fit the budget: first those that only scans have read, then those that one turn has needed since they came in, and last
 * those that two have. So whoever reads everything once leaves in memory what is read again and again. Of a kind those go that were not read for longest.
 */
export function evict(trees: Iterable<Tree>, budgetBytes: number): void {
  const candidates: { readonly tree: Tree; readonly node: LeafNode }[] = [];
  let cached = 0;
  let kept = 0;
  for (const tree of trees) {
    for (const node of tree.nodes) {
      if (node === undefined) continue;
      cached += node.memoryBytes;
      if (node.uses === 2) kept += node.memoryBytes;
      if (mayGo(node)) candidates.push({ tree, node });
    }
  }
  if (cached <= budgetBytes) return;
  candidates.sort((a, b) => a.node.touched - b.node.touched);
  for (const { node } of candidates) {
    if (kept <= budgetBytes * KEPT_SHARE) break;
    if (node.uses < 2) continue;
    node.uses = 1;
    kept -= node.memoryBytes;
  }
  candidates.sort((a, b) => a.node.uses - b.node.uses);
  for (const { tree, node } of candidates) {
    if (cached <= budgetBytes * EVICT_TO) return;
    tree.evict(tree.indexOf(node.low));
    cached -= node.memoryBytes;
  }
}

/** First record whose effect no page on the device has, as far as the trees' nodes and buffers tell. */
export function oldestUnwritten(trees: Iterable<Tree>): Lsn | undefined {
  let oldest = Infinity;
  for (const tree of trees) {
    for (const node of tree.nodes)
      if (node !== undefined && node.recLsn !== 0) oldest = Math.min(oldest, node.recLsn);
    for (const { recLsn } of tree.buffers.values()) oldest = Math.min(oldest, recLsn);
  }
  return oldest === Infinity ? undefined : (oldest as Lsn);
}
