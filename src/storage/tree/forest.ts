import { invariant } from '../../kernel/invariant.ts';
import type { Knobs } from '../../kernel/knobs.ts';
import type { KeyBytes } from '../../kernel/key-bytes.ts';
import { ownCopy } from '../../kernel/key-bytes.ts';
import type { Device } from '../device/port.ts';
import { leafPagesOf, lowFenceOf } from '../page/page-key.ts';
import type { StoredItem } from '../stored-item.ts';
import type { Lsn, TreeCounts, TreeId } from '../store.ts';
import { birthLsn } from './tree-id.ts';
import type { TreeSet } from './tree-set.ts';
import { mayHold, NO_TREES } from './tree-set.ts';
import { fingerprintsOf } from './fingerprint.ts';
import { KeyDirectories } from './key-directories.ts';
import type { LeafNode } from './leaf-node.ts';
import type { FelledTree } from './felled-tree.ts';
import type { CacheUsage } from './page-cache.ts';
import { coldMark, evict, evictCold, usageOf } from './page-cache.ts';
import { PageFault } from './page-fault.ts';
import type { WantedPage } from './page-loader.ts';
import { PageLoader } from './page-loader.ts';
import type { LoadedPage, PagePlace } from './page-reader.ts';
import { PageReader } from './page-reader.ts';
import type { Pins } from './pins.ts';
import { Tree } from './tree.ts';

const STALE_REASON = 'an older version of the page is stored';
const AHEAD_REASON = 'the page is newer than the log: frames are missing';
const SUSPECT_REASON = 'the log held newer writes of this range and is damaged';

/** Who follows a forest, and hears of changes that were buffered. */
export interface ForestFollower {
  /** A change has met its page, where `old` stood. */
  readonly uncovered: (tree: TreeId, key: KeyBytes, lsn: Lsn, old: StoredItem | undefined) => void;
  /** The page of a change is damaged: what stood there nobody knows. */
  readonly carved: (tree: TreeId, key: KeyBytes, lsn: Lsn) => void;
}

const NOBODY: ForestFollower = { uncovered: () => undefined, carved: () => undefined };

/** Makes the page of a tree anew that is damaged on the device; undefined where the log does not reach back so far. */
export type Rebuild = (tree: Tree, low: KeyBytes) => Promise<LeafNode | undefined>;

/** All open trees, and the page cache: loads what a PageFault names, evicts what is least worth keeping. */
export class Forest {
  readonly #device: Device;
  readonly #budgetBytes: number;
  readonly #leafBytes: number;
  readonly #trees = new Map<TreeId, Tree>();
  /** Trees that were dropped: an opening of theirs under way comes too late. */
  readonly #felled = new Set<TreeId>();
  /** Counts of trees whose fences were not needed yet. */
  readonly #counts = new Map<TreeId, TreeCounts>();
  /** Trees whose first page the device must hold. */
  readonly #storedRoots = new Set<TreeId>();
  /** Checksums of the branch pages that name all leaf pages of their trees, as of the checkpoint. */
  readonly #branchCrcs = new Map<TreeId, number>();
  /** Whether no page has changed since the checkpoint. */
  #isAsCheckpointed: Promise<boolean> = Promise.resolve(false);
  readonly #reader: PageReader;
  readonly #loader: PageLoader;
  /** Trees whose fences are being read. */
  readonly #openings = new Map<TreeId, Promise<void>>();
  /** Pages that end before this record may lack a write that the damaged log held: they are not served. */
  #suspectLsn = 0 as Lsn;
  #suspectTrees = NO_TREES;
  /** The end of the log; infinite while it is being read. */
  #nextLsn = (): number => Infinity;
  /** Number of the turn that runs. */
  #turn = 0;
  #pageLoads = 0;
  #arrivedBytes = 0;
  #repaired = 0;
  /** The end of the log when it had been read. */
  #openedLsn = 0 as Lsn;
  #follower = NOBODY;
  readonly directories: KeyDirectories;
  /** Pages that turned out to hold another item than was counted: the device is to get them together with the counts. */
  miscounted: { readonly tree: Tree; readonly low: KeyBytes }[] = [];
  readonly #rebuild: Rebuild;

