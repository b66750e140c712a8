import type { Knobs } from '../../../kernel/knobs.ts';
import type { KeyBytes } from '../../../kernel/key-bytes.ts';
import { isLost } from '../../node-reads.ts';
import type { SortedRuns } from '../../run/sorted-runs.ts';
import type { StoredItem } from '../../stored-item.ts';
import type { Lsn } from '../../store.ts';
import type { KeyDirectories } from '../directory/key-directories.ts';
import type { Pins } from '../pins.ts';
import { ReadItem } from '../read-items.ts';
import type { PageVersion } from '../read-items.ts';
import type { Tree } from '../tree.ts';
import type { PageArrivals } from './page-arrivals.ts';
import type { PagePlace } from './page-reader.ts';

/** Reads under way at once: what one has brought is decoded while the other is read. */
const READS_MAX = 2;
/** Items, and bytes of pages, that are read together. */
const ITEMS_MAX = 64;
const READ_BYTES_MAX = 3 * 1024 * 1024;
/** What a page contains that was never written. */
const NEVER = -1 as Lsn;

/** Where items come from. */
interface Surroundings extends Pick<Knobs, 'loneReadRows' | 'loneReads'> {
  readonly runs: SortedRuns;
  readonly directories: KeyDirectories;
  readonly arrivals: PageArrivals;
}

/** An item that somebody waits for. */
interface Wanted {
  readonly tree: Tree;
  readonly key: KeyBytes;
  readonly pins: Pins;
  readonly settle: (isKnown: boolean) => void;
  readonly fail: (fault: unknown) => void;
}

/** A wanted item, and its page as it was when the read began. */
interface Sought extends Wanted {
  readonly page: PageVersion;
}

/** What was found at a key: the item or nothing; or, where undefined, that only its page can tell. */
type Found = { readonly item: StoredItem | undefined } | undefined;

/**
 * Reads items of pages that are not in memory, and leaves the pages where they are: where many runs hold changes of a page, bringing it in costs a row of each.
 * An item is in the newest run that has its key, else in the page.
 */
export class ItemReader {
  readonly #runs: SortedRuns;
  readonly #directories: KeyDirectories;
  readonly #arrivals: PageArrivals;
  readonly #rowsMin: number;
  readonly #itemsMax: number;
  #queue: Wanted[] = [];
  #reads = 0;
  /** How many items were read of each page since runs last came or went. */
  #readOf = new Map<string, number>();
  #readOfVersion = 0;

  constructor({ runs, directories, arrivals, loneReadRows, loneReads }: Surroundings) {
    this.#rowsMin = loneReadRows;
    this.#itemsMax = loneReads;
    this.#runs = runs;
    this.#directories = directories;
    this.#arrivals = arrivals;
  }

  /** Whether so many items of the page at a fence are to be read alone. Counts them. */
  isFor(tree: Tree, low: KeyBytes, items: number): boolean {
    // Without its directory nobody knows whether a change that was redone is newer than the page.
    const isKnown = this.#directories.find(tree.id, low) !== undefined && tree.written.has(low);
    if (!isKnown || this.#runs.rowsOf(tree.rangeAt(low)) < this.#rowsMin) return false;
    if (this.#readOfVersion !== this.#runs.version) this.#readOf = new Map();
    this.#readOfVersion = this.#runs.version;
    const page = nameOf(tree, low);
    const read = (this.#readOf.get(page) ?? 0) + items;
    this.#readOf.set(page, read);
    return read <= this.#itemsMax;
  }

  /** Resolves with whether the item is known now, and held by `pins`; if not, only its page can tell. Rejects with `DeviceFault`. */
  read(tree: Tree, key: KeyBytes, pins: Pins): Promise<boolean> {
    return new Promise((settle, fail) => {
      // What others want in this turn comes along.
      if (this.#queue.length === 0) void Promise.resolve().then(() => this.#begin());
      this.#queue.push({ tree, key, pins, settle, fail });
    });
  }

  #begin(): void {
    const most = Math.floor(READ_BYTES_MAX / this.#arrivals.tally.typicalBytes);
    while (this.#reads < READS_MAX && this.#queue.length > 0)
      void this.#read(this.#queue.splice(0, Math.max(1, Math.min(ITEMS_MAX, most))));
  }

  async #read(wanted: readonly Wanted[]): Promise<void> {
    this.#reads++;
    try {
      await this.#readTogether(wanted);
    } catch (fault) {
      for (const { fail } of wanted) fail(fault);
    }
    this.#reads--;
    this.#begin();
  }

  async #readTogether(wanted: readonly Wanted[]): Promise<void> {
    const { version } = this.#runs;
    const sought = wanted.map((each) => ({ ...each, page: each.tree.pageVersionAt(each.key) }));
    const inRuns = await this.#runs.find(
      sought.map(({ tree, key, page }) => ({ tree: tree.id, key, lsn: page.written ?? NEVER })),
    );
    const found = await this.#inPages(sought.filter((_, i) => inRuns[i] === 'not there'));
    sought.forEach((each, i) => {
      const change = inRuns[i];
      if (typeof change === 'object') found.set(each, change);
    });
    const isSame = this.#runs.version === version;
    for (const each of sought) each.settle(isSame && keep(each, found.get(each)));
  }

  async #inPages(sought: readonly Sought[]): Promise<Map<Sought, Found>> {
    const places = new Map(
      sought.map(({ tree, page: { low } }) => [nameOf(tree, low), { tree: tree.id, low }]),
    );
    const pages = await this.#arrivals.readPlaces([...places.values()]);
    const found = new Map<Sought, Found>();
    for (const each of sought) {
      const { low, written } = each.page;
      const page = pages.get(places.get(nameOf(each.tree, low)) as PagePlace);
      // One that is not what was thought of it is looked into when it comes in.
      if (page?.ok === true && page.node.lsn === written)
        found.set(each, { item: page.node.find(each.key) });
    }
    return found;
  }
}

/** Keeps what was found, unless the page has become another meanwhile. */
function keep({ tree, key, pins, page }: Sought, found: Found): boolean {
  if (found === undefined || isLost(found.item) || tree.loadedFor(key) !== undefined) return false;
  const item = new ReadItem(key, found.item, page);
  if (!item.isOf(tree.pageVersionAt(key))) return false;
  tree.readItems.keep(key, item);
  pins.hold(item);
  return true;
}

function nameOf({ id }: Tree, low: KeyBytes): string {
  return `${String(id)} ${low}`;
}
