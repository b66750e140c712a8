import type { KeyBytes } from '../../kernel/key-bytes.ts';
import type { TreeId } from '../store.ts';

/**
 * Thrown by a read that needs pages which are not in memory. The executor loads them and runs the operation again
 * from its start (ADR 23). Holds the low fences of the pages; none when the tree's fences themselves are missing.
 */
export class PageFault extends Error {
  override readonly name: string = 'PageFault';
  readonly tree: TreeId;
  readonly fences: readonly KeyBytes[];

  constructor(tree: TreeId, fences: readonly KeyBytes[]) {
    super('a page is not in memory');
    this.tree = tree;
    this.fences = fences;
  }
}

/** Thrown by a read of items that lie in pages which are not in memory: nothing else of these is needed. */
export class ItemFault extends PageFault {
  override readonly name = 'ItemFault';
  /** By the low fences of their pages. Pages without keys are needed whole. */
  readonly keys: ReadonlyMap<KeyBytes, readonly KeyBytes[]>;

  constructor(tree: TreeId, keys: ReadonlyMap<KeyBytes, readonly KeyBytes[]>) {
    super(tree, [...keys.keys()]);
    this.keys = keys;
  }
}

/** Thrown by a write that needs no page where the digests of these pages tell what it replaces. */
export class DigestFault extends PageFault {
  override readonly name = 'DigestFault';
}

/** Thrown by a read or write of keys whose page or log is damaged and could not be rebuilt. */
export class DamagedRangeError extends Error {
  override readonly name = 'DamagedRangeError';
  readonly tree: TreeId;
  readonly low: KeyBytes;
  readonly high: KeyBytes | undefined;

  constructor(tree: TreeId, low: KeyBytes, high: KeyBytes | undefined, reason: string) {
    super(reason);
    this.tree = tree;
    this.low = low;
    this.high = high;
  }
}
