import { invariant } from '../../kernel/invariant.ts';
import type { KeyBytes } from '../../kernel/key-bytes.ts';
import { ownCopy } from '../../kernel/key-bytes.ts';
import type { Device } from '../device/port.ts';
import type { BranchPage } from '../page/branch-page.ts';
import { decodeBranchPage } from '../page/branch-page.ts';
import { decodePage, joinPieces, pieceCount } from '../page/page-codec.ts';
import { branchPageKey, leafPagesOf, lowFenceOf, pageKey, pieceKey } from '../page/page-key.ts';
import type { StoredItem } from '../stored-item.ts';
import type { Lsn, TreeCounts, TreeId } from '../store.ts';
import { birthLsn } from './tree-id.ts';
import type { TreeSet } from './tree-set.ts';
import { mayHold, NO_TREES } from './tree-set.ts';
import { LeafNode } from './leaf-node.ts';
import type { CacheUsage } from './page-cache.ts';
import { coldMark, evict, evictCold, usageOf } from './page-cache.ts';
import { PageFault } from './page-fault.ts';
import { Tree } from './tree.ts';

const STALE_REASON = 'an older version of the page is stored';
const AHEAD_REASON = 'the page is newer than the log: frames are missing';
const SUSPECT_REASON = 'the log held newer writes of this range and is damaged';

/** What a page on the device turned out to be. */
export type LoadedPage =
  { readonly ok: true; readonly node: LeafNode } | { readonly ok: false; readonly reason: string };

/** Makes the page of a tree anew that is damaged on the device; undefined where the log does not reach back so far. */
export type Rebuild = (tree: Tree, low: KeyBytes) => Promise<LeafNode | undefined>;

