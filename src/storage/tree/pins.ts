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

  /** Memory of the pages. */
  get bytes(): number {
    return this.#nodes.reduce((bytes, node) => bytes + node.memoryBytes, 0);
  }

  hold(node: LeafNode): void {
    if (this.#isReleased) return;
    node.pins++;
    this.#nodes.push(node);
  }

  /** For good: what comes in for it later is not held. Answers the memory of the pages. */
  release(): number {
    this.#isReleased = true;
    const { bytes } = this;
    for (const node of this.#nodes) node.pins--;
    this.#nodes = [];
    return bytes;
  }
}
