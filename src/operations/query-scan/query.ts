import type { KeyCondition } from '../../expression/key-condition/key-condition-nodes.ts';
import { compileKeyCondition } from '../../expression/key-condition/key-condition.ts';
import { conditionAttributes } from '../../expression/condition/condition.ts';
import { lowerKeyConditions } from '../../expression/legacy/key-conditions.ts';
import type { Placeholders } from '../../expression/binding/placeholders.ts';
import { canonicalItem } from '../../item/canonical.ts';
import { ValueFault } from '../../item/value-fault.ts';
import { readPage } from '../../partition/table-access.ts';
import { getTable } from '../../placement/table-catalog.ts';
import { validationError } from '../../wire/dynamo-error.ts';
import { renderNamed, reportUsual, topMember } from '../../wire/shapes/constraint.ts';
import type { ConstraintReport } from '../../wire/shapes/constraint.ts';
import { boolean, string } from '../../wire/shapes/scalars.ts';
import { requestShape } from '../../wire/shapes/structure.ts';
import type { ReadBy } from '../../wire/shapes/shape.ts';
import type { RouterContext } from '../context.ts';
import { checkExpressionMembers, placeholdersOf } from '../request/expression-parameters.ts';
import { checkConsistency, checkProjected } from './index-reads.ts';
import {
  findConditionKeyFault,
  findProjectionKeyFault,
} from '../../partition/key-attribute-use.ts';
import { canonicalConditions, conditions } from '../request/legacy-members.ts';
import { MANY_VALUES } from '../operation.ts';
import type { Operation, RequestBody } from '../operation.ts';
import { pageAnswer } from './page-answer.ts';
import { pageTouch } from './query-touch.ts';
import {
  checkSelect,
  compileFilter,
  lowerPageFilter,
  pageBasics,
  pageMembers,
} from './page-parameters.ts';
import type { PageParameters } from './page-parameters.ts';
import { startOfQuery } from './query-start.ts';
import { readSource } from '../../partition/read-source.ts';
import type { ReadSource } from '../../partition/read-source.ts';
import { readProjection } from '../request/read-parameters.ts';
import { guard, valueRules } from '../request/value-wording.ts';

const RULES = valueRules('Query');

/** An unknown ConditionalOperator is reported alone, without its place. Source: validation.md section 2. */
const report: ConstraintReport = (failures) => {
  const operator = failures.find((failure) => topMember(failure) === 'ConditionalOperator');
  return operator === undefined ? reportUsual(failures) : renderNamed(operator);
};
const readShape = requestShape(
  {
    ...pageMembers,
    KeyConditions: conditions,
    QueryFilter: conditions,
    KeyConditionExpression: string(),
    ScanIndexForward: boolean(),
  },
  report,
);
const MEMBERS = {
  expressions: ['ProjectionExpression', 'FilterExpression', 'KeyConditionExpression'],
  legacy: ['AttributesToGet', 'QueryFilter', 'ConditionalOperator', 'KeyConditions'],
  values: ['FilterExpression', 'KeyConditionExpression'],
} as const;
/** KeyConditions go with the other expressions, only not with the one that replaced them. */
const MEMBERS_BY_KEY_CONDITIONS = {
  ...MEMBERS,
  legacy: ['AttributesToGet', 'QueryFilter', 'ConditionalOperator'],
} as const;

interface QueryRequest extends PageParameters {
  readonly keyCondition: KeyCondition;
  readonly forward: boolean;
  /** Which parameter the filter came from, as messages about it begin. */
  readonly filterName: 'Filter Expression' | 'QueryFilter';
}

function parse(body: RequestBody): QueryRequest {
  const request = readShape(body);
  const { KeyConditions, QueryFilter, ExclusiveStartKey, KeyConditionExpression } = request;
  return guard(RULES, () => {
    const byExpression = KeyConditionExpression !== undefined;
    checkExpressionMembers(request, byExpression ? MEMBERS : MEMBERS_BY_KEY_CONDITIONS);
    if (!byExpression && KeyConditions === undefined) {
      throw new ValueFault(
        'Either the KeyConditions or KeyConditionExpression parameter must be specified in the request.',
      );
    }
    const filterConditions =
      QueryFilter === undefined ? undefined : canonicalConditions(QueryFilter, RULES.layer);
    const placeholders = placeholdersOf(request, RULES);
    const startKey =
      ExclusiveStartKey === undefined
        ? undefined
        : canonicalItem(ExclusiveStartKey, RULES.layer).item;
    checkSelect(request);
    const keyCondition = parseKeyCondition(request, placeholders);
    const lowered = lowerPageFilter(filterConditions, request.ConditionalOperator);
    const filter = compileFilter(request.FilterExpression, placeholders) ?? lowered;
    const projection = readProjection(request, placeholders);
    placeholders.assertAllUsed();
    return {
      ...pageBasics(request),
      startKey,
      filter,
      filterName: request.FilterExpression === undefined ? 'QueryFilter' : 'Filter Expression',
      projection,
      keyCondition,
      forward: request.ScanIndexForward ?? true,
    };
  });
}

function parseKeyCondition(
  request: {
    readonly KeyConditionExpression?: string;
    readonly KeyConditions?: ReadBy<typeof conditions>;
  },
  placeholders: Placeholders,
): KeyCondition {
  if (request.KeyConditionExpression !== undefined) {
    return compileKeyCondition(request.KeyConditionExpression, placeholders);
  }
  return lowerKeyConditions(canonicalConditions(request.KeyConditions ?? {}, RULES.layer));
}

function run(request: QueryRequest, context: RouterContext): string {
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
  layout: readShape.layout,
  valuesMax: MANY_VALUES,
  parse,
  checkRefused: readShape.checkValues,
  touches: (request, scope) => [
    pageTouch(request, scope, (source) => source.bind(request.keyCondition).range),
  ],
  run,
};
