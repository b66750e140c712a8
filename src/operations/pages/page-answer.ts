import { consumedCapacity } from '../../capacity/consumed-capacity.ts';
import type { CapacityCharge } from '../../capacity/consumed-capacity.ts';
import { readUnits } from '../../capacity/units.ts';
import type { PageOfItems } from '../../partition/page-of-items.ts';
import { justAbove } from '../../partition/key-range.ts';
import { parseItem } from '../../partition/stored-image.ts';
import { partitionsMet } from '../../placement/partition-map.ts';
import type { KeyRange } from '../../storage/store.ts';
import { itemsText, jsonText, objectText } from '../request/answer-text.ts';
import type { PageParameters } from './page-parameters.ts';
import { positionIn } from '../../partition/read-source.ts';
import type { ReadSource } from '../../partition/read-source.ts';

/** The answer of a Query or Scan. Source: semantics.md section 4. */
export function pageAnswer(
  request: PageParameters,
  source: ReadSource,
  page: PageOfItems,
  scanned?: KeyRange,
): string {
  const { stoppedAt } = page;
  const others = {
    Count: String(page.count),
    ScannedCount: String(page.scannedCount),
    LastEvaluatedKey:
      stoppedAt === undefined
        ? undefined
        : JSON.stringify(positionIn(source, parseItem(stoppedAt.text))),
    ConsumedCapacity: jsonText(
      consumedCapacity(request.capacity, pageCharge(request, source, page, scanned)),
    ),
  };
  return request.countOnly ? objectText(others) : itemsText(page.texts, others);
}

/**
 * What a page costs: entries on the index's arm, items that were fetched behind them on the table's. `scanned` is the range that a
 * scan had before it: each partition of the table that it comes to is read, and costs a read at least, whatever it holds.
 *
 * Source: capacity.md section 1, validation.md section 16 (a small table on demand, four partitions: 2 units, 4 if strongly consistent).
 */
export function pageCharge(
  { tableName, consistency }: Pick<PageParameters, 'tableName' | 'consistency'>,
  source: ReadSource,
  page: PageOfItems,
  scanned?: KeyRange,
): CapacityCharge {
  const { index } = source;
  const units = readUnits(page.evaluatedBytes, consistency);
  if (index === undefined) {
    if (scanned === undefined) return { tableName, units };
    const reads = partitionsMet(source.table.partitions, walked(source, page, scanned));
    return { tableName, units: Math.max(units, reads * readUnits(0, consistency)) };
  }
  const fetched = page.fetchedBytes.reduce((sum, bytes) => sum + readUnits(bytes, consistency), 0);
  const arms = { [index.name]: units };
  const indexes =
    index.kind === 'local' ? { local: arms, global: {} } : { local: {}, global: arms };
  return { tableName, units: fetched, indexes };
}

/** The part of `range` that was walked. */
function walked(source: ReadSource, { stoppedAt }: PageOfItems, range: KeyRange): KeyRange {
  if (stoppedAt === undefined) return range;
  const last = source.positionOf(positionIn(source, parseItem(stoppedAt.text)));
  return { from: range.from, to: justAbove(last) };
}
