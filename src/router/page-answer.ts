import { consumedCapacity } from '../capacity/consumed-capacity.ts';
import { readUnits } from '../capacity/units.ts';
import type { PageOfItems } from '../partition/page-of-items.ts';
import { parseItem } from '../partition/stored-image.ts';
import type { Table } from '../placement/table-catalog.ts';
import { arrayText, jsonText, objectText } from './answer-text.ts';
import { keyAttributesOf } from './key-parameters.ts';
import type { PageParameters } from './page-parameters.ts';

/** The answer of a Query or Scan. Source: semantics.md section 4. */
export function pageAnswer(request: PageParameters, table: Table, page: PageOfItems): string {
  const { tableName, capacity } = request;
  const { stoppedAt } = page;
  const units = readUnits(page.evaluatedBytes, request.consistency);
  return objectText({
    Items: request.countOnly ? undefined : arrayText(page.texts),
    Count: String(page.count),
    ScannedCount: String(page.scannedCount),
    LastEvaluatedKey:
      stoppedAt === undefined
        ? undefined
        : JSON.stringify(keyAttributesOf(table.keySchema, parseItem(stoppedAt.text))),
    ConsumedCapacity: jsonText(consumedCapacity(capacity, { tableName, units })),
  });
}
