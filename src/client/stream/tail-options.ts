import { checkConsumerName } from './consumer-name.ts';
import type { Position } from './stream-position.ts';
import { isSequenceNumber, LATEST, TRIM_HORIZON } from './stream-position.ts';

export interface StreamOptions {
  /**
   * Where to begin: with what is written from now on (`'LATEST'`, the default), with the oldest record that is still there
   * (`'TRIM_HORIZON'`), or behind the `position` of an entry. Counts for a consumer the first time only.
   */
  readonly from?: 'LATEST' | 'TRIM_HORIZON' | (string & {});
  /** A name under which the position of confirmed records is kept: the next tail of that name goes on behind it. */
  readonly consumer?: string;
  /** Ends the tail. */
  readonly signal?: AbortSignal;
  /** The most records of one read, 1 to 1,000. Default 100. */
  readonly batch?: number;
}

export interface TailSettings {
  readonly from: Position;
  readonly consumer: string | undefined;
  readonly batch: number;
}

const DEFAULT_BATCH = 100;
const LARGEST_BATCH = 1_000;

/** Throws a `TypeError` for what is no option. */
export function tailSettings({ from, consumer, batch }: StreamOptions): TailSettings {
  if (consumer !== undefined) checkConsumerName(consumer);
  const size = batch ?? DEFAULT_BATCH;
  if (!Number.isInteger(size) || size < 1 || size > LARGEST_BATCH) {
    throw new TypeError(`batch must be a whole number from 1 to ${LARGEST_BATCH}`);
  }
  return { from: parseStart(from), consumer, batch: size };
}

export function parseStart(from: string = LATEST): Position {
  if (from === LATEST || from === TRIM_HORIZON || isSequenceNumber(from)) return from;
  throw new TypeError(`from must be ${LATEST}, ${TRIM_HORIZON} or a sequence number`);
}
