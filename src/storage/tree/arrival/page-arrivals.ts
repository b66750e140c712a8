import type { KeyBytes } from '../../../kernel/key-bytes.ts';
import type { Device } from '../../device/port.ts';
import type { RunSection } from '../../run/run-codec.ts';
import type { FoundInRuns, SortedRuns, SoundSections } from '../../run/sorted-runs.ts';
import type { StoredItem } from '../../stored-item.ts';
import type { Lsn, TreeId } from '../../store.ts';
import type { DamagedPlace } from './carve.ts';
import { condemn } from './carve.ts';
import type { LeafNode } from '../leaf-node.ts';
import type { WantedPage } from './page-loader.ts';
import { mergeInto } from './page-merge.ts';
import type { LoadedPage, PagePlace } from './page-reader.ts';
import { PageReader } from './page-reader.ts';
import { PageTally } from './page-tally.ts';
import type { Rebuild } from './rebuild.ts';
import type { Suspicion } from './suspicion.ts';
import type { Tree } from '../tree.ts';

const ROW_REASON = 'a row of a sorted run, which may hold newer writes of this range, is damaged';
const NOTHING: SoundSections = { sections: [], isRepaired: false, lost: undefined };

/** Who follows a forest, and hears of changes that were buffered. */
export interface ForestFollower {
  /** A change has met its page, where `old` stood. */
  readonly uncovered: (tree: TreeId, key: KeyBytes, lsn: Lsn, old: StoredItem | undefined) => void;
  /** The page of a change is damaged: what stood there nobody knows. */
  readonly carved: (tree: TreeId, key: KeyBytes, lsn: Lsn) => void;
}

/** A page that is damaged for good. */
interface Condemned extends DamagedPlace {
  readonly tree: Tree;
}

/** What pages come from, and where they go. */
interface Surroundings {
  readonly device: Device;
  readonly runs: SortedRuns;
  readonly rebuild: Rebuild;
  readonly suspicion: Suspicion;
  /** The tree of this number, if it is open. */
  readonly find: (id: TreeId) => Tree | undefined;
  /** Number of the turn that runs. */
  readonly turn: () => number;
  /** Memory that may come in before others have to make way. */
  readonly housekeepingBytes: number;
}

/** Pages on their way into their trees: read, checked, made anew where they are damaged, merged with what was changed since they were written. */
export class PageArrivals {
  readonly reader: PageReader;
  readonly #runs: SortedRuns;
  readonly #rebuild: Rebuild;
  readonly #suspicion: Suspicion;
  readonly #find: Surroundings['find'];
  readonly #turn: Surroundings['turn'];
  follower: ForestFollower = { uncovered: () => undefined, carved: () => undefined };
  readonly tally: PageTally;
  /** Those that were damaged on the device, and were rebuilt from the log or stood in memory, since opening. */
  repaired = 0;
  /** Those that turned out to hold another item than was counted. */
  miscounted: { readonly tree: Tree; readonly low: KeyBytes }[] = [];

  constructor({ device, runs, rebuild, suspicion, find, turn, housekeepingBytes }: Surroundings) {
    this.reader = new PageReader(device);
    this.#runs = runs;
    this.#rebuild = rebuild;
    this.#suspicion = suspicion;
    this.#find = find;
    this.#turn = turn;
    this.tally = new PageTally(housekeepingBytes);
  }

  /** Brings pages into their trees, and answers them as they have come. */
  async *bringIn(pages: readonly WantedPage[]): AsyncGenerator<readonly WantedPage[]> {
    this.tally.pages += pages.length;
    const inRuns = this.#runs.read(pages.map(({ tree, low }) => tree.rangeAt(low)));
    // Awaited below; should reading the pages fail first, that failure is the one to tell.
    inRuns.catch(() => undefined);
    const places = pages.map((wanted, i) => ({ tree: wanted.tree.id, low: wanted.low, wanted, i }));
    for await (const some of this.#read(places)) {
      for (const [{ wanted, i }, loaded] of some)
        await this.#settle(wanted, loaded, (await inRuns)[i] as FoundInRuns);
      yield some.map(([{ wanted }]) => wanted);
    }
  }

