import type { ReturnConsumedCapacity } from '../../capacity/consumed-capacity.ts';
import type { ReadConsistency } from '../../capacity/units.ts';
import type { Projection } from '../../expression/projection/projection.ts';
import { canonicalItem } from '../../item/canonical.ts';
import { ValueFault } from '../../item/value-fault.ts';
import type { Item } from '../../wire/attribute-value.ts';
import { list } from '../../wire/shapes/collections.ts';
import { jsonEcho } from '../../wire/shapes/json-echo.ts';
import type { ReadBy } from '../../wire/shapes/shape.ts';
import { requestShape, required, structure } from '../../wire/shapes/structure.ts';
import { MANY_VALUES } from '../operation.ts';
import type { RequestBody, RequestParser } from '../operation.ts';
import { returnConsumedCapacity } from '../request/common-members.ts';
import { checkExpressionMembers, namePlaceholders } from '../request/expression-parameters.ts';
import {
  consistencyOf,
  consistentRead,
  projectionMembers,
  readProjection,
} from '../request/read-parameters.ts';
import { attributeMap } from '../request/value-shapes.ts';
import { guard, valueRules } from '../request/value-wording.ts';
import { byTable } from './batch-members.ts';

const RULES = valueRules('BatchGetItem');
/** Keys of one call, over all tables. */
const KEYS_MAX = 100;

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

export interface BatchGetItemRequest {
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

export const batchGetReader: RequestParser<BatchGetItemRequest> = {
  layout: readShape.layout,
  valuesMax: MANY_VALUES,
  parse,
  checkRefused: readShape.checkValues,
};
