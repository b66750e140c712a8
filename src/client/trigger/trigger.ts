import { HashrangeError } from '../errors.ts';
import { Consumer } from '../stream/consumer.ts';
import { hasAborted, pause, backOffMs } from '../stream/pause.ts';
import { isNamed, persist } from '../stream/retry.ts';
import type { Position } from '../stream/stream-position.ts';
import { comparePositions, LATEST, TRIM_HORIZON } from '../stream/stream-position.ts';
import type { TablePlace } from '../stream/stream-follower.ts';
import { latestPlace } from '../stream/stream-follower.ts';
import type { TailDeps } from '../stream/tail.ts';
import type { TableWriter } from './failure-table.ts';
import { failureTable } from './failure-table.ts';
import type { TriggerProgress } from './trigger-progress.ts';
import { decodeProgress, encodeProgress } from './trigger-progress.ts';
import type { RunDeps, TriggerHandler } from './trigger-run.ts';
import { TriggerRun } from './trigger-run.ts';
import type { TriggerOptions } from './trigger-settings.ts';
import { triggerSettings } from './trigger-settings.ts';
import type { TriggerStats } from './trigger-stats.ts';
import { newCounts } from './trigger-stats.ts';

const RESTART = { firstMs: 100, mostMs: 10_000 };
/** How often a trigger that another tab runs is looked at by who waits for it. */
const LOOK_MS = 200;

/** A handler at work on a table's stream. */
export interface Trigger {
  readonly name: string;
  readonly stats: () => TriggerStats;
  /**
   * Resolves when every record that was in the stream at the call is handled, filtered or given up, in whichever tab.
   * Rejects when the trigger stops first, or the table has no stream.
   */
  readonly idle: () => Promise<void>;
  /** Takes no further batch and resolves when no handler is at work and the place is saved. Another tab may then go on. */
  readonly stop: () => Promise<void>;
}

export interface TriggerDeps extends TailDeps {
  readonly database: TableWriter;
}

export interface TriggerPlan {
  readonly name: string;
  readonly options: TriggerOptions;
  readonly handler: TriggerHandler;
}

/** Registers a handler. Throws a `TypeError` for wrong options; whatever goes wrong later is retried and told by `stats()`. */
export function startTrigger(deps: TriggerDeps, { name, options, handler }: TriggerPlan): Trigger {
  const settings = triggerSettings(name, options);
  const { onFailure } = settings;
  const destination =
    typeof onFailure === 'string'
      ? failureTable(deps.database, onFailure, name)
      : (onFailure ?? (() => undefined));
  const stopping = new AbortController();
  const life = new TriggerLife(
    { ...deps, name, settings, handler, destination, counts: newCounts() },
    AbortSignal.any([deps.life, stopping.signal]),
  );
  const lived = life.live();
  return {
    name,
    stats: () => life.stats,
    idle: () => life.idle(),
    stop: () => {
      stopping.abort();
      return lived;
    },
  };
}

type LifeDeps = RunDeps & TailDeps;

/** One registration: waits for its turn among the tabs, runs, and starts again after failures. */
class TriggerLife {
  readonly #deps: LifeDeps;
  readonly #stop: AbortSignal;
  readonly #consumer: string;
  #from: Position;
  /** Where the stream stood at the registration. */
  #latest: Promise<TablePlace> | undefined;
  #run: TriggerRun | undefined;

