import type { Placeholders } from '../../expression/binding/placeholders.ts';
import type { KeyCondition } from '../../expression/key-condition/key-condition-nodes.ts';
import { compileKeyCondition } from '../../expression/key-condition/key-condition.ts';
import { lowerKeyConditions } from '../../expression/legacy/key-conditions.ts';
import { canonicalItem } from '../../item/canonical.ts';
import { ValueFault } from '../../item/value-fault.ts';
import { renderNamed, reportUsual, topMember } from '../../wire/shapes/constraint.ts';
import type { ConstraintReport } from '../../wire/shapes/constraint.ts';
import { boolean, string } from '../../wire/shapes/scalars.ts';
import type { ReadBy } from '../../wire/shapes/shape.ts';
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

export interface QueryRequest extends PageParameters {
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

export const queryReader: RequestParser<QueryRequest> = {
  layout: readShape.layout,
  valuesMax: MANY_VALUES,
  parse,
  checkRefused: readShape.checkValues,
};
