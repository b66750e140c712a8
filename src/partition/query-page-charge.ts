import type { Charge } from '../capacity/consumed-capacity.ts';
import type { ReadConsistency } from '../capacity/units.ts';
import { readUnits } from '../capacity/units.ts';
import { partitionsMet } from '../placement/partition-map.ts';
import type { KeyRange } from '../storage/store.ts';
import { justAbove } from './key-range.ts';
import type { PageOfItems } from './query-page-walk.ts';
import { positionIn } from './read-source.ts';
import type { ReadSource } from './read-source.ts';

/** How a page was asked for, as far as its charge goes. */
interface ChargedRead {
  readonly range: KeyRange;
  readonly consistency: ReadConsistency;
  readonly isScan: boolean;
}

/**
 * Of one page: entries on the index's arm, items that were fetched behind them on the table's. Each partition of the table that a scan
 * comes to is read, and costs a read at least, whatever it holds.
 *
 * Source: capacity.md section 1, validation.md section 16 (a small table on demand, four partitions: 2 units, 4 if strongly consistent).
 */
export function pageCharge(
  source: ReadSource,
  { range, consistency, isScan }: ChargedRead,
  page: PageOfItems,
): Charge {
  const { index } = source;
  const units = readUnits(page.evaluatedBytes, consistency);
  if (index === undefined) {
    if (!isScan) return { units };
    const reads = partitionsMet(source.table.partitions, walked(source, page, range));
    return { units: Math.max(units, reads * readUnits(0, consistency)) };
  }
  const fetched = page.fetchedBytes.reduce((sum, bytes) => sum + readUnits(bytes, consistency), 0);
  const arms = { [index.name]: units };
  const indexes =
    index.kind === 'local' ? { local: arms, global: {} } : { local: {}, global: arms };
  return { units: fetched, indexes };
}

/** The part of `range` that was walked. */
function walked(source: ReadSource, { stoppedAt }: PageOfItems, range: KeyRange): KeyRange {
  if (stoppedAt === undefined) return range;
  const last = source.positionOf(positionIn(source, stoppedAt.item));
  return { from: range.from, to: justAbove(last) };
}
