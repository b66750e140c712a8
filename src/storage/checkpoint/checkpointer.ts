import { invariant } from '../../kernel/invariant.ts';
import type { KeyBytes } from '../../kernel/key-bytes.ts';
import { DeviceFault } from '../device/port.ts';
import type { Cargo } from '../log/replication-log.ts';
import { crcOfBranchPage, encodeBranchPage } from '../page/branch-page.ts';
import { cutIntoPieces, encodePage } from '../page/page-codec.ts';
import { branchPageKey, branchPagesOf, pageKey, pieceKey, piecesOfPage } from '../page/page-key.ts';
import type { PageKeyRange } from '../page/page-key.ts';
import type { Lsn } from '../store.ts';
import type { Forest } from '../tree/forest.ts';
import type { LeafNode } from '../tree/leaf-node.ts';
import { PageFault } from '../tree/page-fault.ts';
import type { Tree } from '../tree/tree.ts';
import type { Superblock } from './superblock.ts';
import { encodeSuperblock } from './superblock.ts';

/** Bytes of pages that ride with one group commit. */
export const CARGO_BYTES = 512 * 1024;
/** Pages of buffered changes that come in for one group commit: about as many bytes. */
const LOADED_PAGES = 16;

interface Boarded {
  readonly tree: Tree;
  readonly node: LeafNode;
  /** Last log record in the page as it was encoded. */
  readonly lsn: Lsn;
  readonly recLsn: Lsn;
  readonly wasOnDevice: boolean;
  readonly hadPieces: boolean;
  readonly absorbed: KeyList;
}
type KeyList = LeafNode['absorbed'];

interface GroupStart {
  readonly firstLsn: Lsn;
  readonly prevCrc: number;
}

/** Who needs the log beside recovery. */
export interface Followers {
  /** First record that recovery has to redo for somebody's sake: a follower has not answered it for good. */
  readonly oldestToRedo: () => Lsn | undefined;
  /** First record that readers of the log want to stay. */
  readonly oldestToKeep: () => Lsn | undefined;
}

/** A page that a cycle has to write. */
interface Due {
  readonly tree: Tree;
  readonly low: KeyBytes;
}

/**
 * Writes dirty pages in the background, a few with each group commit, then moves the checkpoint (decision D3). Pages with
 * buffered changes are brought in shortly before, and are the first to be evicted afterwards.
 *
 * A page rides in the transaction of the group that holds the newest record, so no page on the device is ever ahead of
 * the log there. Within a tree, pages go from the highest key to the lowest: a page that split is rewritten only
 * after all pages that split off from it, so a crash in between leaves a stale upper part that the next
 * fence cuts off, never a hole.
 */
export class Checkpointer {
  readonly #forest: Forest;
  readonly #followers: Followers;
  readonly #nextLsn: () => Lsn;
  #superblock: Superblock;
  /** Starts of the groups still in the log, oldest first. */
  #groups: GroupStart[];
  #queue: Due[] = [];
  /** Pages that the next group commit needs are coming in. */
  #loading: Promise<void> | undefined;
  #phase: 'idle' | 'pages' | 'flip' = 'idle';
  /** Whether the cycle moves the checkpoint at its end. */
  #moves = true;
  /** True after a refused cargo, until the next cycle begins. */
  failed = false;

  constructor(
    forest: Forest,
    superblock: Superblock,
    groups: readonly GroupStart[],
    followers: Followers,
    nextLsn: () => Lsn,
  ) {
    this.#forest = forest;
    this.#nextLsn = nextLsn;
    this.#followers = followers;
    this.#superblock = superblock;
    this.#groups = [...groups];
  }

  get superblock(): Superblock {
    return this.#superblock;
  }

  get isActive(): boolean {
    return this.#phase !== 'idle';
  }