/** All open trees, and the page cache: loads what a PageFault names, evicts what was not used for longest. */
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
  readonly #loads = new Map<string, Promise<void>>();
  /** Pages that end before this record may lack a write that the damaged log held: they are not served. */
  #suspectLsn = 0 as Lsn;
  #suspectTrees = NO_TREES;
  /** The end of the log; infinite while it is being read. */
  #nextLsn = (): number => Infinity;
  #tick = 0;
  #pageLoads = 0;
  #repaired = 0;
  /** Called for each buffered change that met its page: what it replaced there. */
  #uncovered: (tree: TreeId, key: KeyBytes, lsn: Lsn, old: StoredItem | undefined) => void = () =>
    undefined;
  readonly #rebuild: Rebuild;

  constructor(device: Device, budgetBytes: number, leafBytes: number, rebuild: Rebuild) {
    this.#device = device;
    this.#budgetBytes = budgetBytes;
    this.#leafBytes = leafBytes;
    this.#rebuild = rebuild;
  }

  get pageLoads(): number {
    return this.#pageLoads;
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

  /**
   * The log has been read to its end: from here on no page may be ahead of it. `uncovered` is told what a buffered change
   * turned out to replace, once its page comes in. A forest follows one log.
   */
  follow(
    nextLsn: () => Lsn,
    uncovered: (tree: TreeId, key: KeyBytes, lsn: Lsn, old: StoredItem | undefined) => void,
  ): void {
    invariant(this.#nextLsn() === Infinity, 'a forest follows two logs');
    this.#nextLsn = nextLsn;
    this.#uncovered = uncovered;
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
    const tree = new Tree(id, [], this.#leafBytes);
    this.#trees.set(id, tree);
    this.#counts.delete(id);
    return tree;
  }

  /** Forgets a tree; answers it so that a refused drop can put it back. */
  fell(id: TreeId): Tree | undefined {
    const tree = this.#trees.get(id);
    this.#trees.delete(id);
    this.#felled.add(id);
    this.#counts.delete(id);
    this.#branchCrcs.delete(id);
    return tree;
  }

  replant(tree: Tree): void {
    this.#felled.delete(tree.id);
    this.#trees.set(tree.id, tree);
  }

  touch(node: LeafNode): LeafNode {
    node.touched = ++this.#tick;
    return node;
  }

  /** Brings in what a fault named. Loads of the same pages by several operations are made once. */
  async load(fault: PageFault, nextLsn: () => Lsn): Promise<void> {
    const tree = this.#trees.get(fault.tree);
    if (tree === undefined) {
      await this.#once(`fences ${String(fault.tree)}`, () => this.#openTree(fault.tree));
      return;
    }
    const missing = fault.fences.filter((fence) => !this.#isPresent(tree, fence));
    const loading = missing.map((fence) => this.#loads.get(pageKey(tree.id, fence)));
    const fresh = missing.filter((_, i) => loading[i] === undefined);
    if (fresh.length > 0) {
      const job = this.#loadPages(tree, fresh, nextLsn);
      for (const fence of fresh) this.#loads.set(pageKey(tree.id, fence), job);
      try {
        await job;
      } finally {
        for (const fence of fresh) this.#loads.delete(pageKey(tree.id, fence));
      }
    }
    for (const other of loading) if (other !== undefined) await other;
  }

  #isPresent(tree: Tree, fence: KeyBytes): boolean {
    return tree.nodes[tree.indexOf(fence)] !== undefined;
  }

  async #once(name: string, job: () => Promise<void>): Promise<void> {
    const running = this.#loads.get(name);
    if (running !== undefined) return running;
    const started = job().finally(() => this.#loads.delete(name));
    this.#loads.set(name, started);
    return started;
  }

  async #openTree(id: TreeId): Promise<void> {
    const branch = await this.#readBranch(id);
    const isNamed = branch !== undefined && branch.crc === this.#branchCrcs.get(id);
    const isWhole = isNamed && (await this.#isAsCheckpointed);
    const versions = branch?.versions ?? new Map<KeyBytes, Lsn>();
    const fences = isWhole ? [...versions.keys()] : await this.#listFences(id);
    if (this.#trees.has(id) || this.#felled.has(id)) return;
    const tree = new Tree(id, fences, this.#leafBytes);
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

  /** What the branch page tells of the leaf pages; nothing when there is none that can be read. */
  async #readBranch(tree: TreeId): Promise<BranchPage | undefined> {
    const [first] = await this.#device.readPages([branchPageKey(tree, 0)]);
    const pieces =
      first === undefined ? undefined : await this.#pieces(first, (i) => branchPageKey(tree, i));
    return pieces === undefined ? undefined : decodeBranchPage(tree, joinPieces(pieces));
  }

  async #loadPages(tree: Tree, fences: readonly KeyBytes[], nextLsn: () => Lsn): Promise<void> {
    const pages = await this.readPages(tree.id, fences);
    this.#pageLoads += fences.length;
    for (let i = 0; i < fences.length; i++) {
      const fence = fences[i] as KeyBytes;
      const loaded = this.#trusted(tree.id, pages[i] as LoadedPage);
      const node = loaded.ok ? loaded.node : await this.#rebuild(tree, fence);
      if (node !== undefined) {
        if (this.#trees.get(tree.id) !== tree) continue;
        if (loaded.ok) tree.noteWritten(fence, node.lsn);
        else this.repair(tree, node, nextLsn());
        if (tree.install(this.touch(node), nextLsn())) this.#merge(tree, node);
      } else if (!loaded.ok) {
        tree.damaged.set(fence, loaded.reason);
        // What was written to a page that cannot be read is lost with it.
        tree.buffers.delete(fence);
      }
    }
  }

  #merge(tree: Tree, node: LeafNode): void {
    tree.merge(node, (key, lsn, old) => {
      this.#uncovered(tree.id, key, lsn, old);
    });
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
  async readPages(tree: TreeId, fences: readonly KeyBytes[]): Promise<readonly LoadedPage[]> {
    // Noted before the read: a page may be written again while it is under way.
    const oldest = fences.map((fence) => this.#trees.get(tree)?.written.get(fence) ?? 0);
    const firsts = await this.#device.readPages(fences.map((fence) => pageKey(tree, fence)));
    const loaded: LoadedPage[] = [];
    for (let i = 0; i < fences.length; i++) {
      const page = await this.#assemble(tree, fences[i] as KeyBytes, firsts[i]);
      if (page.ok && page.node.lsn < (oldest[i] as number))
        loaded.push({ ok: false, reason: STALE_REASON });
      else if (page.ok && page.node.lsn >= this.#nextLsn())
        loaded.push({ ok: false, reason: AHEAD_REASON });
      else loaded.push(page);
    }
    return loaded;
  }

  /** All pieces of what `first` begins; undefined when one of them is missing. */
  async #pieces(
    first: Uint8Array,
    nameOf: (number: number) => string,
  ): Promise<readonly Uint8Array[] | undefined> {
    const count = pieceCount(first);
    if (count <= 1) return [first];
    const names = Array.from({ length: count - 1 }, (_, i) => nameOf(i + 1));
    const others = await this.#device.readPages(names);
    const found = others.filter((piece) => piece !== undefined);
    return found.length === names.length ? [first, ...found] : undefined;
  }

  async #assemble(tree: TreeId, low: KeyBytes, first: Uint8Array | undefined): Promise<LoadedPage> {
    if (first === undefined) return { ok: false, reason: 'the page is missing' };
    const pieces = await this.#pieces(first, (i) => pieceKey(tree, low, i));
    if (pieces === undefined) return { ok: false, reason: 'a piece of the page is missing' };
    const decoded = decodePage(joinPieces(pieces));
    if (!decoded.ok) return decoded;
    if (decoded.page.tree !== tree || decoded.page.low !== low) {
      return { ok: false, reason: 'another page is stored in its place' };
    }
    const node = LeafNode.fromPage(decoded.page);
    node.hasPieces = pieces.length > 1;
    return { ok: true, node };
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

  /** Evicts clean nodes, least recently used first, until the cache fits its budget. */
  evict(): void {
    evict(this.#trees.values(), this.#budgetBytes);
  }
}
