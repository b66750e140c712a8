/** Where a reader stands: behind a sequence number, or before everything that is still there. */
export type Position = string;

export const TRIM_HORIZON = 'TRIM_HORIZON';
export const LATEST = 'LATEST';

/** The order of the log, which sequence numbers of all shards of a stream share; the horizon is before them all. */
export function comparePositions(a: Position, b: Position): number {
  const [left, right] = [digitsOf(a), digitsOf(b)];
  if (left.length !== right.length) return left.length - right.length;
  return left === right ? 0 : left < right ? -1 : 1;
}

/** Sequence numbers have more digits than a number holds, and may be padded. */
function digitsOf(position: Position): string {
  if (position.charAt(0) > '0' && position.charAt(0) <= '9') return position;
  return isSequenceNumber(position) ? position.replace(/^0+(?=\d)/, '') : '';
}

export function isSequenceNumber(text: string): boolean {
  return /^\d+$/.test(text);
}
