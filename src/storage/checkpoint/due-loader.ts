import { DeviceFault } from '../device/port.ts';
import type { Lsn } from '../store.ts';
import type { Forest } from '../tree/forest.ts';
import type { LeafNode } from '../tree/leaf-node.ts';
import type { DuePage, DuePages } from './due-pages.ts';
import { splitOffEnd } from './page-cargo.ts';

/** Pages that come in for one group commit, at most. */
const PAGES_MAX = 64;

/** Brings in the pages that a cycle has to write and that are not in memory, shortly before. */
export class DueLoader {
  readonly #forest: Forest;
  readonly #due: DuePages;
  readonly #nextLsn: () => Lsn;
  readonly #onBroken: (error: unknown) => void;
  /** Pages for a later group commit are coming in. */
  #ahead: Promise<void> | undefined;

  constructor(
    forest: Forest,
    due: DuePages,
    nextLsn: () => Lsn,
    onBroken: (error: unknown) => void,
  ) {
    this.#forest = forest;
    this.#due = due;
    this.#nextLsn = nextLsn;
    this.#onBroken = onBroken;
  }

  /** Brings in the next `pages` where the very next one is not in memory; undefined where it is. Rejects with `DeviceFault`. */
  loadNext(pages: number): Promise<void> | undefined {
    if (!this.#due.isNextAbsent) return undefined;
    return this.#load(this.#due.absent(Math.min(PAGES_MAX, pages), Infinity));
  }

  /**
   * Brings in what the commit behind the next one will take. IndexedDB reads no page while it writes some: so it is asked before the next commit is, and
   * what it has brought is merged while that is written.
   */
  loadAhead(pages: number): void {
    if (this.#ahead !== undefined) return;
    const absent = this.#due.absent(Math.min(PAGES_MAX, pages), 2 * PAGES_MAX);
    if (absent.length === 0) return;
    this.#ahead = this.#load(absent)
      .catch((error: unknown) => {
        // Whatever the device has, it is asked for them again when they are needed.
        if (!(error instanceof DeviceFault)) this.#onBroken(error);
      })
      .finally(() => {
        this.#ahead = undefined;
      });
  }

  async #load(absent: readonly DuePage[]): Promise<void> {
    await this.#due.load(absent, this.#nextLsn, (page) => {
      this.#cameIn(page);
    });
    this.#forest.evict();
  }

  /** The page is the first to go again, once it is written, with all that split off from it when its changes came in. */
  #cameIn(due: DuePage): void {
    const { tree, low, isSwept } = due;
    const index = tree.indexOf(low);
    const node = tree.nodes[index];
    if (node?.low !== low) return;
    for (const part of tree.nodes.slice(index, splitOffEnd(tree, index) + 1))
      if (part !== undefined) part.touched = 0;
    if (isSwept) mustWrite(node, this.#nextLsn());
    due.isSwept = false;
  }
}

/** What the node has from runs is to reach its page. */
export function mustWrite(node: LeafNode, nextLsn: Lsn): void {
  if (node.isInRuns && node.recLsn === 0) node.recLsn = nextLsn;
}
