import { HashrangeError } from '../errors.ts';
import type { ConsumerDeps } from './consumer.ts';
import { Consumer } from './consumer.ts';
import type { DatabaseLocks } from '../browser/database-locks.ts';
import { coalesced } from './coalesced-saves.ts';
import type { Position } from './stream-position.ts';
import { comparePositions, LATEST } from './stream-position.ts';
import { decodePlace, encodePlace } from './saved-place.ts';
import { hasAborted } from './pause.ts';
import type { TablePlace } from './stream-follower.ts';
import { latestPlace, StreamFollower } from './stream-follower.ts';
import type { StreamRecord } from './stream-record.ts';
import type { StreamOptions, TailSettings } from './tail-options.ts';
import { tailSettings } from './tail-options.ts';

export interface TailDeps extends ConsumerDeps {
  readonly locks: DatabaseLocks;
  /** Aborts when the handle closes. */
  readonly life: AbortSignal;
}

/** One record of a live tail. */
export interface StreamEntry {
  readonly record: StreamRecord;
  readonly shardId: string;
  /** To go on behind this record: `from` of another tail. */
  readonly position: string;
  /** Records before this one were trimmed before they could be read: true on the first entry after the loss. */
  readonly gap: boolean;
  /**
   * This record and all before it are done with: the next tail of this consumer goes on behind it. Resolves when that is
   * durable. Rejects without a consumer, after the end of the tail, and when the consumer runs elsewhere.
   */
  readonly confirm: () => Promise<void>;
}

/** Ends by `break`, by `return()`, by the signal, or with the handle; then it is done, without an error. */
export type StreamTail = AsyncIterableIterator<StreamEntry, void>;

/** Throws a `TypeError` for wrong options. Reads nothing before it is asked, but knows where the stream stood at the call. */
export function tailStream(deps: TailDeps, table: string, options: StreamOptions): StreamTail {
  const settings = tailSettings(options);
  const ending = new AbortController();
  const signals = [deps.life, ending.signal];
  const signal = AbortSignal.any(options.signal ? [...signals, options.signal] : signals);
  const entries =
    settings.consumer === undefined
      ? anonymousTail(deps, table, settings, signal)
      : consumerTail(deps, { table, name: `stream/${settings.consumer}`, settings }, signal);
  const tail: StreamTail = {
    next: () => entries.next(),
    return: async () => {
      ending.abort();
      return entries.return(undefined);
    },
    [Symbol.asyncIterator]: () => tail,
  };
  return tail;
}

type Entries = AsyncGenerator<StreamEntry, void>;

interface NamedTail {
  readonly table: string;
  /** The consumer's, in the store and among locks. */
  readonly name: string;
  readonly settings: TailSettings;
}

function anonymousTail(
  deps: TailDeps,
  table: string,
  { from, batch }: TailSettings,
  signal: AbortSignal,
): Entries {
  const start = startNow(deps, table, from, signal);
  const confirm = (): Promise<void> =>
    Promise.reject(new TypeError('Give stream() a consumer: without one no position is kept'));
  return quiet(signal, async function* () {
    const follower = new StreamFollower(deps, await start);
    yield* entriesOf(follower, batch, signal, () => confirm);
  });
}

/** Where a tail begins that has no other place, as it is at the call. */
function startNow(
  deps: TailDeps,
  table: string,
  from: Position,
  signal: AbortSignal,
): Promise<TablePlace> {
  const start =
    from === LATEST
      ? latestPlace(deps, table, signal)
      : Promise.resolve({ table, streamArn: undefined, position: from });
  // Told at the first `next()`, if there is one.
  start.catch(() => undefined);
  return start;
}

function consumerTail(
  deps: TailDeps,
  { table, name, settings }: NamedTail,
  signal: AbortSignal,
): Entries {
  const start = startNow(deps, table, settings.from, signal);
  return quiet(signal, async function* () {
    const release = await deps.locks.take(name, signal);
    try {
      // Not with the signal of the tail: a confirmation at its end is saved too.
      const consumer = await Consumer.open(deps, name, deps.life);
      const place = await startOf(consumer, { table, name, settings }, start);
      const confirmations = new Confirmations(consumer, place);
      try {
        const follower = new StreamFollower(deps, place);
        yield* entriesOf(follower, settings.batch, signal, (read) => () => confirmations.add(read));
      } finally {
        await confirmations.end();
      }
    } finally {
      release();
    }
  });
}

/** Where the consumer stands. Its first start is saved before anything is read: a reload then misses nothing. */
async function startOf(
  consumer: Consumer,
  { table, name }: NamedTail,
  start: Promise<TablePlace>,
): Promise<TablePlace> {
  if (consumer.saved !== undefined) return decodePlace(consumer.saved, name, table);
  const place = await start;
  await consumer.save(encodePlace(place));
  return place;
}

async function* entriesOf(
  follower: StreamFollower,
  batch: number,
  signal: AbortSignal,
  confirmOf: (read: TablePlace) => () => Promise<void>,
): Entries {
  while (!hasAborted(signal)) {
    const page = await follower.next(batch, signal);
    for (const [index, { shardId, record }] of page.records.entries()) {
      if (hasAborted(signal)) return;
      const position = record.dynamodb.SequenceNumber;
      const confirm = confirmOf({ ...follower.place, streamArn: page.streamArn, position });
      yield { record, shardId, position, gap: page.gap && index === 0, confirm };
    }
  }
}

/** The farthest place that was confirmed, and its way to the disk. */
class Confirmations {
  readonly #save: () => Promise<void>;
  #place: TablePlace;
  #saving: Promise<void> = Promise.resolve();
  #hasEnded = false;

  constructor(consumer: Consumer, place: TablePlace) {
    this.#place = place;
    this.#save = coalesced(() => consumer.save(encodePlace(this.#place)));
  }

  add(place: TablePlace): Promise<void> {
    if (this.#hasEnded) {
      return Promise.reject(new HashrangeError('closed', 'this tail has ended'));
    }
    if (comparePositions(place.position, this.#place.position) > 0) this.#place = place;
    const saved = this.#save();
    this.#saving = saved.catch(() => undefined);
    return saved;
  }

  async end(): Promise<void> {
    this.#hasEnded = true;
    await this.#saving;
  }
}

/** A failure of a tail that was ended is its end. */
async function* quiet(signal: AbortSignal, make: () => Entries): Entries {
  try {
    yield* make();
  } catch (error) {
    if (!signal.aborted) throw error;
  }
}
