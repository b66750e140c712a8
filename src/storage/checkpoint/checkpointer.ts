import { invariant } from '../../kernel/invariant.ts';
import type { Knobs } from '../../kernel/knobs.ts';
import type { KeyBytes } from '../../kernel/key-bytes.ts';
import { DeviceFault } from '../device/port.ts';
import type { Cargo, LogEvents } from '../log/log-events.ts';
import { branchPagesOf } from '../page/page-key.ts';
import type { Lsn, TreeId } from '../store.ts';
import type { Forest } from '../tree/forest.ts';
import type { LeafNode } from '../tree/leaf-node.ts';
import { PageFault } from '../tree/page-fault.ts';
import type { Tree } from '../tree/tree.ts';
import type { Boarded } from './encoded-page.ts';
import { boardBranch } from './encoded-page.ts';
import type { GroupStart } from './group-starts.ts';
import { GroupStarts } from './group-starts.ts';
import { PageCargo } from './page-cargo.ts';
import type { Superblock, TreeRoot } from './superblock.ts';
import { encodeSuperblock } from './superblock.ts';

/** Log of one group commit under load. */
const TYPICAL_GROUP_BYTES = 256 * 1024;
/** Pages of buffered changes that come in for one group commit, at most. */
const LOADED_PAGES_MAX = 128;

/** The group commit that the checkpoint is offered a ride with. */
type Ride = Parameters<LogEvents['board']>[0];

/** The end of the log. */
export interface LogEnd {
  readonly nextLsn: Lsn;
  /** Written since the opening. */
  readonly committedBytes: number;
}

/** Who needs the log beside recovery, and hears of the checkpoint. */
export interface LogNeeds {
  /** First record that recovery has to redo for somebody's sake: a follower has not answered it for good. */
  readonly oldestToRedo: () => Lsn | undefined;
  /** First record that readers of the log want to stay. */
  readonly oldestToKeep: () => Lsn | undefined;
  /** Hears what no device is to blame for. */
  readonly onBroken: (error: unknown) => void;
}

/** A page that a cycle has to write. */
interface Due {
  readonly tree: Tree;
  readonly low: KeyBytes;
}

/**
 * Writes dirty pages in the background, a few with each group commit, then moves the checkpoint (ADR 22). Pages with
 * buffered changes are brought in shortly before, and are the first to be evicted afterwards.
 *
 * A page rides in the transaction of the group that holds the newest record, so no page on the device is ever ahead of
 * the log there. Within a tree, pages go from the highest key to the lowest: a page that split is rewritten only
 * after all pages that split off from it, so a crash in between leaves a stale upper part that the next
 * fence cuts off, never a hole.
 */
export class Checkpointer {
  readonly #forest: Forest;
  readonly #followers: LogNeeds;
  readonly #log: () => LogEnd;
  readonly #knobs: Knobs;
  readonly #starts: GroupStarts;
  #superblock: Superblock;
  #queue: Due[] = [];
  /** Pages that the next group commit needs are coming in. */
  #loading: Promise<void> | undefined;
  #phase: 'idle' | 'pages' | 'flip' = 'idle';
  /** Whether the cycle moves the checkpoint at its end. */
  #moves = true;
  /** The cycle runs beside a load, and another follows. */
  #isUnderLoad = false;
  /** Bytes of log at which the cycle should have ended. */
  #endAt = Infinity;
  /** Bytes of log at which it was last trimmed. */
  #trimmedAt = 0;
  /** Bytes of log before what the last trim left for recovery. */
  #keptFrom: number;
  /** True after a refused cargo, until the next cycle begins. */
  failed = false;

  constructor(
    forest: Forest,
    superblock: Superblock,
    groups: readonly GroupStart[],
    followers: LogNeeds,
    log: () => LogEnd,
    knobs: Knobs,
  ) {
    this.#forest = forest;
    this.#log = log;
    this.#knobs = knobs;
    this.#followers = followers;
    this.#superblock = superblock;
    this.#starts = new GroupStarts(groups);
    this.#keptFrom = groups[0]?.at ?? 0;
  }

