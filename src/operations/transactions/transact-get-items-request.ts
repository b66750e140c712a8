import type { ReturnConsumedCapacity } from '../../capacity/consumed-capacity.ts';
import type { Projection } from '../../expression/projection/projection.ts';
import { canonicalItem } from '../../item/canonical.ts';
import type { Item } from '../../wire/attribute-value.ts';
import type { ReadBy } from '../../wire/shapes/shape.ts';
import { requestShape, required } from '../../wire/shapes/structure.ts';
import { MANY_VALUES } from '../operation.ts';
import type { RequestBody, RequestParser } from '../operation.ts';
import { returnConsumedCapacity } from '../request/common-members.ts';
import { checkExpressionMembers, namePlaceholders } from '../request/expression-parameters.ts';
import { readProjection } from '../request/read-parameters.ts';
import { guard, valueRules } from '../request/value-wording.ts';
import { transactGetItem, transactItems } from './transaction-members.ts';

const RULES = valueRules('TransactGetItems');
const readShape = requestShape({
  ReturnConsumedCapacity: returnConsumedCapacity,
  TransactItems: required(transactItems(transactGetItem)),
});
const MEMBERS = { expressions: ['ProjectionExpression'], legacy: [], values: 'none' } as const;

export interface ParsedGet {
  readonly tableName: string;
  readonly key: Item;
  readonly projection: Projection | undefined;
}

export interface TransactGetItemsRequest {
  readonly gets: readonly ParsedGet[];
  readonly capacity: ReturnConsumedCapacity;
}

function parse(body: RequestBody): TransactGetItemsRequest {
  const request = readShape(body);
  const gets = guard(RULES, () => request.TransactItems.map(parseGet));
  return { gets, capacity: request.ReturnConsumedCapacity ?? 'NONE' };
}

function parseGet({ Get: get }: ReadBy<typeof transactGetItem>): ParsedGet {
  checkExpressionMembers(get, MEMBERS);
  const key = canonicalItem(get.Key, RULES.layer).item;
  const placeholders = namePlaceholders(get.ExpressionAttributeNames);
  const projection = readProjection(get, placeholders);
  placeholders.assertAllUsed();
  return { tableName: get.TableName, key, projection };
}

export const transactGetReader: RequestParser<TransactGetItemsRequest> = {
  layout: readShape.layout,
  valuesMax: MANY_VALUES,
  parse,
  checkRefused: readShape.checkValues,
};
