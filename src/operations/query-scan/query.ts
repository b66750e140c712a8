import type { AnswerBody } from '../../item/row/answer-body.ts';
import { conditionAttributes } from '../../expression/condition/condition.ts';
import {
  findConditionKeyFault,
  findProjectionKeyFault,
} from '../../partition/key-attribute-use.ts';
import { readSource } from '../../partition/read-source.ts';
import type { ReadSource } from '../../partition/read-source.ts';
import { readPage } from '../../partition/table-access.ts';
import { getTable } from '../../placement/table-catalog.ts';
import { validationError } from '../../wire/dynamo-error.ts';
import type { RouterContext } from '../context.ts';
import type { Operation } from '../operation.ts';
import { guard, valueRules } from '../request/value-wording.ts';
import { checkConsistency, checkProjected } from './index-reads.ts';
import { pageAnswer } from './page-answer.ts';
import { queryReader } from './query-request.ts';
import type { QueryRequest } from './query-request.ts';
import { startOfQuery } from './query-start.ts';
import { pageTouch } from './query-touch.ts';

const RULES = valueRules('Query');

function run(request: QueryRequest, context: RouterContext): AnswerBody {
  const table = getTable(context, request.tableName);
  const source = readSource(table, request.indexName);
  checkConsistency(source.index, request.consistency);
  const bound = guard(RULES, () => source.bind(request.keyCondition));
  checkExpressionsOnKey(request, source);
  checkProjected(source, request, true);
  const reverse = !request.forward;
  const range = startOfQuery({ source, bound, startKey: request.startKey, reverse });
  const page = readPage(context, source, { ...request, range, reverse, isScan: false });
  // Without a sort key a query of a table has one item at most: there is nothing behind it to go on to.
  const isOnlyPage = source.index === undefined && table.keySchema.sortKey === undefined;
  return pageAnswer(request, source, isOnlyPage ? { ...page, stoppedAt: undefined } : page);
}

/** No expression of a query may reach into its key, nor its filter name it. */
function checkExpressionsOnKey(request: QueryRequest, source: ReadSource): void {
  const { filter, projection } = request;
  const fault =
    findConditionKeyFault(source.table, filter) ?? findProjectionKeyFault(source.table, projection);
  if (fault !== undefined) throw validationError(fault);
  if (filter === undefined) return;
  const filtered = conditionAttributes(filter);
  const key = source.keyNames.find((name) => filtered.has(name));
  if (key === undefined) return;
  const rule = 'can only contain non-primary key attributes: Primary key attribute';
  throw validationError(`${request.filterName} ${rule}: ${key}`);
}

export const query: Operation<QueryRequest> = {
  name: 'Query',
  ...queryReader,
  touches: (request, scope) => [
    pageTouch(request, scope, (source) => source.bind(request.keyCondition).range),
  ],
  run,
};
