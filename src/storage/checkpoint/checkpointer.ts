import { invariant } from '../../kernel/invariant.ts';
import type { Knobs } from '../../kernel/knobs.ts';
import { DeviceFault } from '../device/port.ts';
import type { Cargo, LogEvents } from '../log/log-events.ts';
import { oldestOf } from '../log/oldest-wanted.ts';
import { branchPagesOf } from '../page/page-key.ts';
import type { Lsn, TreeId } from '../store.ts';
import type { Forest } from '../tree/forest.ts';
import type { CyclePlan } from './cycle-plan.ts';
import { DueLoader, mustWrite } from './due-loader.ts';
import { DuePages } from './due-pages.ts';
import type { Boarded } from './encoded-page.ts';
import { boardBranch } from './encoded-page.ts';
import type { GroupStart } from './group-starts.ts';
import { GroupStarts } from './group-starts.ts';
import type { LogEnd, LogNeeds } from './log-needs.ts';
import { boardMiscounted } from './miscounted.ts';
import { PageCargo } from './page-cargo.ts';
import type { RunKeeper } from './runs/run-keeper.ts';
import type { Superblock } from './superblock.ts';
import { encodeSuperblock } from './superblock.ts';
import type { SweepSlice } from './runs/sweep.ts';
import { Sweep } from './runs/sweep.ts';
import { rootsOf } from './tree-roots.ts';

/** Log of one group commit under load. */
const TYPICAL_GROUP_BYTES = 256 * 1024;

/** The group commit that the checkpoint is offered a ride with. */
type Ride = Parameters<LogEvents['board']>[0];

/**
 * Writes dirty pages in the background, a few with each group commit, then moves the checkpoint (ADR 22). Pages with
 * buffered changes are brought in shortly before, and are the first to be evicted afterwards.
 *
 * A page rides in the transaction of the group that holds the newest record, so no page on the device is ever ahead of
 * the log there. Within a tree, pages go from the highest key to the lowest: a page that split is rewritten only
 * after all pages that split off from it, so a crash in between leaves a stale upper part that the next
 * fence cuts off, never a hole.
 *
 * Buffered changes of many pages leave without them, in a sorted run (ADR 36). A sweep brings them into their pages later, many changes a page.
 */
export class Checkpointer {
  readonly #forest: Forest;
  readonly #followers: LogNeeds;
  readonly #log: () => LogEnd;
  readonly #knobs: Knobs;
  readonly #starts: GroupStarts;
  readonly #due: DuePages;
  readonly #loader: DueLoader;
  readonly #sweep: Sweep;
  #slice: SweepSlice | undefined;
  /** What becomes of buffered changes without their pages. */
  readonly runs: RunKeeper;
  #superblock: Superblock;
  /** Pages that were due when the cycle began, and what was to be written of a run, in pages. */
  #workAtStart = 0;
  /** Pages that the next group commit needs are coming in. */
  #loading: Promise<void> | undefined;
  #phase: 'idle' | 'pages' | 'flip' = 'idle';
  /** Whether the cycle moves the checkpoint at its end. */
  #moves = true;
  /** The cycle runs beside a load, and another follows. */
  #isUnderLoad = false;
  /** Pages that are only written to, and were not read since this turn, go once they are written. */
  #blindBefore = 0;
  /** Bytes of log at which the cycle should have ended. */
  #endAt = Infinity;
  /** Bytes of log at which it was last trimmed. */
  #trimmedAt = 0;
  /** Bytes of log before what the last trim left for recovery. */
  #keptFrom: number;
  /** Few pages go with a commit: others wait for it. */
  isGentle = false;
  /** True after a refused cargo, until the next cycle begins. */
  failed = false;