  /** Begins a cycle over all pages dirty now, at whose end the checkpoint moves. */
  begin(): void {
    this.#start(({ tree, low }, node) =>
      node === undefined ? tree.buffers.has(low) : node.recLsn !== 0,
    );
    this.#moves = true;
  }

  /** Begins a cycle over dirty pages in memory that nobody has read since `mark`. The checkpoint stays where it is. */
  writeCold(mark: number): void {
    this.#start((_, node) => node !== undefined && node.recLsn !== 0 && node.touched < mark);
    this.#moves = false;
  }

  #start(isDue: (due: Due, node: LeafNode | undefined) => boolean): void {
    invariant(this.#phase === 'idle', 'one cycle ends before the next begins');
    this.failed = false;
    this.#queue = [];
    for (const tree of this.#forest.trees) {
      tree.fences.forEach((low, i) => {
        if (isDue({ tree, low }, tree.nodes[i])) this.#queue.push({ tree, low });
      });
    }
    this.#phase = 'pages';
  }

  /** Brings in the pages that the next group commit will take, if they are not: resolves when they are. */
  prepare(): Promise<void> | undefined {
    if (this.#phase !== 'pages') return undefined;
    this.#loading ??= this.#loadNext();
    return this.#loading;
  }

  #loadNext(): Promise<void> | undefined {
    const last = this.#queue.findLastIndex(({ tree }) => this.#forest.find(tree.id) === tree);
    const next = this.#queue[last];
    if (next === undefined || !isBuffered(next)) return undefined;
    const { tree } = next;
    const fences: KeyBytes[] = [];
    for (let i = last; i >= 0 && fences.length < LOADED_PAGES; i--) {
      const due = this.#queue[i] as Due;
      if (due.tree !== tree) break;
      if (isBuffered(due)) fences.push(due.low);
    }
    return this.#load(tree, fences).finally(() => {
      this.#loading = undefined;
    });
  }

  async #load(tree: Tree, fences: readonly KeyBytes[]): Promise<void> {
    try {
      await this.#forest.load(new PageFault(tree.id, fences), this.#nextLsn);
    } catch (error) {
      if (!(error instanceof DeviceFault)) throw error;
      this.#phase = 'idle';
      this.failed = true;
      return;
    }
    for (const low of fences) {
      const node = tree.nodes[tree.indexOf(low)];
      if (node?.low === low) node.touched = 0;
    }
    this.#forest.evict();
  }

  /** What rides with the group about to be written. Called with nothing of ours in flight. */
  board(group: GroupStart & { readonly lastLsn: Lsn }): Cargo | undefined {
    this.#groups.push({ firstLsn: group.firstLsn, prevCrc: group.prevCrc });
    if (this.#phase === 'pages') {
      const cargo = this.#boardPages();
      if (cargo !== undefined || this.#queue.length > 0) return cargo;
      this.#phase = this.#moves ? 'flip' : 'idle';
    }
    return this.#phase === 'flip' ? this.#boardSuperblock(group.lastLsn) : undefined;
  }

  /** Forgets the starts of groups that were refused. */
  refused(firstLsn: Lsn): void {
    this.#groups = this.#groups.filter((group) => group.firstLsn < firstLsn);
  }

  #boardPages(): Cargo | undefined {
    const boarded: Boarded[] = [];
    const putPages: { key: string; bytes: Uint8Array }[] = [];
    const dropPages: PageKeyRange[] = [];
    let bytes = 0;
    while (bytes < CARGO_BYTES) {
      const next = this.#queue.at(-1);
      if (next === undefined || this.#mustWait(next)) break;
      this.#queue.pop();
      const { tree, low } = next;
      if (this.#forest.find(tree.id) !== tree) continue;
      const index = tree.indexOf(low);
      if (tree.fences[index] !== low) continue;
      for (let right = splitOffEnd(tree, index); right >= index; right--) {
        const page = tree.nodes[right];
        if (page === undefined || page.recLsn === 0) continue;
        boarded.push(boardNode(tree, page, putPages, dropPages));
        bytes += page.bytes;
      }
    }
    if (boarded.length === 0) return undefined;
    return {
      putPages,
      dropPages,
      putMeta: [],
      trimLogBelow: undefined,
      strict: false,
      settle: (landed) => {
        this.#settlePages(boarded, landed);
      },
    };
  }

  /** Whether the page has to come in before it, and all below it, can be written. */
  #mustWait(due: Due): boolean {
    return this.#forest.find(due.tree.id) === due.tree && isBuffered(due);
  }

  #settlePages(boarded: readonly Boarded[], landed: boolean): void {
    for (const { node } of boarded) node.isWriting = false;
    if (landed) {
      for (const { tree, node, lsn, absorbed } of boarded) {
        for (const fence of absorbed) tree.noteWritten(fence, undefined);
        tree.noteWritten(node.low, lsn);
      }
      return;
    }
    this.#phase = 'idle';
    this.failed = true;
    let oldest = Infinity;
    for (const { node, recLsn, wasOnDevice, hadPieces, absorbed } of boarded) {
      oldest = Math.min(oldest, recLsn);
      node.recLsn = recLsn;
      node.isOnDevice = wasOnDevice;
      node.hasPieces = hadPieces;
      node.absorbed.push(...absorbed);
    }
    // A node that split while it was being written left part of its unwritten changes in nodes that look younger.
    for (const tree of this.#forest.trees) {
      for (const node of tree.nodes) {
        if (node !== undefined && node.recLsn > oldest) node.recLsn = oldest as Lsn;
      }
    }
  }

  #boardSuperblock(lastLsn: Lsn): Cargo {
    const redoFrom = this.#groupHolding(this.#oldestNeeded() ?? ((lastLsn + 1) as Lsn));
    const previous = this.#superblock;
    const stale = [...this.#forest.trees].filter((tree) => tree.hasStaleBranch);
    const branches = new Map(stale.map((tree) => [tree.id, boardBranch(tree)]));
    const block: Superblock = {
      ...previous,
      sequence: previous.sequence + 1,
      checkpointEpoch: previous.epoch,
      redoFromLsn: redoFrom.firstLsn,
      redoPrevCrc: redoFrom.prevCrc,
      logFromLsn: Math.min(previous.redoFromLsn, this.#followers.oldestToKeep() ?? Infinity) as Lsn,
      countsLsn: lastLsn,
      counts: [...this.#forest.allCounts()].map(([tree, { items, sizeBytes }]) => ({
        tree,
        items,
        sizeBytes,
        isStored: this.#forest.hasStoredRoot(tree),
        branchCrc: branches.get(tree)?.crc ?? this.#forest.branchCrc(tree),
      })),
    };
    return {
      putPages: [...branches.values()].flatMap(({ pages }) => pages),
      dropPages: stale.map(({ id }) => branchPagesOf(id)),
      putMeta: encodeSuperblock(block),
      trimLogBelow: block.logFromLsn,
      strict: true,
      settle: (landed) => {
        this.#phase = 'idle';
        this.failed = !landed;
        if (!landed) return;
        for (const tree of stale) tree.hasStaleBranch = false;
        for (const [tree, { crc }] of branches) this.#forest.setBranchCrc(tree, crc);
        this.#superblock = block;
        this.#groups = this.#groups.filter((group) => group.firstLsn >= block.redoFromLsn);
      },
    };
  }

  /** First record whose effect some page on the device lacks, or that a follower still needs. */
  #oldestNeeded(): Lsn | undefined {
    let oldest = this.#followers.oldestToRedo();
    for (const tree of this.#forest.trees) {
      for (const node of tree.nodes) {
        if (node === undefined || node.recLsn === 0) continue;
        if (oldest === undefined || node.recLsn < oldest) oldest = node.recLsn;
      }
      for (const { recLsn } of tree.buffers.values())
        if (oldest === undefined || recLsn < oldest) oldest = recLsn;
    }
    return oldest;
  }

  #groupHolding(lsn: Lsn): GroupStart {
    let found: GroupStart | undefined;
    for (const group of this.#groups) if (group.firstLsn <= lsn) found = group;
    invariant(found !== undefined, 'the oldest unwritten change is in the log');
    return found;
  }
}

