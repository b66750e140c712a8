import type { Knobs } from '../../kernel/knobs.ts';
import type { KeyBytes } from '../../kernel/key-bytes.ts';
import { ownCopy } from '../../kernel/key-bytes.ts';
import type { Device } from '../device/port.ts';
import { leafPagesOf, lowFenceOf } from '../page/page-key.ts';
import type { SortedRuns } from '../run/sorted-runs.ts';
import type { Lsn, TreeCounts, TreeId } from '../store.ts';
import type { FelledTree } from './felled-tree.ts';
import type { KeyDirectories } from './directory/key-directories.ts';
import { directoriesOf } from './directory/key-directories.ts';
import type { LeafNode } from './leaf-node.ts';
import { DigestReader } from './directory/digest-reader.ts';
import type { ForestFollower } from './arrival/page-arrivals.ts';
import { PageArrivals } from './arrival/page-arrivals.ts';
import type { CacheUsage } from './page-cache.ts';
import { coldMark, evict, evictBlind, evictCold, oldestUnwritten, usageOf } from './page-cache.ts';
import { DigestFault, ItemFault, PageFault } from './page-fault.ts';
import { ItemReader } from './arrival/item-reader.ts';
import type { WantedPage } from './arrival/page-loader.ts';
import { PageLoader } from './arrival/page-loader.ts';
import type { Pins } from './pins.ts';
import type { Rebuild } from './arrival/rebuild.ts';
import { Suspicion } from './arrival/suspicion.ts';
import { Tree } from './tree.ts';
import type { TreeSet } from './tree-set.ts';

/** How much memory a forest takes, and how it knows keys. */
interface ForestOptions extends Pick<
  Knobs,
  | 'leafBytes'
  | 'directoryBytes'
  | 'fingerprintBits'
  | 'housekeepingBytes'
  | 'loneReadRows'
  | 'loneReads'
