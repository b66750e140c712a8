import { WakeAll } from '../stream/wake-all.ts';
import type { PageWorld } from '../browser/page-world.ts';
import { backOffMs, hasAborted, pause } from '../stream/pause.ts';
import type { Position } from '../stream/stream-position.ts';
import { comparePositions } from '../stream/stream-position.ts';
import type { HandlerOutcome } from './handler-outcome.ts';
import { RecordQueue } from './record-queue.ts';
import type { Batch, DiscardCondition, RetryPolicy } from './batch-retry.ts';
import { afterDiscard, afterInvocation, hasAgeLimit, newWork, nextAction } from './batch-retry.ts';
import type { TriggerRecord } from './trigger-event.ts';
import { recordSequenceNumber } from './trigger-event.ts';

const RETRY = { firstMs: 100, mostMs: 60_000 };

export interface LaneSettings {
  readonly batchSize: number;
  readonly batchWindowMs: number;
  readonly policy: RetryPolicy;
}

/** The run that a lane belongs to, as the lane needs it. */
export interface LanePort {
  readonly world: PageWorld;
  /** The database's time. */
  readonly nowMs: () => Promise<number>;
  /** Whether the filter lets a record pass. */
  readonly passes: (record: TriggerRecord) => boolean;
  /** Calls the handler. Never rejects. */
  readonly invoke: (batch: Batch, shardId: string) => Promise<HandlerOutcome>;
  /** Gives records up. Answers false when the run ended before the destination had them. */
  readonly discard: (given: GivenUp, shardId: string) => Promise<boolean>;
  /** Resolves when the cursor is durable. */
  readonly moved: () => Promise<void>;
  /** The shard's next records behind a position, if any, and up to where they are all there are. */
  readonly reread: (shardId: string, after: Position) => Promise<Reread>;
  /** Records of the shard are gone that nobody has handled. */
  readonly lost: () => void;
  /** Nothing is left to do, for now. */
  readonly idle: (lane: ShardLane) => void;
}

export interface Reread {
  readonly records: readonly TriggerRecord[];
  readonly position: Position;
}

export interface GivenUp {
  readonly batch: Batch;
  readonly condition: DiscardCondition;
}

/**
 * The records of one shard on their way through the handler: one batch at a time, in order, none passed before it is handled
 * or given up. Lives while there is something to do.
 */
export class ShardLane {
  readonly shardId: string;
  readonly #port: LanePort;
  readonly #settings: LaneSettings;
  readonly #queue: RecordQueue;
  readonly #bell = new WakeAll();
  /** Every record up to here is handled. */
  #cursor: Position;
  /** Every record up to here is handled, waiting, or passed over. */
  #seen: Position;
  /** The newest record that found the queue full: what is behind `seen` is read again. */
  #dropped: Position | undefined;

  constructor(shardId: string, cursor: Position, settings: LaneSettings, port: LanePort) {
    this.shardId = shardId;
    this.#port = port;
    this.#settings = settings;
    this.#queue = new RecordQueue(settings.batchSize);
    this.#cursor = cursor;
    this.#seen = cursor;
  }

  get cursor(): Position {
    return this.#cursor;
  }

  /** Whether it would help to wait before more is offered. */
  get isCrowded(): boolean {
    return this.#queue.isCrowded && this.#dropped === undefined;
  }

  /** Takes the shard's next record. Those already seen are known. */
  offer(record: TriggerRecord): void {
    const position = recordSequenceNumber(record);
    if (comparePositions(position, this.#seen) <= 0) return;
    if (this.#dropped !== undefined || this.#queue.isFull) this.#dropped = position;
    else this.#accept(record);
  }

  #accept(record: TriggerRecord): void {
    this.#seen = recordSequenceNumber(record);
    if (!this.#port.passes(record)) return;
    this.#queue.push(record, this.#port.world.host.elapsedMs());
    this.#bell.ring();
  }

  /** Handles what there is until nothing is left or the signal aborts; a call that has begun is waited for. */
  async run(signal: AbortSignal): Promise<void> {
    while (!hasAborted(signal)) {
      await this.#gather(signal);
      if (hasAborted(signal)) return;
      if (this.#queue.isEmpty) {
        this.#cursor = this.#seen;
        this.#port.idle(this);
        return;
      }
      await this.#handle(this.#queue.take(), signal);
    }
  }

  /** Waits for a full batch, as long as the window of its first record is open. */
  async #gather(signal: AbortSignal): Promise<void> {
    while (this.#dropped !== undefined && !this.#queue.hasBatch && !hasAborted(signal)) {
      await this.#reread();
    }
    const { world } = this.#port;
    const { sinceMs } = this.#queue;
    if (sinceMs === undefined) return;
    const leftMs = sinceMs + this.#settings.batchWindowMs - world.host.elapsedMs();
    if (leftMs <= 0) return;
    const over = new AbortController();
    const closed = pause(world, leftMs, AbortSignal.any([signal, over.signal])).then(() => {
      over.abort();
    });
    while (!this.#queue.hasBatch && !hasAborted(over.signal)) {
      await Promise.race([this.#bell.next(), closed]);
    }
    over.abort();
  }

  /** Reads again what found the queue full. A record that was there and is not any more has been trimmed. */
  async #reread(): Promise<void> {
    const before = this.#seen;
    const { records, position } = await this.#port.reread(this.shardId, before);
    for (const record of records) {
      if (comparePositions(recordSequenceNumber(record), this.#seen) > 0) this.#accept(record);
    }
    if (comparePositions(position, this.#seen) > 0) this.#seen = position;
    if (this.#dropped === undefined) return;
    if (this.#seen === before) {
      this.#seen = this.#dropped;
      this.#port.lost();
    }
    if (comparePositions(this.#seen, this.#dropped) >= 0) this.#dropped = undefined;
  }

  async #handle(records: readonly TriggerRecord[], signal: AbortSignal): Promise<void> {
    const { policy } = this.#settings;
    let work = newWork(records);
    while (!hasAborted(signal)) {
      const nowMs = hasAgeLimit(work, policy) ? await this.#port.nowMs() : 0;
      const action = nextAction(work, policy, nowMs);
      if (action.kind === 'done') return;
      if (action.kind === 'discard') {
        const { batch, count, condition } = action;
        const given = { batch: { ...batch, records: batch.records.slice(0, count) }, condition };
        if (!(await this.#port.discard(given, this.shardId))) return;
        work = afterDiscard(work, count);
      } else {
        const outcome = await this.#port.invoke(action.batch, this.shardId);
        work = afterInvocation(work, outcome, policy);
      }
      await this.#advance(
        records,
        work.reduce((count, batch) => count + batch.records.length, 0),
      );
      await this.#beforeRetry(work[0]?.failures ?? 0, signal);
    }
  }

  async #advance(records: readonly TriggerRecord[], left: number): Promise<void> {
    const last = records[records.length - left - 1];
    if (last === undefined) return;
    const isIdle = left === 0 && this.#queue.isEmpty && this.#dropped === undefined;
    const cursor = isIdle ? this.#seen : recordSequenceNumber(last);
    if (cursor === this.#cursor) return;
    this.#cursor = cursor;
    await this.#port.moved();
  }

  async #beforeRetry(failures: number, signal: AbortSignal): Promise<void> {
    if (failures > 0) await pause(this.#port.world, backOffMs(failures - 1, RETRY), signal);
  }
}
