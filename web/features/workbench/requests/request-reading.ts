/**
 * From a request typed by hand back to the form. Reads what the form can show; a request with anything else answers
 * undefined, and the form then says that it does not show the request.
 */
import { typedValue } from '../../../values/attribute-value.ts';
import { isObject, parseObject, prettyJson, type JsonObject } from '../../../values/json-text.ts';
import { ownMember } from '../../../values/own-member.ts';
import type { KeySchema } from '../../../values/table-summary.ts';
import {
  CAPACITY_DETAIL,
  isRead,
  isWrite,
  RETURN_VALUES,
  type Operation,
  type RequestFields,
  type SortOperator,
} from './request-fields.ts';

type Writable<T> = { -readonly [K in keyof T]?: T[K] };
type Changes = Writable<RequestFields>;

const KEY_CONDITION =
  /^\s*(\S+)\s*=\s*(:\w+)(?:\s+and\s+(?:begins_with\s*\(\s*(\S+)\s*,\s*(:\w+)\s*\)|(\S+)\s+between\s+(:\w+)\s+and\s+(:\w+)|(\S+)\s*(<=|>=|<|>|=)\s*(:\w+)))?\s*$/i;

const MEMBERS: Readonly<Record<Exclude<Operation, 'Other'>, readonly string[]>> = {
  Query: [
    'IndexName',
    'KeyConditionExpression',
    'FilterExpression',
    'ProjectionExpression',
    'ScanIndexForward',
    'Limit',
    'ConsistentRead',
  ],
  Scan: ['IndexName', 'FilterExpression', 'ProjectionExpression', 'Limit', 'ConsistentRead'],
  GetItem: ['Key', 'ProjectionExpression', 'ConsistentRead'],
  PutItem: ['Item', 'ConditionExpression', 'ReturnValues', 'ReturnValuesOnConditionCheckFailure'],
  UpdateItem: [
    'Key',
    'UpdateExpression',
    'ConditionExpression',
    'ReturnValues',
    'ReturnValuesOnConditionCheckFailure',
  ],
  DeleteItem: ['Key', 'ConditionExpression', 'ReturnValues', 'ReturnValuesOnConditionCheckFailure'],
};
const COMMON = [
  'TableName',
  'ReturnConsumedCapacity',
  'ExpressionAttributeNames',
  'ExpressionAttributeValues',
];

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function scalar(value: unknown): string | undefined {
  if (!isObject(value)) return undefined;
  const { type, content } = typedValue(value);
  return type === 'S' || type === 'N' || type === 'B' ? text(content) : undefined;
}

/** The names and values of a request, and which of them the form writes by itself. */
class Bindings {
  readonly #names: JsonObject;
  readonly #values: JsonObject;
  readonly #own = new Set<string>();

  constructor(body: JsonObject) {
    const names = body['ExpressionAttributeNames'];
    const values = body['ExpressionAttributeValues'];
    this.#names = isObject(names) ? names : {};
    this.#values = isObject(values) ? values : {};
  }

