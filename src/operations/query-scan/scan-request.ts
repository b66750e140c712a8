import { checkConditionalOperator } from '../../expression/legacy/conditional-operator.ts';
import { canonicalItem } from '../../item/canonical.ts';
import { ValueFault } from '../../item/value-fault.ts';
import { integer } from '../../wire/shapes/scalars.ts';
import { requestShape } from '../../wire/shapes/structure.ts';
import { MANY_VALUES } from '../operation.ts';
import type { RequestBody, RequestParser } from '../operation.ts';
import { checkExpressionMembers, placeholdersOf } from '../request/expression-parameters.ts';
import { canonicalConditions, conditions } from '../request/legacy-members.ts';
import { readProjection } from '../request/read-parameters.ts';
import { guard, valueRules } from '../request/value-wording.ts';
import {
  checkSelect,
  compileFilter,
  lowerPageFilter,
  pageBasics,
  pageMembers,
} from './page-parameters.ts';
import type { PageParameters } from './page-parameters.ts';

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

export interface ScanRequest extends PageParameters {
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

export const scanReader: RequestParser<ScanRequest> = {
  layout: readShape.layout,
  valuesMax: MANY_VALUES,
  parse,
  checkRefused: readShape.checkValues,
};
