/** Counter values within one millisecond. Source: ours; 2^53 / 1024 milliseconds reach the year 2248. */
export const STAMPS_PER_MS = 1024;

/**
 * The next version stamp: a hybrid logical clock packed into one safe integer, `wallMs * 1024 + counter`.
 * Always above `last`, whatever the wall clock does.
 */
export function nextStamp(last: number, nowMs: number): number {
  return Math.max(nowMs * STAMPS_PER_MS, last + 1);
}

/** The wall clock's part of a stamp, in epoch milliseconds. */
export function stampMs(stamp: number): number {
  return Math.floor(stamp / STAMPS_PER_MS);
}
