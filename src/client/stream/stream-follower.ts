import { TAIL_WAIT_MS_MAX } from '../../wire/extensions/tail-stream.ts';
import type { ConsumerDeps } from './consumer.ts';
import { pause } from './pause.ts';
import { isNamed, persist } from './retry.ts';
import type { Position } from './stream-position.ts';
import { LATEST, TRIM_HORIZON } from './stream-position.ts';
import type { TailPage } from './source.ts';
import type { ShardRecord } from './stream-record.ts';

/** Between looks at a table whose stream was switched off. */
const IDLE_MS = 1_000;

/** A place in the streams that a table has had. */
export interface TablePlace {
  readonly table: string;
  /** Unknown until the first read. */
  readonly streamArn: string | undefined;
  readonly position: Position;
}

export interface FollowedPage {
  /** In log order; empty when a read has waited in vain. */
  readonly records: readonly ShardRecord[];
  readonly streamArn: string;
  /** Records before these have been trimmed, or their stream is gone, before they were read. */
  readonly gap: boolean;
}

export interface FollowerDeps extends ConsumerDeps {
  /** Waited for before the follower leaves a stream for the next. */
  readonly beforeSwitch?: () => Promise<void>;
}

/** Where the stream stands now: fixed at once, so that nothing written from here on is missed. */
export async function latestPlace(
  { source, world }: ConsumerDeps,
  table: string,
  signal: AbortSignal,
): Promise<TablePlace> {
  const ask = { of: { table }, after: LATEST, limit: 1, waitMs: 0 };
  const { streamArn, position } = await persist(world, signal, () => source.tail(ask, signal));
  return { table, streamArn, position };
}

/**
 * Reads what a table writes to its stream, record by record, from a place on: over trimmed records and, once a stream that was
 * switched off is read to its end, on to the one that follows it.
 */
export class StreamFollower {
  readonly #deps: FollowerDeps;
  readonly #table: string;
  #streamArn: string | undefined;
  #position: Position;
  #hasGap = false;

  constructor(deps: FollowerDeps, { table, streamArn, position }: TablePlace) {
    this.#deps = deps;
    this.#table = table;
    this.#streamArn = streamArn;
    this.#position = position;
  }

  /** Everything before it was in the pages. */
  get place(): TablePlace {
    return { table: this.#table, streamArn: this.#streamArn, position: this.#position };
  }

  /** The next records, or none after a wait. Rejects when the table or its stream is not there. */
  async next(limit: number, signal: AbortSignal): Promise<FollowedPage> {
    const page = await this.#read(limit, signal);
    if (page.records.length === 0 && page.isEnded) {
      const newer = await this.#findNewer(signal);
      if (newer === undefined) await pause(this.#deps.world, IDLE_MS, signal);
      else await this.#switchTo(newer, signal);
    }
    return this.#pageOf(page);
  }

  #pageOf({ records, streamArn }: TailPage): FollowedPage {
    const gap = this.#hasGap && records.length > 0;
    if (gap) this.#hasGap = false;
    return { records, streamArn, gap };
  }

  async #read(limit: number, signal: AbortSignal): Promise<TailPage> {
    for (;;) {
      try {
        const page = await this.#tail(limit, signal);
        this.#streamArn = page.streamArn;
        this.#position = page.position;
        return page;
      } catch (error) {
        if (!(await this.#canGoOn(error, signal))) throw error;
      }
    }
  }

  #tail(limit: number, signal: AbortSignal): Promise<TailPage> {
    const { source, world } = this.#deps;
    const streamArn = this.#streamArn;
    const of = streamArn === undefined ? { table: this.#table } : { streamArn };
    const ask = { of, after: this.#position, limit, waitMs: TAIL_WAIT_MS_MAX };
    return persist(world, signal, () => source.tail(ask, signal));
  }

  /** Skips what is no longer there, and remembers that. */
  async #canGoOn(error: unknown, signal: AbortSignal): Promise<boolean> {
    if (isNamed(error, 'TrimmedDataAccessException') && this.#position !== TRIM_HORIZON) {
      this.#position = TRIM_HORIZON;
    } else if (isNamed(error, 'ResourceNotFoundException') && this.#streamArn !== undefined) {
      const newer = await this.#findNewer(signal);
      if (newer === undefined) return false;
      await this.#switchTo(newer, signal);
    } else {
      return false;
    }
    this.#hasGap = true;
    return true;
  }

  async #switchTo(streamArn: string, signal: AbortSignal): Promise<void> {
    await this.#deps.beforeSwitch?.();
    // The wait may have ended with the signal, and what was waited for is still to be done.
    signal.throwIfAborted();
    this.#streamArn = streamArn;
    this.#position = TRIM_HORIZON;
  }

  /** The stream that came after this one: it may have been switched off in its turn. */
  async #findNewer(signal: AbortSignal): Promise<string | undefined> {
    const { source, world } = this.#deps;
    const arns = await persist(world, signal, () => source.findStreams(this.#table, signal));
    const present = labelOf(this.#streamArn);
    return arns.find((arn) => labelOf(arn) > present);
  }
}

/** When the stream was switched on: the end of its ARN. */
function labelOf(streamArn = ''): string {
  return streamArn.slice(streamArn.lastIndexOf('/') + 1);
}