> {
  readonly cacheBytes: number;
  /** Known to nobody who chooses keys. */
  readonly secret: string;
}

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
  readonly #loader: PageLoader;
  readonly #digests: DigestReader;
  readonly #items: ItemReader;
  /** Trees whose fences are being read. */
  readonly #openings = new Map<TreeId, Promise<void>>();
  readonly #suspicion = new Suspicion();
  /** Number of the turn that runs. */
  turn = 0;
  /** Pages on their way in. */
  readonly arrivals: PageArrivals;
  readonly directories: KeyDirectories;
  /** What pages on the device may lack. */
  readonly runs: SortedRuns;

  constructor(
    device: Device,
    runs: SortedRuns,
    {
      cacheBytes,
      leafBytes,
      directoryBytes,
      fingerprintBits,
      housekeepingBytes,
      secret,
      ...lone
    }: ForestOptions,
    rebuild: Rebuild,
  ) {
    this.#device = device;
    this.directories = directoriesOf(secret, { directoryBytes, fingerprintBits });
    this.arrivals = new PageArrivals({
      device,
      runs,
      rebuild,
      suspicion: this.#suspicion,
      find: (id) => this.#trees.get(id),
      turn: () => this.turn,
      housekeepingBytes,
    });
    this.#loader = new PageLoader(
      (pages) => this.#bringIn(pages),
      () => this.arrivals.tally.typicalBytes,
    );
    this.runs = runs;
    this.#budgetBytes = cacheBytes;
    this.#leafBytes = leafBytes;
    const { directories, arrivals } = this;
    this.#items = new ItemReader({ runs, directories, arrivals, ...lone });
    this.#digests = new DigestReader({ device, directories, runs, suspicion: this.#suspicion });
  }

  get pageLoads(): number {
    return this.arrivals.tally.pages;
  }

  /** Damaged pages on the device that were rebuilt from the log, or stood in memory, since opening. */
  get repaired(): number {
    return this.arrivals.repaired;
  }

  get trees(): Iterable<Tree> {
    return this.#trees.values();
  }

  /** Declares that writes to these trees before `lsn` may be lost: every page of theirs that is not newer is damaged. */
  suspect(lsn: Lsn, trees: TreeSet): void {
    this.#suspicion.raise(lsn, trees);
    for (const tree of this.#trees.values()) this.#suspicion.condemnSuspects(tree);
  }

  /** The log has been read to its end: from here on no page may be ahead of it. A forest follows one log. */
  follow(nextLsn: () => Lsn, follower: ForestFollower): void {
    this.#suspicion.follow(nextLsn);
    this.arrivals.follower = follower;
    for (const tree of this.#trees.values()) this.#suspicion.condemnAhead(tree);
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

  /** Size of all items. */
  get itemBytes(): number {
    let bytes = 0;
    for (const [, { sizeBytes }] of this.allCounts()) bytes += sizeBytes;
    return bytes;
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
    this.turn++;
  }

  /** The turn needs the page. While it is held, whoever comes to it again is still at its first use. */
  use(node: LeafNode): void {
    const isAgain = node.touched !== this.turn && node.pins === 0;
    if (node.uses === 0) node.uses = 1;
    else if (isAgain) node.uses = 2;
    node.touched = this.turn;
  }

  /** The turn comes by the page on its way over all there are. */
  pass(node: LeafNode): void {
    if (node.uses === 0) node.touched = this.turn;
  }

  /**
   * Brings in what a fault named, with all that others want in the same turn of the event loop. `pins` holds the pages; without, they may go at
   * any time.
   */
  async load(fault: PageFault, nextLsn: () => Lsn, pins?: Pins): Promise<void> {
    const tree = this.#trees.get(fault.tree);
    if (tree === undefined) {
      await this.open(fault.tree);
      return;
    }
    if (fault instanceof DigestFault) {
      await this.#digests.load(tree, fault.fences);
      return;
    }
    const missing: KeyBytes[] = [];
    const loads: Promise<void>[] = [];
    for (const fence of fault.fences) {
      const node = tree.nodes[tree.indexOf(fence)];
      const keys = fault instanceof ItemFault ? (fault.keys.get(fence) ?? []) : [];
      if (node !== undefined) pins?.hold(node);
      else if (keys.length > 0 && pins !== undefined && this.#items.isFor(tree, fence, keys.length))
        for (const key of keys) loads.push(this.#readAlone(tree, key, nextLsn, pins));
      else missing.push(fence);
    }
    if (missing.length > 0) loads.push(this.#loader.load(tree, missing, nextLsn, pins));
    await Promise.all(loads);
  }

  /** Brings in the page of an item where that alone can tell. */
  async #readAlone(tree: Tree, key: KeyBytes, nextLsn: () => Lsn, pins: Pins): Promise<void> {
    if (await this.#items.read(tree, key, pins)) return;
    const low = tree.fences[tree.indexOf(key)] as KeyBytes;
    await this.#loader.load(tree, [low], nextLsn, pins);
  }

  /** Brings in the fences of a tree. */
  open(id: TreeId): Promise<void> {
    const running = this.#openings.get(id);
    if (running !== undefined) return running;
    const opening = this.#openTree(id).finally(() => this.#openings.delete(id));
    this.#openings.set(id, opening);
    return opening;
  }

  /** Others make way while pages come in: who waits for many may hold them for long. */
  async *#bringIn(pages: readonly WantedPage[]): AsyncGenerator<readonly WantedPage[]> {
    for await (const some of this.arrivals.bringIn(pages)) {
      if (this.arrivals.tally.areMany) this.evict();
      yield some;
    }
  }

  async #openTree(id: TreeId): Promise<void> {
    const branch = await this.arrivals.reader.branch(id);
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
    if (this.#suspicion.mayConcern(id)) this.#suspicion.condemnSuspects(tree);
  }

  async #listFences(id: TreeId): Promise<KeyBytes[]> {
    const { from, to } = leafPagesOf(id);
    const keys = await this.#device.listPages(from, to);
    return keys.map((key) => ownCopy(lowFenceOf(key)));
  }

  /** Whether the page on the device may lack changes that are in runs, or on their way into one. */
  isBehind(tree: Tree, fence: KeyBytes): boolean {
    const range = tree.rangeAt(fence);
    return this.runs.covers(range) || (tree.frozen?.within(tree.id, range).keys.length ?? 0) > 0;
  }

  /** First record whose effect no page on the device has, as long as it is in no run, nor on its way into one. */
  oldestUnwritten(): Lsn | undefined {
    return oldestUnwritten(this.#trees.values());
  }

  /** Pages that have buffered changes. */
  get bufferedPages(): number {
    let pages = 0;
    for (const { buffers } of this.#trees.values()) pages += buffers.size;
    return pages;
  }

  /** Pages of all open trees. */
  get pages(): number {
    let pages = 0;
    for (const { fences } of this.#trees.values()) pages += fences.length;
    return pages;
  }

  usage(): CacheUsage {
    return usageOf(this.#trees.values());
  }

  /** A mark such that the dirty nodes read since then take `bytesMax` at most; those before are the coldest. */
  coldMark(bytesMax: number): number {
    return coldMark(this.#trees.values(), bytesMax);
  }

  /** Evicts a node that was just written where it is only written to: nobody has read it since turn `before`, or twice. */
  evictBlind(tree: Tree, node: LeafNode, before: number): void {
    evictBlind(tree, node, before);
  }

  /** Evicts clean nodes that nobody has read since `mark`, where what is written to them can be buffered. */
  evictCold(mark: number): void {
    evictCold(this.#trees.values(), mark);
  }

  /** Evicts clean nodes until the cache fits its budget. */
  evict(): void {
    this.arrivals.tally.looked();
    evict(this.#trees.values(), this.#budgetBytes);
  }
}
