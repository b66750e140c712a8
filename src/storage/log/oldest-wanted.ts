import type { Lsn } from '../store.ts';

/** The oldest of the records that are wanted; undefined where none is. */
export function oldestOf(wanted: Iterable<Lsn | undefined>): Lsn | undefined {
  let oldest: Lsn | undefined;
  for (const lsn of wanted)
    if (lsn !== undefined && (oldest === undefined || lsn < oldest)) oldest = lsn;
  return oldest;
}
