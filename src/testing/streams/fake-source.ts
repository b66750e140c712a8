import type { World } from '../../kernel/world.ts';
import type { TellGivenUpInput } from '../../wire/extensions/given-up.ts';
import { abortError } from '../../client/abort.ts';
import { ServiceError } from '../../client/errors.ts';
import { WakeAll } from '../../client/stream/wake-all.ts';
import { comparePositions, LATEST, TRIM_HORIZON } from '../../client/stream/stream-position.ts';
import type { StateSave, StreamSource, TailAsk, TailPage } from '../../client/stream/source.ts';
import type { ItemImage, ShardRecord, StreamRecord } from '../../client/stream/stream-record.ts';

const DIGITS = 21;

/** An error answer as the engine sends it. */
export function serviceError(name: string, status = 400): ServiceError {
  return new ServiceError(status, JSON.stringify({ __type: `x#${name}`, message: name }), 'id');
}

interface FakeStream {
  readonly arn: string;
  readonly records: ShardRecord[];
  readonly parents: Map<string, string | undefined>;
}

/** One table's streams and the consumers' states, in memory: what outlives a tab in these tests. */
export class FakeStreams {
  readonly states = new Map<string, string>();
  /** What triggers have told of records that they gave up. */
  readonly givenUp: TellGivenUpInput[] = [];
  readonly #bell = new WakeAll();
  #streams: FakeStream[] = [];
  #lastSequence = 0;
  #labels = 0;
  #isEnabled = false;
  #trimmedTo = '0';

  get current(): FakeStream {
    const stream = this.#streams.at(-1);
    if (stream === undefined) throw new Error('no stream was enabled');
    return stream;
  }

  enable(shards: readonly string[] = ['a']): string {
    const arn = `arn:aws:dynamodb:eu-west-1:000000000001:table/t/stream/${String(++this.#labels).padStart(4, '0')}`;
    this.#streams.push({ arn, records: [], parents: new Map(shards.map((id) => [id, undefined])) });
    this.#isEnabled = true;
    this.#bell.ring();
    return arn;
  }

  disable(): void {
    this.#isEnabled = false;
  }

  /** Its records can be read no more. */
  forget(arn: string): void {
    this.#streams = this.#streams.filter((stream) => stream.arn !== arn);
  }

  split(parent: string, children: readonly string[]): void {
    for (const child of children) this.current.parents.set(child, parent);
  }

  /** Appends a record and answers its sequence number. */
  write(key: string, options: WriteOptions = {}): string {
    const SequenceNumber = String(++this.#lastSequence).padStart(DIGITS, '0');
    const record: StreamRecord = {
      eventID: `e${this.#lastSequence}`,
      eventName: 'INSERT',
      eventVersion: '1.1',
      eventSource: 'aws:dynamodb',
      awsRegion: 'eu-west-1',
      dynamodb: {
        ApproximateCreationDateTime: options.atSeconds ?? 1_700_000_000,
        Keys: { id: { S: key } },
        NewImage: options.image ?? { id: { S: key } },
        SequenceNumber,
        SizeBytes: options.bytes ?? 10,
        StreamViewType: 'NEW_AND_OLD_IMAGES',
      },
    };
    this.current.records.push({ shardId: options.shard ?? 'a', record });
    this.#bell.ring();
    return SequenceNumber;
  }

  /** Everything up to there can be read no more. */
  trim(position: string): void {
    this.#trimmedTo = position;
    for (const { records } of this.#streams) {
      while (records[0] !== undefined && !isBehind(records[0], position)) records.shift();
    }
  }

  /** What a tab sees. `before` runs at every call and may fail it; `after` may lose its answer. */
  source(world: World, hooks: SourceHooks = {}): StreamSource {
    const through = async <T>(
      name: string,
      signal: AbortSignal,
      work: () => Promise<T>,
    ): Promise<T> => {
      await hooks.before?.(name);
      if (signal.aborted) throw abortError(signal);
      const answer = await work();
      await hooks.after?.(name);
      if (signal.aborted) throw abortError(signal);
      return answer;
    };
    return {
      tail: (ask, signal) => through('tail', signal, () => this.#tail(world, ask, signal)),
      shardParents: (arn, signal) =>
        through('shardParents', signal, async () => new Map(this.#find(arn).parents)),
      findStreams: (_table, signal) =>
        through('findStreams', signal, async () => this.#streams.map(({ arn }) => arn)),
      nowMs: (signal) => through('nowMs', signal, async () => world.service.now()),
      findState: (consumer, signal) =>
        through('findState', signal, async () => this.states.get(consumer)),
      tellGivenUp: async (given) => {
        this.givenUp.push(given);
      },
      saveState: (save, signal) => through('saveState', signal, async () => this.#save(save)),
    };
  }

  #save({ consumer, state, expected }: StateSave): void {
    if (this.states.get(consumer) !== expected) {
      throw serviceError('ConditionalCheckFailedException');
    }
    this.states.set(consumer, state);
  }

  #find(arn: string): FakeStream {
    const stream = this.#streams.find((candidate) => candidate.arn === arn);
    if (stream === undefined) throw serviceError('ResourceNotFoundException');
    return stream;
  }

  async #tail(world: World, ask: TailAsk, signal: AbortSignal): Promise<TailPage> {
    if ('table' in ask.of && !this.#isEnabled) throw serviceError('ResourceNotFoundException');
    const stream = 'table' in ask.of ? this.current : this.#find(ask.of.streamArn);
    const after = ask.after === LATEST ? this.#latest : ask.after;
    if (after !== TRIM_HORIZON && comparePositions(after, this.#trimmedTo) < 0) {
      throw serviceError('TrimmedDataAccessException');
    }
    const read = (): readonly ShardRecord[] =>
      stream.records
        .filter((entry) => isBehind(entry, after))
        .filter(({ shardId }) => ask.shardId === undefined || ask.shardId === shardId)
        .slice(0, ask.limit);
    const deadlineMs = world.host.elapsedMs() + ask.waitMs;
    while (
      ask.after !== LATEST &&
      read().length === 0 &&
      this.#isEnabled &&
      stream === this.current &&
      world.host.elapsedMs() < deadlineMs &&
      !signal.aborted
    ) {
      await this.#somethingHappens(world, deadlineMs, signal);
    }
    const records = read();
    const isOver = records.length < ask.limit;
    const last = records.at(-1)?.record.dynamodb.SequenceNumber;
    const position = isOver || last === undefined ? this.#latest : last;
    const isEnded = isOver && (!this.#isEnabled || stream !== this.current);
    return { streamArn: stream.arn, records, position, isEnded };
  }

  get #latest(): string {
    return String(this.#lastSequence).padStart(DIGITS, '0');
  }

  #somethingHappens(world: World, deadlineMs: number, signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const wake = (): void => {
        timer.cancel();
        signal.removeEventListener('abort', wake);
        resolve();
      };
      const timer = world.host.after(deadlineMs - world.host.elapsedMs(), wake);
      void this.#bell.next().then(wake);
      signal.addEventListener('abort', wake, { once: true });
    });
  }
}

export interface WriteOptions {
  readonly shard?: string;
  readonly bytes?: number;
  readonly atSeconds?: number;
  readonly image?: ItemImage;
}

export interface SourceHooks {
  readonly before?: (call: string) => void | Promise<void>;
  readonly after?: (call: string) => void | Promise<void>;
}

function isBehind({ record }: ShardRecord, position: string): boolean {
  return comparePositions(record.dynamodb.SequenceNumber, position) > 0;
}
