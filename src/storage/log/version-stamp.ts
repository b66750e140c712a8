import { isAhead } from '../../kernel/time.ts';

/** Counter values within one millisecond. Source: ours; 2^53 / 1024 milliseconds reach the year 2248. */
export const STAMPS_PER_MS = 1024;

/** Stamps follow the wall clock up to here, and count from there on: other Regions take none beyond the year 2100. */
const WALL_MS_MAX = Date.UTC(2099, 0, 1);

/**
 * The next version stamp: a hybrid logical clock packed into one safe integer, `wallMs * 1024 + counter`.
 * Always above `last`, whatever the wall clock does.
 */
export function nextStamp(last: number, nowMs: number): number {
  return Math.max(Math.min(nowMs, WALL_MS_MAX) * STAMPS_PER_MS, last + 1);
}

/** The wall clock's part of a stamp, in epoch milliseconds. */
export function stampMs(stamp: number): number {
  return Math.floor(stamp / STAMPS_PER_MS);
}

/** The version stamp of a log record, and what the clock said where the stamp lies ahead of it. */
export interface RecordTime {
  readonly stamp: number;
  /** Epoch milliseconds; undefined where the stamp tells the time. */
  readonly clockMs: number | undefined;
}

/** The time of a record that is made now. */
export function recordTime(stamp: number, nowMs: number): RecordTime {
  return { stamp, clockMs: isAhead(stampMs(stamp), nowMs) ? nowMs : undefined };
}

/**
 * When a record was made, in epoch milliseconds: the later of its two times that does not lie ahead of the clock. Undefined where both
 * do: the clock was ahead when the record was made, and only those around it in the log tell.
 */
export function madeMsOf({ stamp, clockMs }: RecordTime, nowMs: number): number | undefined {
  const ms = stampMs(stamp);
  if (!isAhead(ms, nowMs)) return ms;
  return clockMs === undefined || isAhead(clockMs, nowMs) ? undefined : clockMs;
}