  get superblock(): Superblock {
    return this.#superblock;
  }

  get isActive(): boolean {
    return this.#phase !== 'idle';
  }

  /** Log that an opening would replay now. */
  get replayBytes(): number {
    const { committedBytes } = this.#log();
    return committedBytes - (this.#starts.oldest?.at ?? committedBytes);
  }

  /** Log for the sake of both superblocks, and what has become superfluous since the last trim. */
  get keptBytes(): number {
    return this.#log().committedBytes - this.#keptFrom;
  }

  /** How much of that it would replay if all pages were written, for the sake of followers. */
  get followedBytes(): number {
    const oldest = this.#followers.oldestToRedo();
    if (oldest === undefined || this.#starts.oldest === undefined) return 0;
    return this.#log().committedBytes - this.#starts.holding(oldest).at;
  }

  /**
   * Begins a cycle over the pages dirty now, at whose end the checkpoint moves: those with changes that are older than the last
   * `keptBytes` of log. `leftBytes` is the log that should see its end.
   */
  begin(leftBytes: number, keptBytes = 0): void {
    const { committedBytes } = this.#log();
    const kept = keptBytes === 0 ? undefined : this.#starts.from(committedBytes - keptBytes);
    const mark = kept?.firstLsn ?? Infinity;
    this.#start(leftBytes, ({ tree, low }, node) => {
      const recLsn = node === undefined ? (tree.buffers.get(low)?.recLsn ?? 0) : node.recLsn;
      return recLsn !== 0 && recLsn < mark;
    });
    this.#moves = true;
    this.#isUnderLoad = keptBytes > 0;
  }

