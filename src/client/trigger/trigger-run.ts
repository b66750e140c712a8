import { WakeAll } from '../stream/wake-all.ts';
import type { ConsumerDeps } from '../stream/consumer.ts';
import { Consumer } from '../stream/consumer.ts';
import { coalesced } from '../stream/coalesced-saves.ts';
import { backOffMs, hasAborted, pause } from '../stream/pause.ts';
import { isNamed, persist } from '../stream/retry.ts';
import type { Position } from '../stream/stream-position.ts';
import { comparePositions, TRIM_HORIZON } from '../stream/stream-position.ts';
import type { FollowedPage, TablePlace } from '../stream/stream-follower.ts';
import { StreamFollower } from '../stream/stream-follower.ts';
import { TAIL_RECORDS_MAX } from '../../wire/extensions/tail-stream.ts';
import type { TellGivenUpInput } from '../../wire/extensions/given-up.ts';
import type { HandlerOutcome } from './handler-outcome.ts';
import { reportedOutcome } from './handler-outcome.ts';
import type { GivenUp, LanePort, Reread } from './shard-lane.ts';
import { ShardLane } from './shard-lane.ts';
import type { ShardParents } from './shard-lineage.ts';
import { hasAncestorAmong } from './shard-lineage.ts';
import type { Batch } from './batch-retry.ts';
import type { TriggerEvent, TriggerRecord } from './trigger-event.ts';
import { recordSequenceNumber, triggerRecord } from './trigger-event.ts';
import type { TriggerFailure } from './trigger-failure.ts';
import { triggerFailure } from './trigger-failure.ts';
import type { TriggerProgress } from './trigger-progress.ts';
import { encodeProgress, progressOf } from './trigger-progress.ts';
import type { TriggerSettings } from './trigger-settings.ts';
import type { Counts } from './trigger-stats.ts';

/** How long a place may stay unsaved that only passed-over records lie behind. */
const LAZY_SAVE_MS = 1_000;
const STALE_MS = 3_600_000;
/** How long the reader waits for a lane that has enough to do. */
const ROOM_MS = 1_000;
const DESTINATION = { firstMs: 200, mostMs: 60_000 };

/** The second argument of a handler, beside its event. */
export interface TriggerContext {
  readonly shardId: string;
  /** 1 for the first call with these records. */
  readonly attempt: number;
  /** Aborts when the trigger stops or the handle closes: what the handler still does counts if it ends well. */
  readonly signal: AbortSignal;
}

export type TriggerHandler = (event: TriggerEvent, context: TriggerContext) => unknown;

export interface RunDeps extends ConsumerDeps {
  readonly name: string;
  readonly settings: TriggerSettings;
  readonly handler: TriggerHandler;
  readonly destination: (failure: TriggerFailure) => unknown;
  readonly counts: Counts;
}

/**
 * One tenure of a trigger, from taking its lock to letting it go: reads the stream in log order and deals the records to a lane for
 * each shard that is busy.
 */
export class TriggerRun {
  readonly #deps: RunDeps;
  readonly #consumer: Consumer;
  readonly #save: () => Promise<void>;
  /** Rings when something was handled or read. */
  readonly #moved = new WakeAll();
  readonly #lanes = new Map<string, ShardLane>();
  readonly #running = new Set<Promise<void>>();
  readonly #halt = new AbortController();
  readonly #signal: AbortSignal;
  /** Shards without a lane: every record up to there is handled. */
  readonly #handled: Map<string, Position>;
  /** The place behind all that the lanes have been dealt. */
  #read: TablePlace;
  #parents: ShardParents = new Map();
  #failure: { readonly error: unknown } | undefined;
  #savesSoon = false;
  #savedMs: number;

