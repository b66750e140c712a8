import { consumedCapacity } from '../../capacity/consumed-capacity.ts';
import { decodeItem } from '../../partition/stored-image.ts';
import { itemsText, jsonText, objectText } from '../request/answer-text.ts';
import type { PageParameters } from './page-parameters.ts';
import { positionIn } from '../../partition/read-source.ts';
import type { ReadSource } from '../../partition/read-source.ts';
import type { SourcePage } from '../../partition/query-page.ts';

/** The answer of a Query or Scan. Source: semantics.md section 4. */
export function pageAnswer(request: PageParameters, source: ReadSource, page: SourcePage): string {
  const { stoppedAt } = page;
  const others = {
    Count: String(page.count),
    ScannedCount: String(page.scannedCount),
    LastEvaluatedKey:
      stoppedAt === undefined
        ? undefined
        : JSON.stringify(positionIn(source, decodeItem(stoppedAt.text))),
    ConsumedCapacity: jsonText(consumedCapacity(request.capacity, request.tableName, page)),
  };
  return request.countOnly ? objectText(others) : itemsText(page.texts, others);
}
