import type { HostMs } from '../../../kernel/time.ts';
import type { World } from '../../../kernel/world.ts';
import type { ReplicationLog } from '../../log/replication-log.ts';
import type { Forest } from '../../tree/forest.ts';
import type { CyclePlan } from '../cycle-plan.ts';

/** Between two slices of a sweep at rest. */
const PAUSE_MS = 5;
/** Where others are served meanwhile, slices are so much smaller, and the pause is so many times as long as the slice took. */
const BESIDE_OTHERS = 4;
const FEW_TURNS = 8;
/** Room that runs may take, for each byte of all items as DynamoDB counts them: pages take as much. */
const ROOM_SHARE = 2;
/** Share of the cache that all items may have, in DynamoDB's bytes, before pages that are only written to leave it. */
const CROWDED_SHARE = 0.6;

/** Part of the log to be replayed that is written between two slices of a sweep beside a load. */
const SLICE_SHARE = 1 / 6;

/** What a cycle does for the sake of sorted runs. */
type RunPlan = Pick<CyclePlan, 'sweptPages' | 'blindBefore'>;

/** Decides when buffered changes leave in sorted runs, when pages that are only written to leave memory so that there are such changes, and how fast runs are swept into pages. */
export class RunPolicy {
  readonly #log: ReplicationLog;
  readonly #forest: Forest;
  readonly #world: World;
  readonly #crowdedBytes: number;
  /** Bytes of log at which buffered changes were last frozen. */
  #bytesAtFreeze: number;
  /** And at which a cycle beside a load last swept, or there was nothing to sweep. */
  #bytesAtSweep = 0;
  /** The device has refused the last cycle: the next one writes no more than it must. */
  #isRefused = false;
  #sliceBeganMs: HostMs;
  #turnsAtSlice = 0;

  constructor(
    log: ReplicationLog,
    forest: Forest,
    world: World,
    { cacheBytes, redoneBytes }: { readonly cacheBytes: number; readonly redoneBytes: number },
  ) {
    this.#log = log;
    this.#forest = forest;
    this.#world = world;
    this.#crowdedBytes = cacheBytes * CROWDED_SHARE;
    this.#bytesAtFreeze = -redoneBytes;
    this.#sliceBeganMs = world.host.elapsedMs();
  }

  /** Whether enough is buffered for a run. */
  get mustFreeze(): boolean {
    return this.#sinceFreezeBytes > this.#world.knobs.runBytes && this.mayFreeze;
  }

  get #sinceFreezeBytes(): number {
    return this.#log.committedBytes - this.#bytesAtFreeze;
  }

  /** Whether so many pages have buffered changes that these leave without them, and there is room for another run. */
  get mayFreeze(): boolean {
    const { runs, bufferedPages } = this.#forest;
    if (this.#isRefused) return false;
    return runs.all.length < this.#runsMax && bufferedPages > this.#world.knobs.runPages;
  }

  /** Runs that there may be: all of them take about as much room as the pages, at most. */
  get #runsMax(): number {
    const { runsMax } = this.#world.knobs;
    const { runs, itemBytes } = this.#forest;
    if (runs.all.length === 0) return runsMax;
    return Math.min(runsMax, Math.floor((itemBytes * ROOM_SHARE * runs.all.length) / runs.bytes));
  }

  /** A cycle begins. There were `roundPages` pages when the sweep began: none of those that it has still to come to has split since. */
  begin(isFreezing: boolean, isUnderLoad: boolean, roundPages: number): RunPlan {
    if (isFreezing) this.#bytesAtFreeze = this.#log.committedBytes;
    const sweptPages = isUnderLoad ? this.#sweptUnderLoad(roundPages) : this.#sweptAtRest();
    return { sweptPages: this.#isRefused ? 0 : sweptPages, blindBefore: this.#blindBefore() };
  }

  /** A cycle has ended. Pages that take in what runs hold are larger, and runs go later: a full device has no room for that, and may have for the checkpoint. */
  ended(ok: boolean): void {
    this.#isRefused = !ok;
  }

  /** Whether a load has written enough for the next slice of a sweep, and no run is about to begin, which takes one along. */
  get mustSweep(): boolean {
    const { replayBytes, runBytes } = this.#world.knobs;
    const sliceBytes = replayBytes * SLICE_SHARE;
    const isFar = this.#log.committedBytes - this.#bytesAtSweep > sliceBytes;
    const isRunNear = this.mayFreeze && this.#sinceFreezeBytes > runBytes - sliceBytes / 2;
    return isFar && this.isSweeping && !isRunNear && !this.#isRefused;
  }

  /** Whether there are so many runs that a sweep goes on beside a load. */
  get isSweeping(): boolean {
    const { all, spoiled } = this.#forest.runs;
    return all.filter((run) => !spoiled.has(run)).length > this.#runsHalf;
  }

  get #runsHalf(): number {
    return Math.ceil(this.#runsMax / 2);
  }

  /** So many pages that the sweep has come round before there are too many runs: it begins when half of them are there. */
  #sweptUnderLoad(roundPages: number): number {
    const { runBytes } = this.#world.knobs;
    const { committedBytes } = this.#log;
    const share = (committedBytes - this.#bytesAtSweep) / (this.#runsHalf * runBytes);
    this.#bytesAtSweep = committedBytes;
    if (!this.isSweeping) return 0;
    return Math.ceil(roundPages * Math.min(1, share));
  }

  #sweptAtRest(): number {
    const { sweepPages } = this.#world.knobs;
    const pages = this.#isBesideOthers ? Math.ceil(sweepPages / BESIDE_OTHERS) : sweepPages;
    this.#sliceBeganMs = this.#world.host.elapsedMs();
    this.#turnsAtSlice = this.#forest.turn;
    return pages;
  }

  /** How long a sweep at rest waits before its next slice. */
  get pauseMs(): number {
    if (!this.#isBesideOthers) return PAUSE_MS;
    const sliceMs = this.#world.host.elapsedMs() - this.#sliceBeganMs;
    return Math.max(PAUSE_MS, sliceMs * BESIDE_OTHERS);
  }

  /** Whether more than the background's own steps were made since the last slice began. */
  get #isBesideOthers(): boolean {
    return this.#forest.turn - this.#turnsAtSlice > FEW_TURNS;
  }

  /**
   * Where there are more pages than memory holds, those that are only written to leave it once they are on the device: a page in memory is written again and
   * again for a few changes each time, and what is buffered waits for more of them.
   */
  #blindBefore(): number {
    return this.isCrowded ? this.#forest.turn : 0;
  }

  /** Whether there are more pages than memory holds. */
  get isCrowded(): boolean {
    const { runsMax, runPages } = this.#world.knobs;
    const { pages, itemBytes } = this.#forest;
    return runsMax > 0 && pages > runPages && itemBytes > this.#crowdedBytes;
  }
}