  /** Begins a cycle over dirty pages in memory that nobody has read since `mark`. The checkpoint stays where it is. */
  writeCold(leftBytes: number, mark: number): void {
    this.#start(
      leftBytes,
      (_, node) => node !== undefined && node.recLsn !== 0 && node.touched < mark,
    );
    this.#moves = false;
  }

  #start(leftBytes: number, isDue: (due: Due, node: LeafNode | undefined) => boolean): void {
    invariant(this.#phase === 'idle', 'one cycle ends before the next begins');
    this.failed = false;
    this.#endAt = this.#log().committedBytes + leftBytes;
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
    const wanted = Math.max(this.#knobs.loadedPages, this.#shareOf(TYPICAL_GROUP_BYTES));
    const count = Math.min(LOADED_PAGES_MAX, wanted);
    for (let i = last; i >= 0 && fences.length < count; i--) {
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
      await this.#forest.load(new PageFault(tree.id, fences), () => this.#log().nextLsn);
    } catch (error) {
      if (!(error instanceof DeviceFault)) this.#followers.onBroken(error);
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
  board(group: Ride): Cargo | undefined {
    const { firstLsn, prevCrc } = group;
    this.#starts.add({ firstLsn, prevCrc, at: this.#log().committedBytes });
    if (!group.isNewest) return undefined;
    if (this.#forest.miscounted.length > 0 && !this.failed)
      return this.#boardMiscounted(group.lastLsn);
    if (this.#phase === 'pages') {
      const cargo = this.#boardPages(this.#shareOf(group.payloadBytes));
      if (cargo !== undefined || this.#queue.length > 0) return cargo;
      this.#phase = this.#moves ? 'flip' : 'idle';
    }
    return this.#phase === 'flip' ? this.#boardSuperblock(group.lastLsn) : undefined;
  }

  /** Forgets the starts of groups that were refused. */
  refused(firstLsn: Lsn): void {
    this.#starts.refused(firstLsn);
  }

  /** Pages that have to go with so much log, for the cycle to end in time. */
  #shareOf(groupBytes: number): number {
    const left = Math.max(groupBytes, this.#endAt - this.#log().committedBytes);
    return Math.ceil((this.#queue.length * groupBytes) / left);
  }

  #boardPages(share: number): Cargo | undefined {
    const rest = this.#queue.length - share;
    const cargo = new PageCargo();
    const { cargoBytes, cargoBytesMax } = this.#knobs;
    while (cargo.bytes < (this.#queue.length > rest ? cargoBytesMax : cargoBytes)) {
      const next = this.#queue.at(-1);
      if (next === undefined || this.#mustWait(next)) break;
      this.#queue.pop();
      if (this.#forest.find(next.tree.id) === next.tree) cargo.take(next.tree, next.low);
    }
    const { boarded, putPages, dropPages } = cargo;
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

  /**
   * Pages that turned out to hold another item than was counted go together with the counts as they are now, and before all else: a page there without the
   * counts, or they without it, and an opening would count wrongly, or twice.
   */
  #boardMiscounted(lastLsn: Lsn): Cargo {
    const { miscounted } = this.#forest;
    this.#forest.miscounted = [];
    const cargo = new PageCargo();
    for (const { tree, low } of miscounted)
      if (this.#forest.find(tree.id) === tree) cargo.take(tree, low);
    const { boarded, putPages, dropPages } = cargo;
    const previous = this.#superblock;
    const block: Superblock = {
      ...previous,
      sequence: previous.sequence + 1,
      countsLsn: lastLsn,
      counts: this.#roots(new Map()),
    };
    return {
      putPages,
      dropPages,
      putMeta: encodeSuperblock(block),
      trimLogBelow: undefined,
      strict: false,
      settle: (landed) => {
        this.#settlePages(boarded, landed);
        if (landed) this.#superblock = block;
        else this.#forest.miscounted.push(...miscounted);
      },
    };
  }

  /** What the superblock tells of the trees as they are now; `crcs` are those of branch pages that go with it. */
  #roots(crcs: ReadonlyMap<TreeId, { readonly crc: number }>): readonly TreeRoot[] {
    return [...this.#forest.allCounts()].map(([tree, { items, sizeBytes }]) => ({
      tree,
      items,
      sizeBytes,
      isStored: this.#forest.hasStoredRoot(tree),
      branchCrc: crcs.get(tree)?.crc ?? this.#forest.branchCrc(tree),
    }));
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
    const redoFrom = this.#starts.holding(this.#oldestNeeded() ?? ((lastLsn + 1) as Lsn));
    const previous = this.#superblock;
    const { committedBytes } = this.#log();
    const isTrimmed =
      !this.#isUnderLoad || committedBytes - this.#trimmedAt > this.#knobs.superfluousLogBytes;
    const wanted = Math.min(previous.redoFromLsn, this.#followers.oldestToKeep() ?? Infinity);
    const stale = [...this.#forest.trees].filter((tree) => tree.hasStaleBranch);
    const branches = new Map(stale.map((tree) => [tree.id, boardBranch(tree)]));
    const block: Superblock = {
      ...previous,
      sequence: previous.sequence + 1,
      checkpointEpoch: previous.epoch,
      redoFromLsn: redoFrom.firstLsn,
      redoPrevCrc: redoFrom.prevCrc,
      logFromLsn: isTrimmed ? (wanted as Lsn) : previous.logFromLsn,
      countsLsn: lastLsn,
      counts: this.#roots(branches),
    };
    return {
      putPages: [...branches.values()].flatMap(({ pages }) => pages),
      dropPages: stale.map(({ id }) => branchPagesOf(id)),
      putMeta: encodeSuperblock(block),
      trimLogBelow: isTrimmed ? block.logFromLsn : undefined,
      // Whatever survives a loss of power is older as a whole: the log that the older superblock needs is there with it.
      strict: !this.#isUnderLoad,
      settle: (landed) => {
        this.#phase = 'idle';
        this.failed = !landed;
        if (!landed) return;
        for (const tree of stale) tree.hasStaleBranch = false;
        for (const [tree, { crc }] of branches) this.#forest.setBranchCrc(tree, crc);
        this.#superblock = block;
        if (isTrimmed) {
          this.#trimmedAt = committedBytes;
          this.#keptFrom = this.#starts.oldest?.at ?? committedBytes;
        }
        this.#starts.trimBelow(block.redoFromLsn);
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
}

/** Whether changes of the page are buffered: it is not in memory. */
function isBuffered({ tree, low }: Due): boolean {
  return tree.buffers.has(low);
}
