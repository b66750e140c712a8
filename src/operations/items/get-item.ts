import type { ReturnConsumedCapacity } from '../../capacity/consumed-capacity.ts';
import { consumedCapacity } from '../../capacity/consumed-capacity.ts';
import type { ReadConsistency } from '../../capacity/units.ts';
import type { Projection } from '../../expression/projection/projection.ts';
import { canonicalItem } from '../../item/canonical.ts';
import { readItem } from '../../partition/table-access.ts';
import { getTable } from '../../placement/table-catalog.ts';
import type { Item } from '../../wire/attribute-value.ts';
import { validationError } from '../../wire/dynamo-error.ts';
import { requestShape, required } from '../../wire/shapes/structure.ts';
import { itemBody, objectBody } from '../request/answer-parts.ts';
import { jsonText } from '../request/answer-parts.ts';
import { returnConsumedCapacity, tableNameOrArn } from '../request/common-members.ts';
import type { RouterContext } from '../context.ts';
import { checkExpressionMembers, namePlaceholders } from '../request/expression-parameters.ts';
import { getKeyOfParameter } from '../../partition/key-check.ts';
import { findProjectionKeyFault } from '../../partition/key-attribute-use.ts';
import type { AnswerBody, Operation, RequestBody } from '../operation.ts';
import {
  consistencyOf,
  consistentRead,
  projectionMembers,
  readProjection,
  shownImage,
} from '../request/read-parameters.ts';
import { keyTouch } from '../request/touched-tables.ts';
import { guard, valueRules } from '../request/value-wording.ts';
import { attributeMap } from '../request/value-shapes.ts';

const RULES = valueRules('GetItem');
const readShape = requestShape({
  ReturnConsumedCapacity: returnConsumedCapacity,
  TableName: required(tableNameOrArn),
  Key: required(attributeMap),
  ConsistentRead: consistentRead,
  ...projectionMembers,
});
const MEMBERS = {
  expressions: ['ProjectionExpression'],
  legacy: ['AttributesToGet'],
  values: 'none',
} as const;

interface GetItemRequest {
  readonly tableName: string;
  readonly key: Item;
  readonly projection: Projection | undefined;
  readonly consistency: ReadConsistency;
  readonly capacity: ReturnConsumedCapacity;
}

function parse(body: RequestBody): GetItemRequest {
  const request = readShape(body);
  return guard(RULES, () => {
    checkExpressionMembers(request, MEMBERS);
    const key = canonicalItem(request.Key, RULES.layer).item;
    const placeholders = namePlaceholders(request.ExpressionAttributeNames);
    const projection = readProjection(request, placeholders);
    placeholders.assertAllUsed();
    return {
      tableName: request.TableName,
      key,
      projection,
      consistency: consistencyOf(request.ConsistentRead),
      capacity: request.ReturnConsumedCapacity ?? 'NONE',
    };
  });
}

function run(request: GetItemRequest, context: RouterContext): AnswerBody {
  const { tableName, projection, capacity } = request;
  const table = getTable(context, tableName);
  const key = getKeyOfParameter(table.keySchema, request.key);
  const fault = findProjectionKeyFault(table, projection);
  if (fault !== undefined) throw validationError(fault);
  const found = readItem(context, { table, key }, request.consistency);
  return objectBody({
    Item: found.item && itemBody(shownImage(found.item, projection), table.tree),
    ConsumedCapacity: jsonText(consumedCapacity(capacity, tableName, found)),
  });
}

export const getItem: Operation<GetItemRequest> = {
  name: 'GetItem',
  layout: readShape.layout,
  parse,
  checkRefused: readShape.checkValues,
  touches: ({ tableName, key, projection }, scope) => [
    keyTouch(scope, tableName, [key], projection),
  ],
  run,
};