  constructor(deps: RunDeps, consumer: Consumer, progress: TriggerProgress, stop: AbortSignal) {
    this.#deps = deps;
    this.#consumer = consumer;
    this.#read = progress.place;
    this.#savedMs = deps.world.host.elapsedMs();
    this.#handled = new Map(progress.shards);
    this.#signal = AbortSignal.any([stop, this.#halt.signal]);
    this.#signal.addEventListener('abort', () => {
      this.#moved.ring();
    });
    this.#save = coalesced(() => this.#saveProgress());
  }

  get progress(): TriggerProgress {
    const busy = new Map([...this.#lanes.values()].map((lane) => [lane.shardId, lane.cursor]));
    return progressOf(this.#read, busy, this.#handled);
  }

  /** Resolves at the next step forward. */
  moved(): Promise<void> {
    return this.#moved.next();
  }

  /** Resolves when what is handled now is durable. */
  saved(): Promise<void> {
    return this.#save();
  }

  /** Runs until it is stopped, and then until no handler is at work; rejects when it cannot go on. */
  async run(): Promise<void> {
    const deps = { ...this.#deps, beforeSwitch: () => this.#settled() };
    const follower = new StreamFollower(deps, this.#read);
    try {
      while (!hasAborted(this.#signal)) {
        const page = await follower.next(TAIL_RECORDS_MAX, this.#signal);
        this.#deal(page);
        this.#read = follower.place;
        this.#moved.ring();
        if (page.records.length > 0 || this.#isStale) this.#saveSoon();
        await this.#makeRoom();
      }
    } catch (error) {
      this.#fail(error);
    }
    this.#halt.abort();
    await Promise.all(this.#running);
    if (this.#failure !== undefined) throw this.#failure.error;
    await this.#save();
  }

  /** Gives crowded lanes a moment. One that does not move must not hold up the others: it is dealt more than it can hold. */
  async #makeRoom(): Promise<void> {
    const isCrowded = (): boolean => [...this.#lanes.values()].some((lane) => lane.isCrowded);
    if (!isCrowded()) return;
    const over = new AbortController();
    const signal = AbortSignal.any([this.#signal, over.signal]);
    const patience = pause(this.#deps.world, ROOM_MS, signal).then(() => {
      over.abort();
    });
    while (isCrowded() && !hasAborted(over.signal)) {
      await Promise.race([this.#moved.next(), patience]);
    }
    over.abort();
  }

  /** A failure of the reader or of a lane ends the run; what fails because the run has ended does not matter. */
  #fail(error: unknown): void {
    if (!hasAborted(this.#signal)) this.#failure = { error };
    this.#halt.abort();
  }

  #deal({ records, streamArn, gap }: FollowedPage): void {
    const { counts, settings } = this.#deps;
    if (gap) this.#lost();
    for (const read of records) {
      const record = triggerRecord(read, streamArn);
      const { shardId } = read;
      const handled = this.#handled.get(shardId);
      if (handled !== undefined && comparePositions(recordSequenceNumber(record), handled) <= 0)
        continue;
      const lane = this.#lanes.get(shardId);
      if (lane !== undefined) lane.offer(record);
      else if (settings.passes(record)) this.#open(shardId, streamArn, record);
      else counts.filtered++;
    }
  }

  #open(shardId: string, streamArn: string, first: TriggerRecord): void {
    const handled = this.#handled.get(shardId) ?? TRIM_HORIZON;
    const isAhead = comparePositions(handled, this.#read.position) > 0;
    const cursor = isAhead ? handled : this.#read.position;
    const lane = new ShardLane(shardId, cursor, this.#deps.settings, this.#port(streamArn));
    this.#lanes.set(shardId, lane);
    lane.offer(first);
    this.#deps.counts.busyShards = this.#lanes.size;
    const run = this.#runLane(lane, streamArn).catch((error: unknown) => {
      this.#fail(error);
    });
    this.#running.add(run);
    void run.then(() => this.#running.delete(run));
  }

  /** The records of a shard come after those of the shards that it came from. */
  async #runLane(lane: ShardLane, streamArn: string): Promise<void> {
    const others = (): ReadonlySet<string> =>
      new Set([...this.#lanes.keys()].filter((shardId) => shardId !== lane.shardId));
    if (others().size > 0) {
      const parents = await this.#parentsOf(lane.shardId, streamArn);
      while (hasAncestorAmong(lane.shardId, others(), parents) && !hasAborted(this.#signal)) {
        await this.#moved.next();
      }
    }
    await lane.run(this.#signal);
  }

  async #parentsOf(shardId: string, streamArn: string): Promise<ShardParents> {
    const { source, world } = this.#deps;
    if (!this.#parents.has(shardId)) {
      const ask = (): Promise<ShardParents> => source.shardParents(streamArn, this.#signal);
      this.#parents = await persist(world, this.#signal, ask);
    }
    return this.#parents;
  }

  #port(streamArn: string): LanePort {
    const { world, settings, counts } = this.#deps;
    return {
      world,
      nowMs: () => this.#nowMs(),
      passes: (record) => {
        const passes = settings.passes(record);
        if (!passes) counts.filtered++;
        return passes;
      },
      invoke: (batch, shardId) => this.#invoke(batch, shardId),
      discard: (given, shardId) => this.#discard(given, { shardId, streamArn }),
      moved: async () => {
        this.#moved.ring();
        await this.#save();
      },
      reread: (shardId, after) => this.#reread({ shardId, streamArn }, after),
      lost: () => this.#lost(),
      idle: (lane) => {
        this.#lanes.delete(lane.shardId);
        this.#handled.set(lane.shardId, lane.cursor);
        counts.busyShards = this.#lanes.size;
        this.#saveSoon();
        this.#moved.ring();
      },
    };
  }

  #nowMs(): Promise<number> {
    const { source, world } = this.#deps;
    return persist(world, this.#signal, () => source.nowMs(this.#signal));
  }

  #lost(): void {
    this.#deps.counts.gaps++;
    this.#tellGivenUp({ Why: 'Trimmed' });
  }

  /** Who closes the database first is told nothing. */
  #tellGivenUp(given: Pick<TellGivenUpInput, 'Why' | 'Records'>): void {
    const { source, name, settings } = this.#deps;
    const told = source.tellGivenUp({ Trigger: name, TableName: settings.table, ...given });
    told.catch(() => undefined);
  }

  async #invoke({ records, invocations }: Batch, shardId: string): Promise<HandlerOutcome> {
    const { handler, settings, counts } = this.#deps;
    counts.invocations++;
    const context = { shardId, attempt: invocations + 1, signal: this.#signal };
    let outcome: HandlerOutcome;
    try {
      const answer = await handler({ Records: records }, context);
      outcome = settings.reportsItemFailures
        ? reportedOutcome(answer, records)
        : { kind: 'handled' };
    } catch (error) {
      outcome = { kind: 'failed', error };
    }
    if (outcome.kind !== 'handled') counts.failures++;
    counts.handled += handledOf(outcome, records.length);
    return outcome;
  }

  async #discard(
    { batch, condition }: GivenUp,
    shard: { readonly shardId: string; readonly streamArn: string },
  ): Promise<boolean> {
    const { name, destination, world, counts } = this.#deps;
    const nowMs = await this.#nowMs();
    const failure = triggerFailure({ trigger: name, ...shard, batch, condition, nowMs });
    for (let attempt = 0; !hasAborted(this.#signal); attempt++) {
      try {
        await destination(failure);
        counts.discarded += batch.records.length;
        counts.problem = undefined;
        this.#tellGivenUp({ Why: condition, Records: batch.records.length });
        return true;
      } catch (error) {
        counts.problem = error;
        await pause(world, backOffMs(attempt, DESTINATION), this.#signal);
      }
    }
    return false;
  }

  async #reread(
    { shardId, streamArn }: { readonly shardId: string; readonly streamArn: string },
    after: Position,
  ): Promise<Reread> {
    const { source, world } = this.#deps;
    const read = (from: Position): Promise<Reread> =>
      persist(world, this.#signal, async () => {
        const of = { streamArn };
        const ask = { of, shardId, after: from, limit: TAIL_RECORDS_MAX, waitMs: 0 };
        const { records, position } = await source.tail(ask, this.#signal);
        return { records: records.map((record) => triggerRecord(record, streamArn)), position };
      });
    try {
      return await read(after);
    } catch (error) {
      if (!isNamed(error, 'TrimmedDataAccessException') || after === TRIM_HORIZON) throw error;
      this.#lost();
      return read(TRIM_HORIZON);
    }
  }

  /** Resolves when no shard is busy, or the run ends. */
  async #settled(): Promise<void> {
    while (this.#lanes.size > 0 && !hasAborted(this.#signal)) await this.#moved.next();
  }

  async #saveProgress(): Promise<void> {
    const { progress } = this;
    for (const shardId of this.#handled.keys()) {
      if (!progress.shards.has(shardId)) this.#handled.delete(shardId);
    }
    await this.#consumer.save(encodeProgress(progress));
    this.#savedMs = this.#deps.world.host.elapsedMs();
  }

  /** A place that is left alone for a day would be taken for trimmed. */
  get #isStale(): boolean {
    return this.#deps.world.host.elapsedMs() - this.#savedMs > STALE_MS;
  }

  /** For a place that only passed-over records lie behind: busy lanes save theirs themselves. */
  #saveSoon(): void {
    if (this.#savesSoon || this.#lanes.size > 0) return;
    this.#savesSoon = true;
    void pause(this.#deps.world, LAZY_SAVE_MS, this.#signal).then(() => {
      this.#savesSoon = false;
      if (!hasAborted(this.#signal)) this.#save().catch((error: unknown) => this.#fail(error));
    });
  }
}

function handledOf(outcome: HandlerOutcome, count: number): number {
  if (outcome.kind === 'failed') return 0;
  return outcome.kind === 'handled' ? count : outcome.index;
}
