import { consumedCapacity } from '../capacity/consumed-capacity.ts';
import type { CapacityCharge } from '../capacity/consumed-capacity.ts';
import { readUnits } from '../capacity/units.ts';
import type { PageOfItems } from '../partition/page-of-items.ts';
import { parseItem } from '../partition/stored-image.ts';
import { itemsText, jsonText, objectText } from './answer-text.ts';
import type { PageParameters } from './page-parameters.ts';
import { positionIn } from './read-source.ts';
import type { ReadSource } from './read-source.ts';

/** The answer of a Query or Scan. Source: semantics.md section 4. */
export function pageAnswer(request: PageParameters, source: ReadSource, page: PageOfItems): string {
  const { stoppedAt } = page;
  const others = {
    Count: String(page.count),
    ScannedCount: String(page.scannedCount),
    LastEvaluatedKey:
      stoppedAt === undefined
        ? undefined
        : JSON.stringify(positionIn(source, parseItem(stoppedAt.text))),
    ConsumedCapacity: jsonText(
      consumedCapacity(request.capacity, pageCharge(request, source, page)),
    ),
  };
  return request.countOnly ? objectText(others) : itemsText(page.texts, others);
}

/** What a page costs: entries on the index's arm, items that were fetched behind them on the table's. */
export function pageCharge(
  { tableName, consistency }: Pick<PageParameters, 'tableName' | 'consistency'>,
  { index }: ReadSource,
  page: PageOfItems,
): CapacityCharge {
  const units = readUnits(page.evaluatedBytes, consistency);
  if (index === undefined) return { tableName, units };
  const fetched = page.fetchedBytes.reduce((sum, bytes) => sum + readUnits(bytes, consistency), 0);
  const arms = { [index.name]: units };
  const indexes =
    index.kind === 'local' ? { local: arms, global: {} } : { local: {}, global: arms };
  return { tableName, units: fetched, indexes };
}