  name(token: string): string {
    if (!token.startsWith('#')) return token;
    this.#own.add(token);
    return text(ownMember(this.#names, token));
  }

  scalar(token: string): string | undefined {
    this.#own.add(token);
    return scalar(ownMember(this.#values, token));
  }

  /** What is left for the expressions typed as text, as JSON text. */
  rest(expressions: string): Pick<RequestFields, 'names' | 'values'> {
    const used = new Set(expressions.match(/[#:]\w+/g) ?? []);
    const keep = (all: JsonObject): string => {
      const kept = Object.entries(all).filter(([key]) => used.has(key) || !this.#own.has(key));
      return kept.length === 0 ? '' : prettyJson(Object.fromEntries(kept));
    };
    return { names: keep(this.#names), values: keep(this.#values) };
  }
}

function readKeyCondition(
  expression: string,
  keys: KeySchema,
  bindings: Bindings,
): Changes | undefined {
  const match = KEY_CONDITION.exec(expression);
  if (match === null) return undefined;
  const [
    ,
    partition,
    partitionValue,
    prefixed,
    prefix,
    ranged,
    low,
    high,
    compared,
    operator,
    value,
  ] = match;
  if (bindings.name(partition ?? '') !== keys.partition.name) return undefined;
  const changes: Changes = {
    partitionValue: bindings.scalar(partitionValue ?? '') ?? '',
    sortOperator: 'any',
  };
  const sort = prefixed ?? ranged ?? compared;
  if (sort === undefined) return changes;
  if (bindings.name(sort) !== keys.sort?.name) return undefined;
  changes.sortOperator =
    prefixed !== undefined
      ? 'begins_with'
      : ranged !== undefined
        ? 'between'
        : (operator as SortOperator);
  changes.sortValue = bindings.scalar(prefix ?? low ?? value ?? '') ?? '';
  if (high !== undefined) changes.sortUpper = bindings.scalar(high) ?? '';
  return changes;
}

function readKey(key: unknown, keys: KeySchema): Changes | undefined {
  if (!isObject(key)) return undefined;
  const changes: Changes = { partitionValue: scalar(ownMember(key, keys.partition.name)) ?? '' };
  if (keys.sort !== undefined) changes.sortValue = scalar(ownMember(key, keys.sort.name)) ?? '';
  return changes;
}

function readProjection(expression: string, bindings: Bindings): string {
  return expression.replace(/#\w+/g, (token) => bindings.name(token));
}

function readOptions(body: JsonObject, operation: Operation): Changes {
  const capacity = CAPACITY_DETAIL.find((detail) => detail === body['ReturnConsumedCapacity']);
  const changes: Changes = { tableName: text(body['TableName']) };
  // Saying nothing is no wish: the form goes on asking, for its own requests, as it asked before.
  if (capacity !== undefined) changes.capacityDetail = capacity;
  if (isWrite(operation)) {
    changes.returnValues = RETURN_VALUES.find((name) => name === body['ReturnValues']) ?? 'NONE';
    changes.returnOnFailure = body['ReturnValuesOnConditionCheckFailure'] === 'ALL_OLD';
    changes.condition = text(body['ConditionExpression']);
  } else {
    changes.consistentRead = body['ConsistentRead'] === true;
  }
  if (isRead(operation)) {
    changes.indexName = text(body['IndexName']);
    changes.filterText = text(body['FilterExpression']);
    changes.limit = typeof body['Limit'] === 'number' ? String(body['Limit']) : text(body['Limit']);
    changes.descending = body['ScanIndexForward'] === false;
  }
  if (operation === 'UpdateItem') changes.update = text(body['UpdateExpression']);
  if (operation === 'PutItem') {
    changes.item = prettyJson(body['Item'] ?? {});
    changes.itemFormat = 'dynamodb';
  }
  return changes;
}

/** The changes that make the form show this request. Filters come back as expression text. */
export function readRequest(
  operation: Operation,
  requestText: string,
  tableKeys: KeySchema,
  keysOf: (indexName: string) => KeySchema,
): Changes | undefined {
  if (operation === 'Other') return { otherBody: requestText };
  const parsed = parseObject(requestText);
  if (!parsed.ok) return undefined;
  const body = parsed.value;
  const known = [...COMMON, ...MEMBERS[operation]];
  if (Object.keys(body).some((member) => !known.includes(member))) return undefined;
  const bindings = new Bindings(body);
  let keys: Changes | undefined = {};
  if (operation === 'Query') {
    const queryKeys = keysOf(text(body['IndexName']));
    keys = readKeyCondition(text(body['KeyConditionExpression']), queryKeys, bindings);
  } else if (MEMBERS[operation].includes('Key')) {
    keys = readKey(body['Key'], tableKeys);
  }
  if (keys === undefined) return undefined;
  const options = readOptions(body, operation);
  const projection = readProjection(text(body['ProjectionExpression']), bindings);
  const { filterText = '', condition = '', update = '' } = options;
  return { ...options, ...keys, projection, ...bindings.rest(filterText + condition + update) };
}
