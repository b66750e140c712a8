import type { TriggerRecord } from './trigger-event.ts';

/** Lambda calls with up to 6 MB; here the sizes of the records count, as the stream tells them. */
const MOST_BYTES = 6 * 1024 * 1024;
/** Records that wait beyond the next batch. */
const SPARE_RECORDS = 1_000;

interface Queued {
  readonly record: TriggerRecord;
  readonly arrivedMs: number;
}

/** Records of one shard that wait for a handler. */
export class RecordQueue {
  readonly #batchSize: number;
  #waiting: Queued[] = [];
  #bytes = 0;

  constructor(batchSize: number) {
    this.#batchSize = batchSize;
  }

  get isEmpty(): boolean {
    return this.#waiting.length === 0;
  }

  /** Whether waiting longer would add nothing to the next batch. */
  get hasBatch(): boolean {
    return this.#waiting.length >= this.#batchSize || this.#bytes >= MOST_BYTES;
  }

  /** Whether there is enough to go on with: a reader may wait. */
  get isCrowded(): boolean {
    return this.#holds(SPARE_RECORDS, 2 * MOST_BYTES);
  }

  /** Whether no more is held in memory. */
  get isFull(): boolean {
    return this.#holds(2 * SPARE_RECORDS, 3 * MOST_BYTES);
  }

  #holds(spare: number, bytes: number): boolean {
    return this.#waiting.length >= this.#batchSize + spare || this.#bytes >= bytes;
  }

  /** When the record that waits longest came. */
  get sinceMs(): number | undefined {
    return this.#waiting[0]?.arrivedMs;
  }

  push(record: TriggerRecord, arrivedMs: number): void {
    this.#waiting.push({ record, arrivedMs });
    this.#bytes += record.dynamodb.SizeBytes;
  }

  /** The next batch, oldest first: at least one record where there is one. */
  take(): readonly TriggerRecord[] {
    let count = 0;
    let bytes = 0;
    for (const { record } of this.#waiting) {
      const more = bytes + record.dynamodb.SizeBytes;
      if (count === this.#batchSize || (count > 0 && more > MOST_BYTES)) break;
      count++;
      bytes = more;
    }
    this.#bytes -= bytes;
    return this.#waiting.splice(0, count).map(({ record }) => record);
  }
}
