import type { KeyBytes } from '../../../kernel/key-bytes.ts';
import { pageKey } from '../../page/page-key.ts';
import type { Lsn } from '../../store.ts';
import type { Pins } from '../pins.ts';
import type { Tree } from '../tree.ts';

/** Pages of one transaction at most, and memory that they are expected to take at most: one page may take more. */
const PAGES_MAX = 64;
const READ_BYTES_MAX = 3 * 1024 * 1024;
/** Transactions under way at once: what one has brought is decoded while the other is read. */
const READS_MAX = 2;

/** A page that is on its way into memory. */
export interface WantedPage {
  readonly tree: Tree;
  readonly low: KeyBytes;
  readonly nextLsn: () => Lsn;
  /** They hold the page as soon as it is there. */
  readonly pins: Pins[];
}

interface Wanted extends WantedPage {
  readonly key: string;
  readonly since: number;
  readonly settled: Promise<void>;
  readonly settle: (fault?: Error) => void;
}

/** Puts the pages into their places, and tells of some of them at a time. */
export type BringIn = (pages: readonly WantedPage[]) => AsyncIterable<readonly WantedPage[]>;

/**
 * Collects what is wanted in one turn of the event loop and reads it together, in key order: an IndexedDB transaction costs as much as several
 * pages. Who has waited longest comes first, and of those whose pages came together who asked first goes on first.
 */
export class PageLoader {
  readonly #bringIn: BringIn;
  /** Memory of a page, as those were that came in last. */
  readonly #typicalBytes: () => number;
  /** Everything that is wanted, by name. */
  readonly #wanted = new Map<string, Wanted>();
  /** What no transaction reads yet, oldest first. */
  #queue: Wanted[] = [];
  #reads = 0;
  #asked = 0;

  constructor(bringIn: BringIn, typicalBytes: () => number) {
    this.#bringIn = bringIn;
    this.#typicalBytes = typicalBytes;
  }

  /** Resolves when the pages are in memory, or turned out not to be readable. A page that several want is read once. */
  async load(
    tree: Tree,
    lows: readonly KeyBytes[],
    nextLsn: () => Lsn,
    pins: Pins | undefined,
  ): Promise<void> {
    const since = pins?.since ?? ++this.#asked;
    if (pins !== undefined) pins.since = since;
    const wanted = lows.map((low) => this.#want(tree, low, nextLsn, since));
    if (pins !== undefined) for (const page of wanted) page.pins.push(pins);
    await Promise.all(wanted.map(({ settled }) => settled));
  }

  #want(tree: Tree, low: KeyBytes, nextLsn: () => Lsn, since: number): Wanted {
    const key = pageKey(tree.id, low);
    const known = this.#wanted.get(key);
    if (known !== undefined) return known;
    let settle: Wanted['settle'] = () => undefined;
    const settled = new Promise<void>((resolve, reject) => {
      settle = (fault) => {
        if (fault === undefined) resolve();
        else reject(fault);
      };
    });
    const page: Wanted = { tree, low, nextLsn, pins: [], key, since, settled, settle };
    this.#wanted.set(key, page);
    this.#enqueue(page);
    return page;
  }

  #enqueue(page: Wanted): void {
    // What others want in this turn comes along.
    if (this.#queue.length === 0) void Promise.resolve().then(() => this.#begin());
    let at = this.#queue.length;
    while (at > 0 && (this.#queue[at - 1] as Wanted).since > page.since) at--;
    this.#queue.splice(at, 0, page);
  }

  #begin(): void {
    const most = Math.min(PAGES_MAX, Math.floor(READ_BYTES_MAX / this.#typicalBytes()));
    while (this.#reads < READS_MAX && this.#queue.length > 0)
      void this.#read(this.#queue.splice(0, Math.max(1, most)));
  }

  async #read(pages: readonly Wanted[]): Promise<void> {
    this.#reads++;
    let left = pages;
    try {
      const inKeyOrder = [...pages].sort((a, b) => (a.key < b.key ? -1 : 1));
      for await (const some of this.#bringIn(inKeyOrder)) {
        const isThere = new Set(some);
        const there = left.filter((page) => isThere.has(page));
        left = left.filter((page) => !isThere.has(page));
        this.#settle(there);
      }
      this.#settle(left);
    } catch (error) {
      this.#settle(left, error as Error);
    }
    this.#reads--;
    this.#begin();
  }

  #settle(pages: readonly Wanted[], fault?: Error): void {
    for (const page of pages) {
      this.#wanted.delete(page.key);
      page.settle(fault);
    }
  }
}
