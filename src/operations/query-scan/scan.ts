import { checkConditionalOperator } from '../../expression/legacy/conditional-operator.ts';
import { canonicalItem } from '../../item/canonical.ts';
import { ValueFault } from '../../item/value-fault.ts';
import { rangeHolds, restOfRange, WHOLE_TREE } from '../../partition/key-range.ts';
import { hashRangePart } from '../../placement/hash-range.ts';
import { readPage } from '../../partition/table-access.ts';
import { getTable } from '../../placement/table-catalog.ts';
import type { KeyRange } from '../../storage/store.ts';
import { DynamoError, validationError } from '../../wire/dynamo-error.ts';
import { integer } from '../../wire/shapes/scalars.ts';
import { requestShape } from '../../wire/shapes/structure.ts';
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
import { readProjection } from '../request/read-parameters.ts';
import { readSource } from '../../partition/read-source.ts';
import type { ReadSource } from '../../partition/read-source.ts';
import { guard, valueRules } from '../request/value-wording.ts';

const RULES = valueRules('Scan');
const readShape = requestShape({
  ...pageMembers,
  ScanFilter: conditions,
  TotalSegments: integer({ min: 1, max: 1_000_000, form: 'named' }),
  Segment: integer({ min: 0, max: 999_999, form: 'named' }),
});
const MEMBERS = {
  expressions: ['ProjectionExpression', 'FilterExpression'],
  legacy: ['AttributesToGet', 'ScanFilter', 'ConditionalOperator'],
  values: ['FilterExpression'],
} as const;

interface ScanSegment {
  /** From 0. */
  readonly index: number;
  readonly total: number;
}

interface ScanRequest extends PageParameters {
  readonly segment: ScanSegment | undefined;
}

function parse(body: RequestBody): ScanRequest {
  const request = readShape(body);
  const { ScanFilter, ConditionalOperator, ExclusiveStartKey } = request;
  return guard(RULES, () => {
    checkExpressionMembers(request, MEMBERS);
    checkConditionalOperator(
      ConditionalOperator,
      ScanFilter === undefined ? undefined : Object.keys(ScanFilter).length,
    );
    const filterConditions =
      ScanFilter === undefined ? undefined : canonicalConditions(ScanFilter, RULES.layer);
    const placeholders = placeholdersOf(request, RULES);
    const startKey =
      ExclusiveStartKey === undefined
        ? undefined
        : canonicalItem(ExclusiveStartKey, RULES.layer).item;
    const segment = parseSegment(request.Segment, request.TotalSegments);
    checkSelect(request);
    const lowered = lowerPageFilter(filterConditions, ConditionalOperator);
    const filter = compileFilter(request.FilterExpression, placeholders) ?? lowered;
    const projection = readProjection(request, placeholders);
    placeholders.assertAllUsed();
    return { ...pageBasics(request), startKey, filter, projection, segment };
  });
}

function parseSegment(
  index: number | undefined,
  total: number | undefined,
): ScanSegment | undefined {
  if (index === undefined && total === undefined) return undefined;
  if (total === undefined) {
    throw new ValueFault(
      'The TotalSegments parameter is required but was not present in the request ' +
        'when Segment parameter is present',
    );
  }
  if (index === undefined) {
    throw new ValueFault(
      'The Segment parameter is required but was not present in the request ' +
        'when parameter TotalSegments is present',
    );
  }
  if (index >= total) {
    throw new ValueFault(
      'The Segment parameter is zero-based and must be less than parameter TotalSegments',
    );
  }
  return { index, total };
}

function run(request: ScanRequest, context: RouterContext): string {
  const table = getTable(context, request.tableName);
  const source = readSource(table, request.indexName);
  checkConsistency(source.index, request.consistency);
  const fault =
    findConditionKeyFault(table, request.filter) ??
    findProjectionKeyFault(table, request.projection);
  if (fault !== undefined) throw validationError(fault);
  checkProjected(source, request, false);
  const range = rangeOfScan(request, source);
  const page = readPage(context, source, { ...request, range, reverse: false, isScan: true });
  return pageAnswer(request, source, page);
}

function segmentRange({ segment }: Pick<ScanRequest, 'segment'>): KeyRange {
  return segment === undefined ? WHOLE_TREE : hashRangePart(segment.index, segment.total);
}

/** What is left of the scanned hash range behind the start key. */
function rangeOfScan({ segment, startKey }: ScanRequest, source: ReadSource): KeyRange {
  const range = segmentRange({ segment });
  if (startKey === undefined) return range;
  const key = scanStart(startKey, source);
  if (segment !== undefined && !rangeHolds(range, key)) {
    const numbers = `TotalSegments: ${String(segment.total)} Segment: ${String(segment.index)}`;
    throw validationError(
      'The provided starting key is invalid: Invalid ExclusiveStartKey. ' +
        `Please use ExclusiveStartKey with correct Segment. ${numbers}`,
    );
  }
  return restOfRange(range, key, false);
}

/** Whatever is wrong with the start key of a scan, its message does not tell. */
function scanStart(
  startKey: NonNullable<PageParameters['startKey']>,
  source: ReadSource,
): ReturnType<ReadSource['positionOf']> {
  try {
    return source.positionOf(startKey);
  } catch (error) {
    if (!(error instanceof DynamoError)) throw error;
    throw validationError('The provided starting key is invalid');
  }
}

export const scan: Operation<ScanRequest> = {
  name: 'Scan',
  layout: readShape.layout,
  valuesMax: MANY_VALUES,
  parse,
  checkRefused: readShape.checkValues,
  touches: (request, scope) => [pageTouch(request, scope, () => segmentRange(request))],
  run,
};