  /** `secret` is known to nobody who chooses keys. */
  constructor(
    device: Device,
    budgetBytes: number,
    { leafBytes, directoryBytes, fingerprintBits }: Knobs,
    secret: string,
    rebuild: Rebuild,
  ) {
    this.#device = device;
    this.#reader = new PageReader(device);
    this.#loader = new PageLoader((pages) => this.#bringIn(pages));
    this.#budgetBytes = budgetBytes;
    this.#leafBytes = leafBytes;
    this.directories = new KeyDirectories(directoryBytes, fingerprintsOf(secret, fingerprintBits));
    this.#rebuild = rebuild;
  }

  get pageLoads(): number {
    return this.#pageLoads;
  }

  /** Memory of all pages that have come in since opening. */
  get arrivedBytes(): number {
    return this.#arrivedBytes;
  }

  /** Damaged pages on the device that were rebuilt from the log, or stood in memory, since opening. */
  get repaired(): number {
    return this.#repaired;
  }

  get trees(): Iterable<Tree> {
    return this.#trees.values();
  }

  /** Declares that writes to these trees before `lsn` may be lost: every page of theirs that is not newer is damaged. */
  suspect(lsn: Lsn, trees: TreeSet): void {
    this.#suspectLsn = lsn;
    this.#suspectTrees = trees;
    for (const tree of this.#trees.values()) this.#suspectNodes(tree);
  }

  #isSuspect(tree: TreeId, lsn: Lsn): boolean {
    return lsn < this.#suspectLsn && mayHold(this.#suspectTrees, tree);
  }

