import { consumedCapacity } from '../../capacity/consumed-capacity.ts';
import type { AnswerBody } from '../../item/row/answer-body.ts';
import { itemsBody, objectBody } from '../request/answer-parts.ts';
import { jsonText, objectText } from '../request/answer-parts.ts';
import type { PageParameters } from './page-parameters.ts';
import { positionIn } from '../../partition/read-source.ts';
import type { ReadSource } from '../../partition/read-source.ts';
import type { SourcePage } from '../../partition/query-page.ts';

/** The answer of a Query or Scan. Source: semantics.md section 4. */
export function pageAnswer(
  request: PageParameters,
  source: ReadSource,
  page: SourcePage,
): AnswerBody {
  const { stoppedAt } = page;
  const others = {
    Count: String(page.count),
    ScannedCount: String(page.scannedCount),
    LastEvaluatedKey:
      stoppedAt === undefined ? undefined : JSON.stringify(positionIn(source, stoppedAt.item)),
    ConsumedCapacity: jsonText(consumedCapacity(request.capacity, request.tableName, page)),
  };
  if (request.countOnly) return objectText(others);
  const { rows, names } = page;
  const { tree } = source.table;
  return objectBody({ Items: itemsBody({ rows, names, tree }), ...others });
}