  constructor(deps: LifeDeps, stop: AbortSignal) {
    this.#deps = deps;
    this.#stop = stop;
    this.#consumer = `trigger/${deps.name}`;
    this.#from = deps.settings.from;
    if (this.#from === LATEST) this.#askLatest().catch(() => undefined);
  }

  get stats(): TriggerStats {
    return { ...this.#deps.counts };
  }

  /** Never rejects. */
  async live(): Promise<void> {
    const { counts, world } = this.#deps;
    for (let attempt = 0; !hasAborted(this.#stop); attempt++) {
      const begunMs = world.host.elapsedMs();
      try {
        await this.#tenure();
      } catch (error) {
        if (hasAborted(this.#stop)) break;
        counts.problem = error;
        if (isFinal(error)) break;
        // Was there no stream, then whatever the stream holds when there is one came after the registration.
        if (this.#from === LATEST && isMissing(error)) this.#from = TRIM_HORIZON;
        counts.state = 'waiting';
        if (world.host.elapsedMs() - begunMs > RESTART.mostMs) attempt = 0;
        await pause(world, backOffMs(attempt, RESTART), this.#stop);
      }
    }
    counts.state = 'stopped';
  }

  async #tenure(): Promise<void> {
    const { locks, counts } = this.#deps;
    const release = await locks.take(this.#consumer, this.#stop);
    try {
      const consumer = await Consumer.open(this.#deps, this.#consumer, this.#deps.life);
      const progress = await this.#start(consumer);
      const run = new TriggerRun(this.#deps, consumer, progress, this.#stop);
      this.#run = run;
      counts.state = 'running';
      counts.problem = undefined;
      await run.run();
    } finally {
      this.#run = undefined;
      release();
    }
  }

  /** The first start ever is saved before anything is read: a reload then misses nothing. */
  async #start(consumer: Consumer): Promise<TriggerProgress> {
    const { table } = this.#deps.settings;
    if (consumer.saved !== undefined) return decodeProgress(consumer.saved, this.#consumer, table);
    const place: TablePlace =
      this.#from === LATEST
        ? await this.#askLatest()
        : { table, streamArn: undefined, position: this.#from };
    const progress = { place, shards: new Map<string, Position>() };
    await consumer.save(encodeProgress(progress));
    return progress;
  }

  #askLatest(): Promise<TablePlace> {
    this.#latest ??= latestPlace(this.#deps, this.#deps.settings.table, this.#stop).catch(
      (error: unknown) => {
        this.#latest = undefined;
        throw error;
      },
    );
    return this.#latest;
  }

  async idle(): Promise<void> {
    const { world, counts } = this.#deps;
    const { table } = this.#deps.settings;
    const target = await latestPlace(this.#deps, table, this.#stop);
    while (!(await this.#hasReached(target)) || !(await this.#isSaved())) {
      if (counts.state === 'stopped' || hasAborted(this.#stop)) {
        const { problem } = counts;
        if (problem instanceof Error) throw problem;
        throw new HashrangeError('closed', `the trigger ${this.#deps.name} has stopped`);
      }
      const moved = this.#run?.moved() ?? new Promise<never>(() => undefined);
      const over = new AbortController();
      await Promise.race([moved, pause(world, LOOK_MS, over.signal)]);
      over.abort();
    }
  }

  /** Whether nothing up to `target` is left behind what is handled. */
  async #hasReached(target: TablePlace): Promise<boolean> {
    const place = (await this.#progress())?.place;
    if (place === undefined) return false;
    if (comparePositions(place.position, target.position) >= 0) return true;
    const { streamArn } = place;
    const of = streamArn === undefined ? { table: place.table } : { streamArn };
    const ask = { of, after: place.position, limit: 1, waitMs: 0 };
    try {
      const { records, position, streamArn: read } = await this.#deps.source.tail(ask, this.#stop);
      const next = records[0]?.record.dynamodb.SequenceNumber ?? position;
      return (
        comparePositions(next, target.position) >= (records.length > 0 ? 1 : 0) &&
        read === target.streamArn
      );
    } catch (error) {
      if (hasAborted(this.#stop)) throw error;
      return false;
    }
  }

  /** What is handled here is waited for until it is durable; should that fail, the run starts again. */
  async #isSaved(): Promise<boolean> {
    const run = this.#run;
    return (
      run === undefined ||
      run.saved().then(
        () => true,
        () => false,
      )
    );
  }

  async #progress(): Promise<TriggerProgress | undefined> {
    if (this.#run !== undefined) return this.#run.progress;
    const { source, world, settings } = this.#deps;
    const find = (): Promise<string | undefined> => source.findState(this.#consumer, this.#stop);
    const saved = await persist(world, this.#stop, find);
    return saved === undefined ? undefined : decodeProgress(saved, this.#consumer, settings.table);
  }
}

/** Trying again would not help: the name belongs to another table, or the handle is closed. */
function isFinal(error: unknown): boolean {
  return error instanceof TypeError || (error instanceof HashrangeError && error.code === 'closed');
}

/** The table is not there, or has no stream. */
function isMissing(error: unknown): boolean {
  return isNamed(error, 'ResourceNotFoundException') || isNamed(error, 'ValidationException');
}
