/**
 * What Query and Scan take alike: Select, the filter, and their shapes. Source: validation.md sections 7 and 8.
 */
import type { ReturnConsumedCapacity } from '../../capacity/consumed-capacity.ts';
import type { ReadConsistency } from '../../capacity/units.ts';
import type { Condition } from '../../expression/condition/condition.ts';
import { compileCondition } from '../../expression/condition/condition.ts';
import { checkConditionalOperator } from '../../expression/legacy/conditional-operator.ts';
import { lowerFilter } from '../../expression/legacy/filter.ts';
import type { LegacyCondition } from '../../expression/legacy/legacy-condition.ts';
import type { Placeholders } from '../../expression/binding/placeholders.ts';
import type { Projection } from '../../expression/projection/projection.ts';
import { ValueFault } from '../../item/value-fault.ts';
import type { Item } from '../../wire/attribute-value.ts';
import { envelopedError } from '../../wire/dynamo-error.ts';
import { integer, string } from '../../wire/shapes/scalars.ts';
import { required } from '../../wire/shapes/structure.ts';
import {
  conditionalOperator,
  expressionAttributeNames,
  expressionAttributeValues,
  indexName,
  returnConsumedCapacity,
  select,
  tableNameOrArn,
} from '../request/common-members.ts';
import { attributesToGet } from '../request/legacy-members.ts';
import { consistencyOf, consistentRead } from '../request/read-parameters.ts';
import { attributeMap } from '../request/value-shapes.ts';

export type Select =
  'SPECIFIC_ATTRIBUTES' | 'COUNT' | 'ALL_ATTRIBUTES' | 'ALL_PROJECTED_ATTRIBUTES';

/** The members of both, in the order of their failures. */
export const pageMembers = {
  ReturnConsumedCapacity: returnConsumedCapacity,
  TableName: required(tableNameOrArn),
  IndexName: indexName,
  Select: select,
  Limit: integer({ min: 1, form: 'named' }),
  AttributesToGet: attributesToGet,
  ConsistentRead: consistentRead,
  ConditionalOperator: conditionalOperator,
  ExclusiveStartKey: attributeMap,
  ProjectionExpression: string(),
  FilterExpression: string(),
  ExpressionAttributeNames: expressionAttributeNames,
  ExpressionAttributeValues: expressionAttributeValues,
} as const;

/** A Query or Scan but for what chooses its items. */
export interface PageParameters {
  readonly tableName: string;
  readonly indexName: string | undefined;
  readonly limit: number | undefined;
  readonly startKey: Item | undefined;
  readonly countOnly: boolean;
  /** Whether all attributes of the items are asked for, also where an index is read. */
  readonly allAttributes: boolean;
  readonly filter: Condition | undefined;
  readonly projection: Projection | undefined;
  readonly consistency: ReadConsistency;
  readonly capacity: ReturnConsumedCapacity;
}

/** What {@link PageParameters} are made of beside values and expressions. */
export function pageBasics(request: {
  readonly TableName: string;
  readonly IndexName?: string;
  readonly Limit?: number;
  readonly Select?: Select;
  readonly ConsistentRead?: boolean;
  readonly ReturnConsumedCapacity?: ReturnConsumedCapacity;
}): Omit<PageParameters, 'startKey' | 'filter' | 'projection'> {
  return {
    tableName: request.TableName,
    indexName: request.IndexName,
    limit: request.Limit,
    countOnly: request.Select === 'COUNT',
    allAttributes: request.Select === 'ALL_ATTRIBUTES',
    consistency: consistencyOf(request.ConsistentRead),
    capacity: request.ReturnConsumedCapacity ?? 'NONE',
  };
}

const CHOSEN = {
  COUNT: 'only the Count',
  ALL_ATTRIBUTES: 'ALL_ATTRIBUTES',
  ALL_PROJECTED_ATTRIBUTES: 'ALL_PROJECTED_ATTRIBUTES',
} as const;

/** Holds Select against the attributes that are asked for. Throws. */
export function checkSelect(request: {
  readonly Select?: Select;
  readonly IndexName?: string;
  readonly ProjectionExpression?: string;
  readonly AttributesToGet?: readonly string[];
}): void {
  const { Select: chosen, ProjectionExpression, AttributesToGet } = request;
  if (chosen === undefined) return;
  const asked =
    ProjectionExpression !== undefined
      ? 'ProjectionExpression'
      : AttributesToGet !== undefined
        ? 'AttributesToGet'
        : undefined;
  if (chosen === 'SPECIFIC_ATTRIBUTES') {
    if (asked !== undefined) return;
    throw envelopedError(
      'Must specify the AttributesToGet or ProjectionExpression when choosing to get SPECIFIC_ATTRIBUTES',
    );
  }
  if (asked !== undefined) {
    throw new ValueFault(`Cannot specify the ${asked} when choosing to get ${CHOSEN[chosen]}`);
  }
  if (chosen === 'ALL_PROJECTED_ATTRIBUTES' && request.IndexName === undefined) {
    throw new ValueFault(
      'ALL_PROJECTED_ATTRIBUTES can be used only when Querying using an IndexName',
    );
  }
}

/** QueryFilter or ScanFilter, its values canonical, as a condition. Throws `ValueFault`. */
export function lowerPageFilter(
  conditions: Readonly<Record<string, LegacyCondition>> | undefined,
  operator: 'AND' | 'OR' | undefined,
): Condition | undefined {
  const count = conditions === undefined ? undefined : Object.keys(conditions).length;
  checkConditionalOperator(operator, count);
  return conditions === undefined || count === 0 ? undefined : lowerFilter(conditions, operator);
}

export function compileFilter(
  text: string | undefined,
  placeholders: Placeholders,
): Condition | undefined {
  return text === undefined ? undefined : compileCondition('FilterExpression', text, placeholders);
}