  async #settle(wanted: WantedPage, page: LoadedPage, inRuns: FoundInRuns): Promise<void> {
    const { tree, low, nextLsn } = wanted;
    // Rows that have gone meanwhile are not damaged.
    if (inRuns.version !== this.#runs.version) return this.#settleAgain(wanted);
    const loaded = this.#suspicion.trusted(tree.id, page);
    const node = loaded.ok ? loaded.node : await this.#rebuild.page(tree, low);
    const range = tree.rangeAt(low);
    const pageLsn = node?.lsn ?? range.lsn;
    const found = await this.#runs.sound(inRuns, pageLsn, range, this.#rebuild.changes);
    if (this.#find(tree.id) !== tree) return;
    if (inRuns.version !== this.#runs.version) return this.#settleAgain(wanted);
    if (node === undefined || found.lost !== undefined) {
      const reason = loaded.ok ? ROW_REASON : loaded.reason;
      this.condemn({ tree, low, reason, nextLsn: nextLsn() }, found);
      return;
    }
    if (loaded.ok) tree.noteWritten(low, node.lsn);
    else this.repair(tree, node, nextLsn());
    node.touched = this.#turn();
    if (!tree.install(node, nextLsn())) return;
    this.tally.came(node.memoryBytes);
    for (const pins of wanted.pins) pins.hold(node);
    if (found.isRepaired) this.repair(tree, node, nextLsn());
    this.#merge(tree, node, found.sections, nextLsn());
  }

  /** Runs have come or gone while a page was read: what was read does not belong together. */
  async #settleAgain(wanted: WantedPage): Promise<void> {
    const { tree, low } = wanted;
    const [inRuns] = await this.#runs.read([tree.rangeAt(low)]);
    const pages = await this.readPages(tree.id, [low]);
    await this.#settle(wanted, pages.get(low) as LoadedPage, inRuns as FoundInRuns);
  }

  #merge(tree: Tree, node: LeafNode, inRuns: readonly RunSection[], nextLsn: Lsn): void {
    const isCorrected = mergeInto(tree, node, {
      inRuns,
      nextLsn,
      uncovered: (key, lsn, old) => {
        this.follower.uncovered(tree.id, key, lsn, old);
      },
    });
    if (isCorrected) this.miscounted.push({ tree, low: node.low });
    // Neighbours on the device may contain the log up to different records while it is being read; one node tells only one.
    if (!this.#suspicion.isReading) tree.joinIfSmall(node);
  }

  /** The page at a fence can never be read. What the log is known to hold of it in newest form stays. */
  condemn({ tree, ...place }: Condemned, found = NOTHING): void {
    const certainFrom = this.#suspicion.certainFrom(tree.id, place.reason);
    const from = Math.max(certainFrom, (found.lost?.lastLsn ?? -1) + 1) as Lsn;
    condemn(tree, place, found.sections, from, (key, lsn) => {
      this.follower.carved(tree.id, key, lsn);
    });
  }

  /** The device's copy of the page is void: the next checkpoint writes the node in its place. */
  repair(tree: Tree, node: LeafNode, nextLsn: Lsn): void {
    tree.noteWritten(node.low, undefined);
    if (node.isEvictable) node.recLsn = nextLsn;
    this.repaired++;
  }

  /** Reads and checks pages straight from the device. */
  async readPages(
    tree: TreeId,
    fences: readonly KeyBytes[],
  ): Promise<ReadonlyMap<KeyBytes, LoadedPage>> {
    const pages = await this.readPlaces(fences.map((low) => ({ tree, low })));
    return new Map([...pages].map(([{ low }, loaded]) => [low, loaded]));
  }

  /** The same, of several trees. */
  async readPlaces<Place extends PagePlace>(
    places: readonly Place[],
  ): Promise<ReadonlyMap<Place, LoadedPage>> {
    const pages = new Map<Place, LoadedPage>();
    if (places.length === 0) return pages;
    for await (const some of this.#read(places))
      for (const [place, loaded] of some) pages.set(place, loaded);
    return pages;
  }

  async *#read<Place extends PagePlace>(
    places: readonly Place[],
  ): AsyncGenerator<readonly (readonly [Place, LoadedPage])[]> {
    // Noted before the read: a page may be written again while it is under way.
    const oldest = new Map(
      places.map((place) => [place, this.#find(place.tree)?.written.get(place.low) ?? 0]),
    );
    for await (const some of this.reader.leaves(places)) {
      yield some.map(([place, loaded]) => [
        place,
        this.#suspicion.checked(loaded, oldest.get(place) ?? 0),
      ]);
    }
  }
}