  constructor(
    forest: Forest,
    runs: RunKeeper,
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
    this.runs = runs;
    this.#due = new DuePages(forest);
    this.#loader = new DueLoader(
      forest,
      this.#due,
      () => log().nextLsn,
      (error) => {
        followers.onBroken(error);
      },
    );
    this.#sweep = new Sweep(forest, (tree) => void this.#openTree(tree));
  }

  /** Brings in the fences of a tree that the sweep has come to. */
  async #openTree(tree: TreeId): Promise<void> {
    try {
      await this.#forest.open(tree);
    } catch (error) {
      // Whatever the device has, the next slice asks again.
      if (!(error instanceof DeviceFault)) this.#followers.onBroken(error);
    }
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

  /** Pages that a round of the sweep goes through. */
  get roundPages(): number {
    return this.#sweep.pages;
  }

  /** Begins a cycle over the pages dirty now, at whose end the checkpoint moves. */
  begin({ leftBytes, keptBytes, isFreezing, sweptPages, blindBefore }: CyclePlan): void {
    const { committedBytes, nextLsn } = this.#log();
    const kept = keptBytes === 0 ? undefined : this.#starts.from(committedBytes - keptBytes);
    const mark = kept?.firstLsn ?? Infinity;
    if (isFreezing) this.runs.freeze((nextLsn - 1) as Lsn);
    this.#slice = sweptPages > 0 ? this.#sweep.take(sweptPages) : undefined;
    this.#start(leftBytes, (tree, low, node) => {
      const recLsn = node === undefined ? (tree.buffers.get(low)?.recLsn ?? 0) : node.recLsn;
      return recLsn !== 0 && recLsn < mark;
    });
    this.#blindBefore = blindBefore;
    this.#moves = true;
    this.#isUnderLoad = keptBytes > 0;
  }

  /** Begins a cycle over dirty pages in memory that nobody has read since `mark`. The checkpoint stays where it is. */
  writeCold(leftBytes: number, mark: number): void {
    this.#slice = undefined;
    this.#blindBefore = 0;
    this.#start(
      leftBytes,
      (_, __, node) => node !== undefined && node.recLsn !== 0 && node.touched < mark,
    );
    this.#moves = false;
  }

  #start(leftBytes: number, isDue: Parameters<DuePages['fill']>[0]): void {
    invariant(this.#phase === 'idle', 'one cycle ends before the next begins');
    this.failed = false;
    this.#endAt = this.#log().committedBytes + leftBytes;
    this.#due.fill(isDue, this.#slice?.pages ?? []);
    this.#workAtStart = this.#workLeft;
    this.#phase = 'pages';
  }

  /** Part of its work that the cycle under way has done; 1 where there is none. */
  get progress(): number {
    const left = this.#phase === 'pages' ? this.#workLeft : 0;
    return left === 0 ? 1 : Math.max(0, 1 - left / this.#workAtStart);
  }

  get #workLeft(): number {
    return this.#due.length + this.runs.leftBytes / this.#knobs.leafBytes;
  }

  /** Somebody waits: as many pages as may ride go with each commit from here on. */
  hurry(): void {
    this.#endAt = -Infinity;
  }

  /**
   * Brings in the pages that the next group commit will take, if they are not, or writes the rest of what is on its way into a run: resolves when that
   * is done.
   */
  prepare(): Promise<void> | undefined {
    if (this.#phase !== 'pages') return undefined;
    const pages = Math.max(this.#knobs.loadedPages, this.#shareOf(TYPICAL_GROUP_BYTES));
    this.#loading ??= (this.#writeRun() ?? this.#loadNext(pages))?.finally(() => {
      this.#loading = undefined;
    });
    // Without a sweep there are few.
    if (this.#loading === undefined && this.#slice !== undefined) this.#loader.loadAhead(pages);
    return this.#loading;
  }

  #loadNext(pages: number): Promise<void> | undefined {
    const loading = this.#loader.loadNext(pages);
    return loading && this.#trying(() => loading);
  }

  /** Writes what is frozen, pages beside it: answers that where no page is left to wait for. */
  #writeRun(): Promise<void> | undefined {
    const isLast = this.#due.length === 0;
    if (!this.#moves || (this.runs.isTried && !isLast)) return undefined;
    const startOf = (lsn: Lsn): Lsn => this.#starts.holding(lsn).firstLsn;
    const writing = this.runs.write(this.#log().durableLsn, startOf, this.#followers.onProgress);
    if (isLast) return writing && this.#trying(() => writing);
    // Where the device refuses, it is tried again behind the pages.
    writing?.catch((error: unknown) => {
      if (!(error instanceof DeviceFault)) this.#followers.onBroken(error);
    });
    return undefined;
  }

  /** Does some work for the cycle, which ends with it where the device refuses. */
  async #trying(work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      if (!(error instanceof DeviceFault)) this.#followers.onBroken(error);
      this.#phase = 'idle';
      this.failed = true;
    }
  }

  /** What rides with the group about to be written. Called with nothing of ours in flight. */
  board(group: Ride): Cargo | undefined {
    const { firstLsn, prevCrc } = group;
    this.#starts.add({ firstLsn, prevCrc, at: this.#log().committedBytes });
    if (!group.isNewest) return undefined;
    if (this.#forest.arrivals.miscounted.length > 0 && !this.failed)
      return this.#boardMiscounted(group.lastLsn);
    if (this.#phase === 'pages') {
      const cargo = this.#boardPages(this.#shareOf(group.payloadBytes));
      if (cargo !== undefined || this.#due.length > 0) return cargo;
      if (this.#moves && this.runs.isBehind) return undefined;
      this.#phase = this.#moves ? 'flip' : 'idle';
    }
    return this.#phase === 'flip' ? this.#boardSuperblock(group.lastLsn) : undefined;
  }

  /** The next round of the sweep begins now: it takes along all runs there are. */
  sweepAnew(): void {
    this.#sweep.restart();
    this.#slice = undefined;
  }

  /** Forgets the starts of groups that were refused. */
  refused(firstLsn: Lsn): void {
    this.#starts.refused(firstLsn);
    this.runs.refused(firstLsn);
    this.sweepAnew();
  }

  /** Pages that have to go with so much log, for the cycle to end in time. */
  #shareOf(groupBytes: number): number {
    const left = Math.max(groupBytes, this.#endAt - this.#log().committedBytes);
    return Math.ceil((this.#due.length * groupBytes) / left);
  }

  #boardPages(share: number): Cargo | undefined {
    const rest = this.#due.length - share;
    const cargo = new PageCargo();
    const { cargoBytes, cargoBytesMax, gentleCargoBytes } = this.#knobs;
    const least = this.isGentle ? gentleCargoBytes : cargoBytes;
    while (cargo.bytes < (this.#due.length > rest && !this.isGentle ? cargoBytesMax : least)) {
      const next = this.#due.pop();
      if (next === undefined) break;
      const { tree, low, isSwept } = next;
      const node = tree.nodes[tree.indexOf(low)];
      if (isSwept && node !== undefined) mustWrite(node, this.#log().nextLsn);
      if (cargo.take(tree, low, cargoBytesMax)) continue;
      this.#due.putBack(next);
      break;
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

  #boardMiscounted(lastLsn: Lsn): Cargo {
    return boardMiscounted(this.#forest, this.#superblock, lastLsn, (boarded, block) => {
      this.#settlePages(boarded, block !== undefined);
      this.#superblock = block ?? this.#superblock;
    });
  }

  #settlePages(boarded: readonly Boarded[], landed: boolean): void {
    for (const { tree, node, lsn, absorbed } of boarded) {
      node.isWriting = false;
      if (!landed) continue;
      for (const fence of absorbed) tree.noteWritten(fence, undefined);
      tree.noteWritten(node.low, lsn);
      this.#forest.evictBlind(tree, node, this.#blindBefore);
    }
    if (landed) return;
    this.#phase = 'idle';
    this.failed = true;
    let oldest = Infinity;
    for (const { node, recLsn, wasOnDevice, hadPieces, wasInRuns, absorbed } of boarded) {
      oldest = Math.min(oldest, recLsn);
      node.recLsn = recLsn;
      node.isOnDevice = wasOnDevice;
      node.hasPieces = hadPieces;
      node.isInRuns ||= wasInRuns;
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
    if (this.#slice !== undefined) this.runs.swept(this.#sweep.landed(this.#slice));
    this.#slice = undefined;
    const runs = this.runs.board(this.#superblock.runs);
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
      runs: runs.runs,
      countsLsn: lastLsn,
      counts: rootsOf(this.#forest, branches),
    };
    return {
      putPages: [...branches.values()].flatMap(({ pages }) => pages),
      dropPages: [...stale.map(({ id }) => branchPagesOf(id)), ...runs.dropPages],
      putMeta: encodeSuperblock(block),
      trimLogBelow: isTrimmed ? block.logFromLsn : undefined,
      // Whatever survives a loss of power is older as a whole: the log that the older superblock needs is there with it.
      strict: !this.#isUnderLoad,
      settle: (landed) => {
        this.#phase = 'idle';
        this.failed = !landed;
        runs.settle(landed);
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

  /** First record whose effect the device lacks, or that a follower still needs. */
  #oldestNeeded(): Lsn | undefined {
    return oldestOf([
      this.#followers.oldestToRedo(),
      this.runs.oldestFrozen,
      this.#forest.oldestUnwritten(),
    ]);
  }
}
