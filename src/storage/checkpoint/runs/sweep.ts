import type { KeyBytes } from '../../../kernel/key-bytes.ts';
import type { RunPlace, SortedRun } from '../../run/run-codec.ts';
import type { TreeId } from '../../store.ts';
import type { Forest } from '../../tree/forest.ts';
import type { Tree } from '../../tree/tree.ts';

/** Pages that are looked at for each one that may be found: a look costs a thousandth of a page. */
const LOOKS_PER_PAGE = 16;

/** Where all trees have been gone through. */
const END: RunPlace = { tree: Infinity as TreeId, key: '' as KeyBytes };
const START: RunPlace = { tree: 0 as TreeId, key: '' as KeyBytes };

/** A stretch of the sweep: pages that may lack what runs hold, up to where it ends. */
export interface SweepSlice {
  readonly pages: readonly { readonly tree: Tree; readonly low: KeyBytes }[];
  readonly end: RunPlace;
}

/** No page needs what these runs hold before a place, or at all. */
export interface Swept {
  readonly runs: readonly SortedRun[];
  readonly end: RunPlace | 'all';
}

/**
 * Goes round all trees in the order of their keys and finds the pages that runs hold changes of. When it has come round, every run that was there
 * when it began is in the pages.
 */
export class Sweep {
  readonly #forest: Forest;
  readonly #open: (tree: TreeId) => void;
  /** Runs that were named when the round began. */
  #round: readonly SortedRun[] = [];
  /** All keys before this place have been swept. */
  #at = START;
  /** Pages that there were when the round began; unknown where not all trees were open. */
  #pagesAtStart: number | undefined;

  /** `open` brings in the fences of a tree: until they are there the sweep stands still. */
  constructor(forest: Forest, open: (tree: TreeId) => void) {
    this.#forest = forest;
    this.#open = open;
  }

  /** Pages that a round goes through. */
  get pages(): number {
    return this.#pagesAtStart ?? this.#forest.pages;
  }

  /** Up to `pagesMax` pages from where the last slice that has reached the device ended. */
  take(pagesMax: number): SweepSlice | undefined {
    const { runs } = this.#forest;
    if (this.#round.length === 0) {
      this.#round = runs.all.filter((run) => !runs.spoiled.has(run));
      this.#at = START;
      const isAllOpen = this.#treesFrom(START.tree).every((id) => this.#forest.find(id));
      this.#pagesAtStart = isAllOpen ? this.#forest.pages : undefined;
    }
    if (this.#round.length === 0) return undefined;
    const pages: { tree: Tree; low: KeyBytes }[] = [];
    let looksLeft = pagesMax * LOOKS_PER_PAGE;
    for (const id of this.#treesFrom(this.#at.tree)) {
      const tree = this.#forest.find(id);
      const from = id === this.#at.tree ? this.#at.key : ('' as KeyBytes);
      if (tree === undefined) {
        this.#open(id);
        return { pages, end: { tree: id, key: from } };
      }
      for (let i = tree.indexOf(from); i < tree.fences.length; i++) {
        const low = tree.fences[i] as KeyBytes;
        if (pages.length === pagesMax || looksLeft-- === 0)
          return { pages, end: { tree: id, key: low } };
        if (tree.nodes[i]?.isInRuns ?? this.#forest.isBehind(tree, low)) pages.push({ tree, low });
      }
    }
    return { pages, end: END };
  }

  /** The pages of the slice are on the device. Answers how far the sweep has come, and with which runs. */
  landed({ end }: SweepSlice): Swept {
    const runs = this.#round;
    this.#at = end;
    if (end === END) this.restart();
    return { runs, end: end === END ? 'all' : end };
  }

  /** Trees have come back, or changes: the round begins anew. */
  restart(): void {
    this.#round = [];
    this.#pagesAtStart = undefined;
  }

  #treesFrom(first: TreeId): TreeId[] {
    const ids = [...this.#forest.allCounts()].map(([id]) => id);
    return ids.filter((id) => id >= first && this.#isInRuns(id)).sort((a, b) => a - b);
  }

  #isInRuns(tree: TreeId): boolean {
    return this.#round.some(
      ({ spans }) =>
        (spans[0]?.first.tree ?? Infinity) <= tree && tree <= (spans.at(-1)?.last.tree ?? 0),
    );
  }
}
