import { wellFormedUtf8Length } from '../item/utf8-order.ts';
import type { KeyBytes } from '../kernel/key-bytes.ts';
import type { StoredShard } from '../placement/record/stream.ts';
import { attributeNames } from '../placement/attribute-names.ts';
import type { LogRecord } from '../storage/log/log-record.ts';
import { LogFault } from '../storage/log/logged-store.ts';
import type { LogReads } from '../storage/log/logged-store.ts';
import { madeMsOf, stampMs } from '../storage/log/version-stamp.ts';
import type { Lsn, Store } from '../storage/store.ts';
import { DynamoError } from '../wire/dynamo-error.ts';
import { behind, startOf } from './log-position.ts';
import type { LogPosition } from './log-position.ts';
import { RETENTION_MS } from './shards.ts';
import type { Stream } from './stream-catalog.ts';
import { streamRecordText } from './change-to-stream-record.ts';

export const RECORDS_MAX = 1000;
/** Text of the records of one answer. Source: semantics.md section 8. */
const PAGE_BYTES_MAX = 1_048_576;
/** Stretches of the log, about 2 MB each, that one request loads without finding a record. Source: ours. */
const LOADS_MAX = 32;

/** What a stream is read against. */
export interface StreamGround {
  readonly store: LogReads & Pick<Store, 'find'>;
  readonly region: string;
  readonly nowMs: number;
}

export interface PageRequest {
  readonly from: LogPosition;
  /** Nothing from this record on is wanted. */
  readonly until: number | undefined;
  readonly limit: number;
  /**
   * Whose record the change of `key` in record `lsn` is; undefined for nobody's who is asked for. `gone`: of a shard, or a stream,
   * that can no longer be read.
   */
  readonly shardOf: (lsn: Lsn, key: KeyBytes) => StoredShard | 'gone' | undefined;
  readonly headway: Headway;
  /** Records that have grown too old are passed over; otherwise they are refused with TrimmedDataAccessException. */
  readonly skipsTrimmed: boolean;
}

export interface StreamRecordText {
  readonly text: string;
  readonly position: LogPosition;
  readonly shard: StoredShard;
}

export interface StreamPage {
  readonly records: readonly StreamRecordText[];
  /** Where to go on. */
  readonly next: LogPosition;
  /** Whether everything durable below `until` has been read. */
  readonly isAtEnd: boolean;
}

/**
 * Records of a stream in the order of the log. Throws `LogFault` for what is not in memory, unless it has found something before:
 * that is a page.
 */
export function readStreamPage(
  stream: Stream,
  request: PageRequest,
  ground: StreamGround,
): StreamPage {
  const { store } = ground;
  checkNotTrimmed(request, store);
  const from = request.headway.startFrom(request.from);
  const end = Math.min(store.durableLsn + 1, request.until ?? Infinity);
  const page = new PageReader(stream, { ...request, from }, ground);
  const range = { from: Math.max(from.lsn, store.oldestLogLsn) as Lsn, trees: [stream.tree] };
  if (range.from < end) {
    try {
      store.readLog(range, (record) => record.lsn < end && page.take(record));
    } catch (fault) {
      if (!(fault instanceof LogFault)) throw fault;
      if (page.records.length === 0 && request.headway.reached(fault.lsn)) throw fault;
      page.stoppedAt = startOf(fault.lsn);
    }
  }
  const { records, stoppedAt } = page;
  if (stoppedAt !== undefined) return { records, next: stoppedAt, isAtEnd: false };
  const next = from.lsn < end ? startOf(end) : from;
  return { records, next, isAtEnd: true };
}

/** The refusal of what lies more than a day back. Source: the words of AWS's API reference. */
export function trimmedDataAccess(): DynamoError {
  return new DynamoError(
    'TrimmedDataAccessException',
    'The operation attempted to read past the oldest stream record in a shard.',
  );
}

/** Whether a record can no longer be read. One from when the clock was ahead can be while the log has it. */
export function isTrimmed(record: LogRecord, nowMs: number): boolean {
  const madeMs = madeMsOf(record, nowMs);
  return madeMs !== undefined && madeMs + RETENTION_MS <= nowMs;
}

/**
 * How far a request has come that found nothing in what it had loaded, over its runs: the stretches it has been through may
 * leave memory again, and need not come back.
 */
export class Headway {
  #lsn = 0;
  #loads = 0;

  /** Where a run begins that would have begun at `from`. */
  startFrom(from: LogPosition): LogPosition {
    return this.#lsn > from.lsn ? startOf(this.#lsn) : from;
  }

  /** Nothing was found before record `lsn`. Answers whether the request may load more. */
  reached(lsn: number): boolean {
    this.#lsn = Math.max(this.#lsn, lsn);
    return ++this.#loads <= LOADS_MAX;
  }
}

function checkNotTrimmed({ from, skipsTrimmed }: PageRequest, store: LogReads): void {
  if (!skipsTrimmed && from.lsn < store.oldestLogLsn) throw trimmedDataAccess();
}

/** Gathers the records of one page. */
class PageReader {
  readonly records: StreamRecordText[] = [];
  /** Where the page is full; undefined while it is not. */
  stoppedAt: LogPosition | undefined;
  readonly #stream: Stream;
  readonly #request: PageRequest;
  readonly #ground: StreamGround;
  #pageBytes = 0;

  constructor(stream: Stream, request: PageRequest, ground: StreamGround) {
    this.#stream = stream;
    this.#request = request;
    this.#ground = ground;
  }

  /** Takes what is wanted of the record; false when the page is full. */
  take(record: LogRecord): boolean {
    const { from } = this.#request;
    const first = record.lsn === from.lsn ? from.ordinal : 0;
    for (let ordinal = first; ordinal < record.changes.length; ordinal++) {
      if (!this.#takeChange(record, ordinal)) return false;
    }
    return true;
  }

  #takeChange(record: LogRecord, ordinal: number): boolean {
    const change = record.changes[ordinal];
    if (change === undefined || change.kind === 'dropTree') return true;
    if (change.tree !== this.#stream.tree || change.followed === undefined) return true;
    const shard = this.#request.shardOf(record.lsn, change.key);
    if (shard === undefined) return true;
    const { nowMs, region } = this.#ground;
    if (shard === 'gone' || isTrimmed(record, nowMs)) {
      if (this.#request.skipsTrimmed) return true;
      throw trimmedDataAccess();
    }
    const position = { lsn: record.lsn, ordinal };
    const madeMs = madeMsOf(record, nowMs) ?? stampMs(record.stamp);
    const names = attributeNames(this.#ground.store, this.#stream.tree);
    const text = streamRecordText(this.#stream, change, { position, madeMs, region, names });
    if (text === undefined) return true;
    const bytes = wellFormedUtf8Length(text);
    if (this.records.length > 0 && this.#pageBytes + bytes > PAGE_BYTES_MAX) {
      this.stoppedAt = position;
      return false;
    }
    this.#pageBytes += bytes;
    this.records.push({ text, position, shard });
    if (this.records.length < this.#request.limit) return true;
    this.stoppedAt = behind(position);
    return false;
  }
}
