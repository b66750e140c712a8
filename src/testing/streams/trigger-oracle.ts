import { comparePositions } from '../../client/stream/stream-position.ts';
import type { ShardRecord } from '../../client/stream/stream-record.ts';
import type { TriggerRecord } from '../../client/trigger/trigger-event.ts';
import type { FakeStreams } from './fake-source.ts';

/** What a trigger promises, checked call by call. */
export class TriggerOracle {
  /** How often each record was handled or given up, by sequence number. */
  readonly done = new Map<string, number>();
  readonly #streams: FakeStreams;
  readonly #matches: (key: string) => boolean;
  readonly #atWork = new Set<string>();

  constructor(streams: FakeStreams, matches: (key: string) => boolean) {
    this.#streams = streams;
    this.#matches = matches;
  }

  /** Of one shard one batch is at work at a time, in order, and everything before it is done. */
  began(shardId: string, records: readonly TriggerRecord[]): void {
    if (this.#atWork.has(shardId)) throw new Error(`two batches of ${shardId} at once`);
    this.#atWork.add(shardId);
    const [first] = records;
    if (first === undefined) throw new Error('an empty batch');
    const positions = records.map(({ dynamodb }) => dynamodb.SequenceNumber);
    if (
      positions.some((position, i) => i > 0 && comparePositions(position, positions[i - 1]!) <= 0)
    ) {
      throw new Error(`out of order: ${positions.join(' ')}`);
    }
    const expected = this.#shard(shardId)
      .map(positionOf)
      .filter((position) => isWithin(position, positions[0]!, positions.at(-1)!));
    if (expected.join() !== positions.join())
      throw new Error(`a batch with holes: ${positions.join(' ')}`);
    this.#allDone(
      this.#shard(shardId).filter(
        (entry) => comparePositions(positionOf(entry), positions[0]!) < 0,
      ),
    );
    for (const ancestor of this.#ancestors(shardId)) this.#allDone(this.#shard(ancestor));
  }

  ended(shardId: string): void {
    this.#atWork.delete(shardId);
  }

  did(records: readonly TriggerRecord[]): void {
    for (const { dynamodb } of records) {
      this.done.set(dynamodb.SequenceNumber, (this.done.get(dynamodb.SequenceNumber) ?? 0) + 1);
    }
  }

  /** No saved place is behind a record that is not done. */
  saved(state: string): void {
    const { position, shards } = JSON.parse(state) as {
      readonly position: string;
      readonly shards: Readonly<Record<string, string>>;
    };
    this.#allDone(
      this.#all().filter(
        (entry) =>
          comparePositions(positionOf(entry), position) <= 0 ||
          comparePositions(positionOf(entry), shards[entry.shardId] ?? 'TRIM_HORIZON') <= 0,
      ),
    );
  }

  /** Every record that the filter lets pass. */
  get missing(): readonly string[] {
    return this.#all()
      .map(positionOf)
      .filter((position) => !this.done.has(position));
  }

  #all(): readonly ShardRecord[] {
    return this.#streams.current.records.filter(({ record }) =>
      this.#matches(record.dynamodb.Keys['id']?.S ?? ''),
    );
  }

  #shard(shardId: string): readonly ShardRecord[] {
    return this.#all().filter((entry) => entry.shardId === shardId);
  }

  #ancestors(shardId: string): readonly string[] {
    const parent = this.#streams.current.parents.get(shardId);
    return parent === undefined ? [] : [parent, ...this.#ancestors(parent)];
  }

  #allDone(entries: readonly ShardRecord[]): void {
    const open = entries.find((entry) => !this.done.has(positionOf(entry)));
    if (open !== undefined) throw new Error(`passed ${positionOf(open)} of ${open.shardId}`);
  }
}

const positionOf = ({ record }: ShardRecord): string => record.dynamodb.SequenceNumber;

function isWithin(position: string, low: string, high: string): boolean {
  return comparePositions(position, low) >= 0 && comparePositions(position, high) <= 0;
}
