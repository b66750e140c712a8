import type { Timer } from '../../kernel/time.ts';
import type { World } from '../../kernel/world.ts';
import type { ReplicationLog } from '../log/replication-log.ts';
import type { Forest } from '../tree/forest.ts';
import { ChangesInMemory } from './changes-in-memory.ts';
import type { Checkpointer } from './checkpointer.ts';
import { Pace } from './pace.ts';
import { RunPolicy } from './runs/run-policy.ts';
import type { Waiting } from './replay-fault.ts';

/** Bytes of dirty pages for each of many small commits up to which a checkpoint is cheap. */
const CHEAP_BYTES_PER_COMMIT = 2 * 1024;
/** For so long an ordered close brings runs into their pages; what is left then waits for the next opening. */
const CLOSE_MS = 1_000;
/** Commits between two looks at that. */
const COMMITS_PER_LOOK = 128;
/** Part of its log in which a cycle should have written its pages: nobody has to wait for those that are ahead of it. */
const BOARDING_SHARE = 3 / 5;

/** Part of the log that a cycle takes along where writers use up all that they may. */
const STEP_SHARE = 1 / 12;
/** The same where pages go once they are written and take no further changes along: the longer a cycle, the more evenly writers go on. */
const CROWDED_STEP_SHARE = 1 / 6;

/** Part of the log that a cycle has for itself while a sweep goes on: two of them and a run lie between one run's beginning and the next one's end. */
const CYCLE_SHARE = 1 / 4;

/** Decides when the checkpoint runs: enough log, too many dirty pages, or nothing else to do. */
export class CheckpointPolicy {
  readonly #log: ReplicationLog;
  readonly #forest: Forest;
  readonly #checkpointer: Checkpointer;
  readonly #world: World;
  /** Log between two checkpoints of a busy store. */
  readonly #stepBytes: number;
  readonly #hotBytesMax: number;
  readonly #changes: ChangesInMemory;
  readonly #runs: RunPolicy;
  /** Negative, as the commits are, for what recovery has redone of former owners. */
  #bytesAtLast: number;
  /** The changes before were written by the last one that moved the checkpoint. */
  #bytesAtMove: number;
  /** What #bytesAtMove becomes when the cycle has ended. */
  #bytesToMove: number;
  #recordsAtLast: number;
  #commitsAtLast: number;
  #commitsSeen = 0;
  /** A cycle has begun, and its end has not been seen yet. */
  #isUnderWay = false;
  /** The cycle under way was begun for load, and lasts as long as that gives it. */
  #isLeisurely = false;
  /** The cycle under way leaves pages whose changes are all in the last so many bytes of log. */
  #keptBytes = 0;
  /** The cycle under way leaves dirty pages behind. */
  #isRelieving = false;
  #timer: Timer | undefined;
  /** The loading of pages that the checkpoint waits for. */
  #awaited: Promise<void> | undefined;
  #isStopped = false;
  /** Writers, and how fast they may write. */
  readonly pace: Pace;
  #finished: ((ok: boolean) => void)[] = [];
  /** Somebody waits for the end of the cycle who cannot do without. */
  #isAwaited = false;
  /** The cycle under way is of the background's making, and leaves the device to others. */
  #isGentle = false;
  /** What the background has written since the last cycle began, beyond what others have. */
  #waitingBytes = 0;