/** Whether changes of the page are buffered: it is not in memory. */
function isBuffered({ tree, low }: Due): boolean {
  return tree.buffers.has(low);
}

/** Index of the last page right of `index` that split off from it and is not on the device yet. */
function splitOffEnd(tree: Tree, index: number): number {
  let end = index;
  for (let i = index + 1; i < tree.nodes.length; i++) {
    const node = tree.nodes[i];
    if (node === undefined || node.isOnDevice) break;
    if (node.recLsn !== 0) end = i;
  }
  return end;
}

interface BoardedBranch {
  readonly pages: Cargo['putPages'];
  /** 0 when a leaf page is on the device that the branch page cannot name. */
  readonly crc: number;
}

function boardBranch(tree: Tree): BoardedBranch {
  const page = encodeBranchPage(tree.id, tree.written);
  const pieces = cutIntoPieces(page);
  return {
    pages: pieces.map((bytes, i) => ({ key: branchPageKey(tree.id, i), bytes })),
    crc: tree.isWrittenWhole ? crcOfBranchPage(page) : 0,
  };
}

function boardNode(
  tree: Tree,
  node: LeafNode,
  putPages: { key: string; bytes: Uint8Array }[],
  dropPages: PageKeyRange[],
): Boarded {
  const saved = {
    tree,
    node,
    lsn: node.lsn,
    recLsn: node.recLsn,
    wasOnDevice: node.isOnDevice,
    hadPieces: node.hasPieces,
    absorbed: node.absorbed,
  };
  const pieces = cutIntoPieces(
    encodePage({
      tree: tree.id,
      low: node.low,
      high: tree.highOf(tree.indexOf(node.low)),
      lsn: node.lsn,
      keys: node.keys,
      items: node.items,
    }),
  );
  for (const fence of node.absorbed) {
    const key = pageKey(tree.id, fence);
    dropPages.push({ from: key, to: key + '\u0000' }, piecesOfPage(tree.id, fence));
  }
  if (node.hasPieces) dropPages.push(piecesOfPage(tree.id, node.low));
  pieces.forEach((bytes, i) => {
    const key = i === 0 ? pageKey(tree.id, node.low) : pieceKey(tree.id, node.low, i);
    putPages.push({ key, bytes });
  });
  node.absorbed = [];
  node.hasPieces = pieces.length > 1;
  node.recLsn = 0 as Lsn;
  node.isOnDevice = true;
  node.isWriting = true;
  return saved;
}
