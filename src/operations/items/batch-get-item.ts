import { consumedCapacityByTable } from '../../capacity/consumed-capacity.ts';
import type { NamedAccess, ReturnConsumedCapacity } from '../../capacity/consumed-capacity.ts';
import type { ReadConsistency } from '../../capacity/units.ts';
import type { Projection } from '../../expression/projection/projection.ts';
import { canonicalItem } from '../../item/canonical.ts';
import { ValueFault } from '../../item/value-fault.ts';
import { readItems } from '../../partition/table-access.ts';
import type { ItemRead } from '../../partition/table-access.ts';
import { getTable } from '../../placement/table-catalog.ts';
import type { Item } from '../../wire/attribute-value.ts';
import { validationError } from '../../wire/dynamo-error.ts';
import { list } from '../../wire/shapes/collections.ts';
import type { ReadBy } from '../../wire/shapes/shape.ts';
import { jsonEcho } from '../../wire/shapes/json-echo.ts';
import { requestShape, required, structure } from '../../wire/shapes/structure.ts';
import { arrayText, jsonText, objectText } from '../request/answer-text.ts';
import { byTable } from './batch-members.ts';
import { DistinctItems } from '../request/distinct-items.ts';
import { returnConsumedCapacity } from '../request/common-members.ts';
import type { RouterContext } from '../context.ts';
import { checkExpressionMembers, namePlaceholders } from '../request/expression-parameters.ts';
import { getKeyOfParameter } from '../../partition/key-check.ts';
import { findProjectionKeyFault } from '../../partition/key-attribute-use.ts';
import { MANY_VALUES } from '../operation.ts';
import type { Operation, RequestBody } from '../operation.ts';
import {
  consistencyOf,
  consistentRead,
  projectedText,
  projectionMembers,
  readProjection,
} from '../request/read-parameters.ts';
import { guard, valueRules } from '../request/value-wording.ts';
import { attributeMap } from '../request/value-shapes.ts';
import { keyTouch } from '../request/touched-tables.ts';

const RULES = valueRules('BatchGetItem');
/** Keys of one call, over all tables. */
const KEYS_MAX = 100;
/** Bytes of items of one answer. */
const ANSWER_BYTES_MAX = 16 * 1_048_576;

const keysAndAttributes = structure('KeysAndAttributes', {
  Keys: required(list(attributeMap, { min: 1, max: KEYS_MAX, form: 'named' })),
  ConsistentRead: consistentRead,
  ...projectionMembers,
});
const readShape = requestShape({
  // Faults are reported in this order. Source: validation.md section 2.
  RequestItems: required(
    byTable(keysAndAttributes, { min: 1, max: KEYS_MAX, form: 'named', echo: jsonEcho }),
  ),
  ReturnConsumedCapacity: returnConsumedCapacity,
});
const MEMBERS = {
  expressions: ['ProjectionExpression'],
  legacy: ['AttributesToGet'],
  values: 'none',
} as const;

type KeysAndAttributes = ReadBy<typeof keysAndAttributes>;

/** What is asked of one table. */
interface TableRead {
  readonly tableName: string;
  /** As it came: what is left over goes back in the same shape. */
  readonly asked: KeysAndAttributes;
  readonly keys: readonly Item[];
  readonly projection: Projection | undefined;
  readonly consistency: ReadConsistency;
}

interface BatchGetItemRequest {
  readonly reads: readonly TableRead[];
  readonly capacity: ReturnConsumedCapacity;
}

function parse(body: RequestBody): BatchGetItemRequest {
  const request = readShape(body);
  return guard(RULES, () => {
    const tables = Object.entries(request.RequestItems);
    checkMixOverTables(tables.map(([, asked]) => asked));
    const reads = tables.map(([tableName, asked]) => parseTable(tableName, asked));
    const keyCount = reads.reduce((sum, read) => sum + read.keys.length, 0);
    if (keyCount > KEYS_MAX) {
      throw new ValueFault('Too many items requested for the BatchGetItem call');
    }
    return { reads, capacity: request.ReturnConsumedCapacity ?? 'NONE' };
  });
}

/** The parameters that one call may not mix may not be mixed between its tables either. */
function checkMixOverTables(tables: readonly KeysAndAttributes[]): void {
  const has = (member: 'ProjectionExpression' | 'AttributesToGet'): true | undefined =>
    tables.some((asked) => asked[member] !== undefined) ? true : undefined;
  const used = {
    ProjectionExpression: has('ProjectionExpression'),
    AttributesToGet: has('AttributesToGet'),
  };
  checkExpressionMembers(used, MEMBERS);
}

function parseTable(tableName: string, asked: KeysAndAttributes): TableRead {
  checkExpressionMembers(asked, MEMBERS);
  const keys = asked.Keys.map((key) => canonicalItem(key, RULES.layer).item);
  const placeholders = namePlaceholders(asked.ExpressionAttributeNames);
  const projection = readProjection(asked, placeholders);
  placeholders.assertAllUsed();
  const consistency = consistencyOf(asked.ConsistentRead);
  return { tableName, asked, keys, projection, consistency };
}

/** The reads of all keys, table by table. Throws what is wrong with any. */
function placeReads({ reads }: BatchGetItemRequest, context: RouterContext): readonly ItemRead[] {
  const found = reads.map((read) => ({ ...read, table: getTable(context, read.tableName) }));
  const distinct = new DistinctItems('Provided list of item keys contains duplicates');
  for (const { table, keys } of found) for (const key of keys) distinct.add(table, key);
  const placed: ItemRead[] = [];
  for (const { table, keys, projection, consistency } of found) {
    for (const key of keys) {
      placed.push({ table, key: getKeyOfParameter(table.keySchema, key), consistency });
    }
    const fault = findProjectionKeyFault(table, projection);
    if (fault !== undefined) throw validationError(fault);
  }
  return placed;
}

function run(request: BatchGetItemRequest, context: RouterContext): string {
  const found = readItems(context, placeReads(request, context), ANSWER_BYTES_MAX);
  const responses: Record<string, string> = Object.create(null) as Record<string, string>;
  const left: Record<string, string> = Object.create(null) as Record<string, string>;
  const accesses: NamedAccess[] = [];
  let at = 0;
  for (const { tableName, asked, projection } of request.reads) {
    const ofTable = found.slice(at, at + asked.Keys.length);
    at += asked.Keys.length;
    const texts: string[] = [];
    for (const access of ofTable) {
      accesses.push({ tableName, access });
      if (access.item !== undefined) texts.push(projectedText(access.item, projection));
    }
    responses[tableName] = arrayText(texts);
    const keysLeft = asked.Keys.slice(ofTable.length);
    if (keysLeft.length > 0) left[tableName] = JSON.stringify({ ...asked, Keys: keysLeft });
  }
  return objectText({
    Responses: objectText(responses),
    UnprocessedKeys: objectText(left),
    ConsumedCapacity: jsonText(consumedCapacityByTable(request.capacity, accesses)),
  });
}

export const batchGetItem: Operation<BatchGetItemRequest> = {
  name: 'BatchGetItem',
  layout: readShape.layout,
  valuesMax: MANY_VALUES,
  parse,
  checkRefused: readShape.checkValues,
  touches: ({ reads }, scope) =>
    reads.map(({ tableName, keys, projection }) => keyTouch(scope, tableName, keys, projection)),
  run,
};