  constructor(
    log: ReplicationLog,
    forest: Forest,
    checkpointer: Checkpointer,
    world: World,
    cacheBytes: number,
    redone: { readonly commits: number; readonly bytes: number },
  ) {
    this.#log = log;
    this.#forest = forest;
    this.#checkpointer = checkpointer;
    this.#world = world;
    const { replayBytes, hotShare } = world.knobs;
    this.#stepBytes = replayBytes / 15;
    this.#hotBytesMax = cacheBytes * hotShare;
    this.#changes = new ChangesInMemory(forest, cacheBytes, world.knobs);
    this.#recordsAtLast = log.nextLsn - 1;
    this.#commitsAtLast = -redone.commits;
    this.#bytesAtLast = -redone.bytes;
    this.#runs = new RunPolicy(log, forest, world, { cacheBytes, redoneBytes: redone.bytes });
    this.#bytesAtMove = -redone.bytes;
    this.#bytesToMove = -redone.bytes;
    this.pace = new Pace(replayBytes, {
      logBytes: () => checkpointer.replayBytes + log.unwrittenBytes,
      progress: () => checkpointer.progress,
      isMemoryShort: () => this.#changes.isShort,
      isInVain: () => checkpointer.failed || this.#isOver,
      drive: () => this.#drive(),
    });
    if (this.#hasWork) this.#wakeWhenIdle();
  }

  /** A commit has landed. */
  committed(): void {
    if (this.#isStopped) return;
    if (this.#changes.isShort) this.#changes.look();
    this.#goOn();
    this.pace.look();
  }

  /** Has the cycle under way go on, or begins one where there is reason to. */
  #goOn(): void {
    if (this.#checkpointer.isActive) {
      this.#proceed();
      return;
    }
    if (this.#isUnderWay || this.#finished.length > 0) this.#finish(!this.#checkpointer.failed);
    if (this.#isDue || this.#runs.mustFreeze || this.#runs.mustSweep) this.#beginUnderLoad();
    else if (this.#isCheap()) this.#begin();
    else if (this.#log.durableLsn > this.#recordsAtLast) this.#wakeWhenIdle();
    else if (this.#checkpointer.runs.hasLeftovers) this.#wakeWhenIdle(this.#runs.pauseMs);
  }

  get #stepShare(): number {
    return this.#runs.isCrowded ? CROWDED_STEP_SHARE : STEP_SHARE;
  }

  /** Pages whose oldest change is younger than so much log are left to the next cycle: the longer a page waits, the more changes it takes along. */
  get #youngBytes(): number {
    return this.#world.knobs.replayBytes * (1 - 2 * this.#stepShare);
  }

  /** Log to be replayed that starts a cycle: it has the rest, up to `replayBytes`, for its pages. */
  get #beginBytes(): number {
    return this.#youngBytes + this.#stepBytes;
  }

  /** Whether an opening would replay much, and a checkpoint could change that. */
  get #isDue(): boolean {
    return (
      this.#checkpointer.replayBytes > this.#beginBytes &&
      this.#log.committedBytes - this.#bytesAtLast > this.#stepBytes
    );
  }

  /** Whether there is anything to write. */
  get #hasWork(): boolean {
    return this.#forest.usage().dirtyPages > 0 || this.#checkpointer.runs.hasLeftovers;
  }

  /** Whether a write has to wait for the checkpoint. Those that can wait do so for every cycle that they make necessary: others need not wait for it then. */
  holds(waiting: Waiting): boolean {
    const { failed, isActive } = this.#checkpointer;
    if (failed || this.#isOver) return false;
    return (
      (waiting === 'can wait' && isActive && this.#isGentle) ||
      this.pace.holds(waiting === 'has waited')
    );
  }

  /** Items of so many bytes have been written, by what can wait or by others. */
  written(bytes: number, canWait: boolean): void {
    this.#waitingBytes += canWait ? bytes : -bytes;
  }

  /** Resolves when the turn of a write has come: that of what can wait when the cycle under way, or one that begins now, has ended. */
  async turnOf(waiting: Waiting): Promise<void> {
    if (waiting !== 'can wait') return this.pace.turn(waiting === 'has waited');
    if (!this.holds(waiting)) return;
    const ended = this.#ended();
    if (this.#checkpointer.isActive) this.#proceed();
    else this.#beginUnderLoad();
    await ended;
  }

  /** Writers wait. */
  #drive(): void {
    if (this.#isOver) return;
    this.#checkpointer.hurry();
    if (this.#checkpointer.isActive) {
      this.#proceed();
      return;
    }
    if (this.#changes.isShort) this.consider();
    else this.#beginUnderLoad();
    this.pace.look();
  }

  /** Log behind the checkpoint. */
  get logBytes(): number {
    return this.#log.committedBytes - this.#bytesAtMove;
  }

  /** Whether many small commits have changed few pages. */
  #isCheap(): boolean {
    const commits = this.#log.commits - this.#commitsAtLast;
    if (commits < this.#world.knobs.checkpointCommits || this.#log.commits % COMMITS_PER_LOOK !== 0)
      return false;
    const { dirtyBytes, bufferedBytes } = this.#forest.usage();
    const isCheap = dirtyBytes + bufferedBytes <= commits * CHEAP_BYTES_PER_COMMIT;
    return isCheap && !this.#checkpointer.failed;
  }

  /** A commit was refused, and with it any checkpoint under way. */
  refused(): void {
    this.#finish(false);
    this.pace.look();
  }

  /** Looks whether dirty pages have become too many. */
  consider(): void {
    this.#changes.look();
    if (this.#isStopped || this.#checkpointer.isActive || this.#checkpointer.failed) return;
    if (this.#changes.isBufferedOver) {
      if (this.#runs.mayFreeze) this.#beginUnderLoad(true);
      else this.#begin();
    } else if (this.#changes.isDirtyOver) this.#relieve();
  }

  /** Writes and evicts the coldest dirty nodes. What is written to an index there from here on is buffered. */
  #relieve(): void {
    const mark = this.#forest.coldMark(this.#hotBytesMax);
    this.#isUnderWay = true;
    this.#isRelieving = true;
    this.#isLeisurely = false;
    this.#judge();
    this.#finished.push((ok) => {
      if (ok) this.#forest.evictCold(mark);
    });
    this.#checkpointer.writeCold(this.#leftBytes(), mark);
    this.#proceed();
  }

  /** Runs a checkpoint over all that is dirty now, behind one under way; resolves whether it reached its end. */
  async runToEnd(): Promise<boolean> {
    while (!this.#isOver && this.#checkpointer.isActive) {
      this.#isAwaited = true;
      const before = this.#ended();
      this.#proceed();
      await before;
    }
    if (this.#isOver) return false;
    this.#isAwaited = true;
    const ended = this.#ended();
    this.#begin();
    return ended;
  }

  /** The same, and sweeps what runs hold into pages where that takes a moment only: nothing of them is left then. Resolves false when the device refused. */
  async settle(): Promise<boolean> {
    this.#checkpointer.sweepAnew();
    let ok = await this.runToEnd();
    const until = this.#world.host.elapsedMs() + CLOSE_MS;
    while (ok && this.#checkpointer.runs.hasLeftovers) {
      const isLate = this.#world.host.elapsedMs() > until;
      // Without runs it is for the superblocks alone: neither names one then.
      if (isLate && this.#forest.runs.all.length > 0) break;
      ok = await this.runToEnd();
    }
    return ok;
  }

  /** Nothing more will be written. */
  get #isOver(): boolean {
    return this.#isStopped || this.#log.stopped !== undefined;
  }

  #ended(): Promise<boolean> {
    return new Promise((resolve) => this.#finished.push(resolve));
  }

  stop(): void {
    this.#isStopped = true;
    this.#timer?.cancel();
    this.#finish(false);
    this.pace.look();
  }

  /** Begins a checkpoint beside a load: it leaves as much log to be replayed as makes the next one no longer than this. */
  #beginUnderLoad(isFreezing = this.#runs.mustFreeze): void {
    const { replayBytes } = this.#world.knobs;
    const fullBytes = Math.min(this.#checkpointer.replayBytes, replayBytes);
    const keptBytes = Math.max(this.#youngBytes, fullBytes - replayBytes * this.#stepShare);
    // Behind a run only the few pages in memory would hold the checkpoint back.
    const isWhole = isFreezing && this.#runs.isCrowded;
    this.#begin(isWhole ? this.#stepBytes : keptBytes, isFreezing);
  }

  /**
   * Begins a checkpoint that leaves pages alone whose changes are all in the last `keptBytes` of log. What is buffered is frozen where `isFreezing`: as
   * long as it is young, and too little for a run of its own, it stays.
   */
  #begin(keptBytes = 0, isFreezing = this.#runs.mayFreeze): void {
    this.#timer?.cancel();
    this.#timer = undefined;
    this.#bytesAtLast = this.#log.committedBytes;
    this.#keptBytes = keptBytes;
    this.#isLeisurely = keptBytes > 0;
    // The end of one that relieved may not have been seen yet.
    this.#isRelieving = false;
    this.#bytesToMove = Math.max(this.#bytesAtMove, this.#bytesAtLast - keptBytes);
    this.#commitsAtLast = this.#log.commits;
    this.#isUnderWay = true;
    this.#judge();
    const runs = this.#runs.begin(isFreezing, keptBytes > 0, this.#checkpointer.roundPages);
    this.#checkpointer.begin({ leftBytes: this.#leftBytes(), keptBytes, isFreezing, ...runs });
    this.#proceed();
  }

  /** Whose making the cycle is. */
  #judge(): void {
    this.#isGentle = this.#waitingBytes > 0;
    this.#waitingBytes = 0;
  }

  /** Log in which a cycle that begins now has to write its pages. Followers that hold the checkpoint back do not hold back writes. */
  #leftBytes(): number {
    const { replayBytes, followedBytes } = this.#checkpointer;
    const isHeld = followedBytes > this.#beginBytes;
    const endBytes = isHeld ? replayBytes + this.#stepBytes : this.#pacedBytes;
    this.pace.plan(replayBytes, endBytes);
    return (endBytes - replayBytes) * BOARDING_SHARE;
  }

  /** Log that writers may have come to by the end of a cycle that others follow at once: those need room of their own. */
  get #pacedBytes(): number {
    const { replayBytes } = this.#world.knobs;
    // The checkpoint is to be moved behind it.
    if (this.#isRelieving) return replayBytes * (1 - this.#stepShare);
    const sliceBytes = this.#runs.isSweeping ? replayBytes * CYCLE_SHARE : Infinity;
    return Math.min(replayBytes, this.#checkpointer.replayBytes + sliceBytes);
  }

  /** Asks for the group commit that the checkpoint rides with next, once the pages for it are in memory. */
  #proceed(): void {
    const loading = this.#checkpointer.prepare();
    if (loading === undefined) this.#ride();
    else if (loading !== this.#awaited) {
      this.#awaited = loading;
      void loading.then(() => {
        this.#awaited = undefined;
        if (this.#isStopped) return;
        if (this.#checkpointer.isActive) this.#ride();
        else this.#finish(false);
        this.pace.look();
      });
    }
  }

  /** The load is over. */
  #hurry(): void {
    this.#isLeisurely = false;
    this.#proceed();
  }

  /** Under load the pages ride with the commits of others: one for them alone would make those wait. */
  #ride(): void {
    const isAwaited = this.#isAwaited || this.pace.hasWaiting;
    const isBusy = this.#isLeisurely && this.#finished.length === 0 && !isAwaited;
    this.#checkpointer.isGentle = this.#isGentle && !isAwaited;
    if (isBusy) this.#wakeWhenIdle();
    else this.#log.requestCommit();
  }

  #finish(ok: boolean): void {
    if (!this.#isRelieving && this.#keptBytes === 0) this.#recordsAtLast = this.#log.nextLsn - 1;
    if (!this.#isRelieving && ok) this.#bytesAtMove = this.#bytesToMove;
    this.#runs.ended(ok);
    this.#isUnderWay = false;
    this.#isRelieving = false;
    this.#isAwaited = false;
    const waiting = this.#finished;
    this.#finished = [];
    for (const resolve of waiting) resolve(ok);
  }

  #wakeWhenIdle(afterMs = this.#world.knobs.checkpointIdleMs): void {
    if (this.#timer !== undefined) return;
    const { host } = this.#world;
    this.#commitsSeen = this.#log.commits;
    this.#timer = host.after(afterMs, () => {
      this.#timer = undefined;
      if (this.#isStopped) return;
      if (this.#checkpointer.failed) this.#wakeToRetry();
      else if (this.#log.commits !== this.#commitsSeen) this.#wakeWhenIdle();
      else if (this.#checkpointer.isActive) this.#hurry();
      else if (this.#hasWork) this.#begin();
    });
  }

  #wakeToRetry(): void {
    const { host, knobs } = this.#world;
    this.#timer = host.after(knobs.checkpointRetryMs, () => {
      this.#timer = undefined;
      if (!this.#isStopped && !this.#checkpointer.isActive) this.#begin();
    });
  }
}
