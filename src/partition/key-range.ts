import type { KeyBytes } from '../kernel/key-bytes.ts';
import type { KeyRange } from '../storage/store.ts';

export const WHOLE_TREE: KeyRange = { from: '' as KeyBytes, to: undefined };

/** The smallest key bytes above `key`. */
export function justAbove(key: KeyBytes): KeyBytes {
  return `${key}\0` as KeyBytes;
}

/** What is left of `range` for a read that goes on behind `key`, in reading order. */
export function restOfRange(range: KeyRange, key: KeyBytes, reverse: boolean): KeyRange {
  return reverse ? { from: range.from, to: key } : { from: justAbove(key), to: range.to };
}

export function rangeHolds(range: KeyRange, key: KeyBytes): boolean {
  return key >= range.from && (range.to === undefined || key < range.to);
}
