import type { LeafNode } from './leaf-node.ts';

/**
 * Pages that stay in memory until whoever they were loaded for has run on them. What is loaded for a run that turns out to lack more is held
 * beside what it lacked before: so each load brings it further, however small the cache is.
 */
export class Pins {
  /** When its owner first asked for pages: who has waited longest is served first. */
  since: number | undefined;
  #nodes: LeafNode[] = [];
  #isReleased = false;

  hold(node: LeafNode): void {
    if (this.#isReleased) return;
    node.pins++;
    this.#nodes.push(node);
  }

  /** For good: what comes in for it later is not held. Answers the memory of the pages. */
  release(): number {
    this.#isReleased = true;
    let bytes = 0;
    for (const node of this.#nodes) {
      node.pins--;
      bytes += node.memoryBytes;
    }
    this.#nodes = [];
    return bytes;
  }
}