  #suspectNodes(tree: Tree): void {
    this.#condemn(tree, (node) => this.#isSuspect(tree.id, node.lsn), SUSPECT_REASON);
  }

  #condemn(tree: Tree, isDamaged: (node: LeafNode) => boolean, reason: string): void {
    tree.nodes.forEach((node, index) => {
      if (node === undefined || !isDamaged(node)) return;
      tree.damaged.set(node.low, reason);
      tree.nodes[index] = undefined;
    });
  }

  /** The log has been read to its end: from here on no page may be ahead of it. A forest follows one log. */
  follow(nextLsn: () => Lsn, follower: ForestFollower): void {
    invariant(this.#nextLsn() === Infinity, 'a forest follows two logs');
    this.#nextLsn = nextLsn;
    this.#openedLsn = nextLsn();
    this.#follower = follower;
    for (const tree of this.#trees.values())
      this.#condemn(tree, (node) => node.lsn >= nextLsn(), AHEAD_REASON);
  }

  setCounts(tree: TreeId, counts: TreeCounts): void {
    const open = this.#trees.get(tree);
    if (open === undefined) this.#counts.set(tree, counts);
    else Object.assign(open, counts);
  }

  /** Declares that the device holds the tree's first page. */
  expectRoot(tree: TreeId): void {
    this.#storedRoots.add(tree);
  }

  /** Whether the device holds the tree's first page, as far as is known. */
  hasStoredRoot(tree: TreeId): boolean {
    return this.#trees.get(tree)?.hasStoredRoot ?? this.#storedRoots.has(tree);
  }

  /** The checkpoint left a branch page of this checksum that names every leaf page of the tree; 0 for none. */
  setBranchCrc(tree: TreeId, crc: number): void {
    this.#branchCrcs.set(tree, crc);
  }

  branchCrc(tree: TreeId): number {
    return this.#branchCrcs.get(tree) ?? 0;
  }

  /** Opens trees by their branch pages alone where `isAsCheckpointed`: no page has changed since they were written. */
  trustBranches(isAsCheckpointed: Promise<boolean>): void {
    this.#isAsCheckpointed = isAsCheckpointed;
  }

  counts(tree: TreeId): TreeCounts {
    return this.#trees.get(tree) ?? this.#counts.get(tree) ?? { items: 0, sizeBytes: 0 };
  }

  /** Counts of every tree that has any. */
  *allCounts(): Iterable<readonly [TreeId, TreeCounts]> {
    for (const [id, counts] of this.#counts) if (!this.#trees.has(id)) yield [id, counts];
    for (const [id, tree] of this.#trees) yield [id, tree];
  }

  /** The tree, whose fences must be in memory. */
  tree(id: TreeId): Tree {
    const tree = this.#trees.get(id);
    if (tree === undefined) throw new PageFault(id, []);
    return tree;
  }

  find(id: TreeId): Tree | undefined {
    return this.#trees.get(id);
  }

  /** A tree that never had a page. */
  plant(id: TreeId): Tree {
    const tree = new Tree(id, [], this.#leafBytes, this.directories);
    this.#trees.set(id, tree);
    this.#counts.delete(id);
    return tree;
  }

  /** Forgets a tree, open or not; answers what was known of it, so that a refused drop can put it back. */
  fell(id: TreeId): FelledTree {
    const felled = { id, tree: this.#trees.get(id), counts: this.#counts.get(id) };
    this.#trees.delete(id);
    this.#felled.add(id);
    this.#counts.delete(id);
    this.#branchCrcs.delete(id);
    this.directories.forgetTree(id);
    return felled;
  }

  replant({ id, tree, counts }: FelledTree): void {
    this.#felled.delete(id);
    if (tree !== undefined) this.#trees.set(id, tree);
    if (counts !== undefined) this.#counts.set(id, counts);
  }

  /** The next turn begins: its uses of pages are new ones. */
  tick(): void {
    this.#turn++;
  }

  /** The turn needs the page. While it is held, whoever comes to it again is still at its first use. */
  use(node: LeafNode): void {
    const isAgain = node.touched !== this.#turn && node.pins === 0;
    if (node.uses === 0) node.uses = 1;
    else if (isAgain) node.uses = 2;
    node.touched = this.#turn;
  }

  /** The turn comes by the page on its way over all there are. */
  pass(node: LeafNode): void {
    if (node.uses === 0) node.touched = this.#turn;
  }

  /**
   * Brings in what a fault named, with all that others want in the same turn of the event loop. `pins` holds the pages; without, they may go at
   * any time.
   */
  async load(fault: PageFault, nextLsn: () => Lsn, pins?: Pins): Promise<void> {
    const tree = this.#trees.get(fault.tree);
    if (tree === undefined) {
      await this.#open(fault.tree);
      return;
    }
    const missing: KeyBytes[] = [];
    for (const fence of fault.fences) {
      const node = tree.nodes[tree.indexOf(fence)];
      if (node === undefined) missing.push(fence);
      else pins?.hold(node);
    }
    if (missing.length > 0) await this.#loader.load(tree, missing, nextLsn, pins);
  }

  #open(id: TreeId): Promise<void> {
    const running = this.#openings.get(id);
    if (running !== undefined) return running;
    const opening = this.#openTree(id).finally(() => this.#openings.delete(id));
    this.#openings.set(id, opening);
    return opening;
  }

  async #openTree(id: TreeId): Promise<void> {
    const branch = await this.#reader.branch(id);
    const isNamed = branch !== undefined && branch.crc === this.#branchCrcs.get(id);
    const isWhole = isNamed && (await this.#isAsCheckpointed);
    const versions = branch?.versions ?? new Map<KeyBytes, Lsn>();
    const fences = isWhole ? [...versions.keys()] : await this.#listFences(id);
    if (this.#trees.has(id) || this.#felled.has(id)) return;
    const tree = new Tree(id, fences, this.#leafBytes, this.directories);
    if (this.#storedRoots.has(id)) tree.expectRoot();
    tree.written = versions;
    // Pages that a checkpoint under way had joined to others are named still.
    if (!isWhole) tree.keepWritten(fences);
    Object.assign(tree, this.#counts.get(id) ?? {});
    this.#counts.delete(id);
    this.#trees.set(id, tree);
    if (this.#isSuspect(id, birthLsn(id))) this.#suspectNodes(tree);
  }

  async #listFences(id: TreeId): Promise<KeyBytes[]> {
    const { from, to } = leafPagesOf(id);
    const keys = await this.#device.listPages(from, to);
    return keys.map((key) => ownCopy(lowFenceOf(key)));
  }

  async *#bringIn(pages: readonly WantedPage[]): AsyncGenerator<readonly WantedPage[]> {
    this.#pageLoads += pages.length;
    const places = pages.map((wanted) => ({ tree: wanted.tree.id, low: wanted.low, wanted }));
    for await (const some of this.#read(places)) {
      for (const [{ wanted }, loaded] of some) await this.#settle(wanted, loaded);
      yield some.map(([{ wanted }]) => wanted);
    }
  }

  async #settle(wanted: WantedPage, page: LoadedPage): Promise<void> {
    const { tree, low, nextLsn } = wanted;
    const loaded = this.#trusted(tree.id, page);
    const node = loaded.ok ? loaded.node : await this.#rebuild(tree, low);
    if (node !== undefined) {
      if (this.#trees.get(tree.id) !== tree) return;
      if (loaded.ok) tree.noteWritten(low, node.lsn);
      else this.repair(tree, node, nextLsn());
      node.touched = this.#turn;
      if (!tree.install(node, nextLsn())) return;
      this.#arrivedBytes += node.memoryBytes;
      for (const pins of wanted.pins) pins.hold(node);
      this.#merge(tree, node);
    } else if (!loaded.ok) this.condemnPage(tree, low, loaded.reason);
  }

  /** The page at a fence can never be read. What the log is known to hold of it in newest form stays. */
  condemnPage(tree: Tree, low: KeyBytes, reason: string): void {
    const suspectLsn = mayHold(this.#suspectTrees, tree.id) ? this.#suspectLsn : 0;
    const certainFrom = reason === AHEAD_REASON ? this.#openedLsn : suspectLsn;
    tree.condemn(low, reason, certainFrom as Lsn, (key, lsn) => {
      this.#follower.carved(tree.id, key, lsn);
    });
  }

  #merge(tree: Tree, node: LeafNode): void {
    const isCorrected = tree.merge(node, (key, lsn, old) => {
      this.#follower.uncovered(tree.id, key, lsn, old);
    });
    if (isCorrected) this.miscounted.push({ tree, low: node.low });
    // Neighbours on the device may contain the log up to different records while it is being read; one node tells only one.
    if (this.#nextLsn() !== Infinity) tree.joinIfSmall(node);
  }

  /** The device's copy of the page is void: the next checkpoint writes the node in its place. */
  repair(tree: Tree, node: LeafNode, nextLsn: Lsn): void {
    tree.noteWritten(node.low, undefined);
    if (node.isEvictable) node.recLsn = nextLsn;
    this.#repaired++;
  }

  #trusted(tree: TreeId, loaded: LoadedPage): LoadedPage {
    if (!loaded.ok || !this.#isSuspect(tree, loaded.node.lsn)) return loaded;
    return { ok: false, reason: SUSPECT_REASON };
  }

  /** Reads and checks pages straight from the device, past the cache. */
  async readPages(
    tree: TreeId,
    fences: readonly KeyBytes[],
  ): Promise<ReadonlyMap<KeyBytes, LoadedPage>> {
    const pages = new Map<KeyBytes, LoadedPage>();
    for await (const some of this.#read(fences.map((low) => ({ tree, low }))))
      for (const [{ low }, loaded] of some) pages.set(low, loaded);
    return pages;
  }

  async *#read<Place extends PagePlace>(
    places: readonly Place[],
  ): AsyncGenerator<readonly (readonly [Place, LoadedPage])[]> {
    // Noted before the read: a page may be written again while it is under way.
    const oldest = new Map(
      places.map((place) => [place, this.#trees.get(place.tree)?.written.get(place.low) ?? 0]),
    );
    for await (const some of this.#reader.leaves(places)) {
      yield some.map(([place, loaded]) => {
        if (loaded.ok && loaded.node.lsn < (oldest.get(place) ?? 0))
          return [place, { ok: false, reason: STALE_REASON }];
        if (loaded.ok && loaded.node.lsn >= this.#nextLsn())
          return [place, { ok: false, reason: AHEAD_REASON }];
        return [place, loaded];
      });
    }
  }

  usage(): CacheUsage {
    return usageOf(this.#trees.values());
  }

  /** A mark such that the dirty nodes read since then take `bytesMax` at most; those before are the coldest. */
  coldMark(bytesMax: number): number {
    return coldMark(this.#trees.values(), bytesMax);
  }

  /** Evicts clean nodes that nobody has read since `mark`, where what is written to them can be buffered. */
  evictCold(mark: number): void {
    evictCold(this.#trees.values(), mark);
  }

  /** Evicts clean nodes until the cache fits its budget. */
  evict(): void {
    evict(this.#trees.values(), this.#budgetBytes);
  }
}
