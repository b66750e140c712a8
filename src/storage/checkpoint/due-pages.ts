import type { KeyBytes } from '../../kernel/key-bytes.ts';
import type { Forest } from '../tree/forest.ts';
import type { Lsn } from '../store.ts';
import type { LeafNode } from '../tree/leaf-node.ts';
import { PageFault } from '../tree/page-fault.ts';
import { Pins } from '../tree/pins.ts';
import type { Tree } from '../tree/tree.ts';

/** A page that a cycle has to write. */
export interface DuePage {
  readonly tree: Tree;
  readonly low: KeyBytes;
  /** It has to come in to tell whether runs hold changes that it lacks. */
  isSwept: boolean;
}

/** The pages that a cycle has still to write, from the highest key of each tree to the lowest. */
export class DuePages {
  readonly #forest: Forest;
  #queue: DuePage[] = [];

  constructor(forest: Forest) {
    this.#forest = forest;
  }

  get length(): number {
    return this.#queue.length;
  }

  /** Begins anew with the pages that `isDue`, and those that are swept. */
  fill(
    isDue: (tree: Tree, low: KeyBytes, node: LeafNode | undefined) => boolean,
    swept: readonly { readonly tree: Tree; readonly low: KeyBytes }[],
  ): void {
    const isSwept = new Map<Tree, Set<KeyBytes>>();
    for (const { tree, low } of swept) {
      const lows = isSwept.get(tree) ?? new Set();
      isSwept.set(tree, lows.add(low));
    }
    this.#queue = [];
    for (const tree of this.#forest.trees) {
      const sweptLows = isSwept.get(tree);
      tree.fences.forEach((low, i) => {
        const due = { tree, low, isSwept: sweptLows?.has(low) === true };
        if (due.isSwept || isDue(tree, low, tree.nodes[i])) this.#queue.push(due);
      });
    }
  }

  /** The next one; undefined where there is none, or it and all below it have to wait until it is in memory. */
  pop(): DuePage | undefined {
    while (this.#queue.length > 0) {
      const next = this.#queue[this.#queue.length - 1] as DuePage;
      if (this.#isStanding(next) && isAbsent(next)) return undefined;
      this.#queue.pop();
      if (this.#isStanding(next)) return next;
    }
    return undefined;
  }

  /** It could not be written: it is the next one again. */
  putBack(page: DuePage): void {
    this.#queue.push(page);
  }

  /** Whether the very next page is not in memory. */
  get isNextAbsent(): boolean {
    const next = this.#queue.findLast((due) => this.#isStanding(due));
    return next !== undefined && isAbsent(next);
  }

  /** Of the next `looksMax` pages, as far as they are of one tree, those that are not in memory: `countMax` at most. */
  absent(countMax: number, looksMax: number): readonly DuePage[] {
    const last = this.#queue.findLastIndex((due) => this.#isStanding(due));
    const next = this.#queue[last];
    const found: DuePage[] = [];
    for (let i = last; i >= 0 && last - i < looksMax && found.length < countMax; i--) {
      const due = this.#queue[i] as DuePage;
      if (due.tree !== next?.tree) break;
      if (isAbsent(due)) found.push(due);
    }
    return found;
  }

  /** Brings in pages of one tree, and tells of each while it is held. Rejects with `DeviceFault`. */
  async load(
    absent: readonly DuePage[],
    nextLsn: () => Lsn,
    cameIn: (page: DuePage) => void,
  ): Promise<void> {
    const [{ tree }] = absent as readonly [DuePage];
    const pins = new Pins();
    const lows = absent.map(({ low }) => low);
    try {
      await this.#forest.load(new PageFault(tree.id, lows), nextLsn, pins);
      for (const page of absent) cameIn(page);
    } finally {
      pins.release();
    }
  }

  #isStanding({ tree }: DuePage): boolean {
    return this.#forest.find(tree.id) === tree;
  }
}

/** Whether the page has to come in: changes of it are buffered, or runs may hold some. */
function isAbsent({ tree, low, isSwept }: DuePage): boolean {
  return tree.buffers.has(low) || (isSwept && isMissing(tree, low));
}

function isMissing(tree: Tree, low: KeyBytes): boolean {
  const index = tree.indexOf(low);
  return tree.fences[index] === low && tree.nodes[index] === undefined && !tree.damaged.has(low);
}
