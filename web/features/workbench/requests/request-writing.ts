/** From the form to the request: pure, in the order DynamoDB's documentation lists the members. */
import { parsePlainItem, type WireValue } from '../../../values/attribute-value.ts';
import { parseObject, prettyJson, type Parsed } from '../../../values/json-text.ts';
import { Placeholders } from '../../../values/placeholders.ts';
import type { KeyAttribute, KeySchema } from '../../../values/table-summary.ts';
import {
  isRead,
  isWrite,
  type FilterRow,
  type FilterValueType,
  type RequestFields,
} from './request-fields.ts';

export interface FormContent {
  readonly fields: RequestFields;
  readonly rows: readonly FilterRow[];
  /** Keys of the table, and of what Query reads: the table or one of its indexes. */
  readonly tableKeys: KeySchema;
  readonly queryKeys: KeySchema;
}

type Body = Record<string, unknown>;

/** Raised inside this file only; the sentence reaches the form as a fault. */
class FormFault extends Error {}

function objectOf(label: string, text: string): Readonly<Record<string, unknown>> {
  if (text.trim() === '') return {};
  const parsed = parseObject(text);
  if (!parsed.ok) throw new FormFault(`${label}: ${parsed.fault}`);
  return parsed.value;
}

function typed(type: FilterValueType, text: string): WireValue {
  if (type === 'BOOL') return { BOOL: text.trim() === 'true' };
  if (type === 'NULL') return { NULL: true };
  return { [type]: text };
}

function keyValue(attribute: KeyAttribute, text: string): WireValue {
  return typed(attribute.type, text);
}

function keyCondition({ fields, queryKeys }: FormContent, placeholders: Placeholders): string {
  const { partition, sort } = queryKeys;
  const value = (attribute: KeyAttribute, text: string): string =>
    placeholders.value(attribute.name, keyValue(attribute, text));
  const first = `${placeholders.name(partition.name)} = ${value(partition, fields.partitionValue)}`;
  if (sort === undefined || fields.sortOperator === 'any') return first;
  const name = placeholders.name(sort.name);
  const low = value(sort, fields.sortValue);
  switch (fields.sortOperator) {
    case 'between':
      return `${first} AND ${name} BETWEEN ${low} AND ${value(sort, fields.sortUpper)}`;
    case 'begins_with':
      return `${first} AND begins_with(${name}, ${low})`;
    default:
      return `${first} AND ${name} ${fields.sortOperator} ${low}`;
  }
}

function filterTerm(row: FilterRow, placeholders: Placeholders): string {
  const path = placeholders.path(row.attribute);
  const value = (text: string): string => placeholders.value(row.attribute, typed(row.type, text));
  switch (row.operator) {
    case 'attribute_exists':
    case 'attribute_not_exists':
      return `${row.operator}(${path})`;
    case 'begins_with':
    case 'contains':
      return `${row.operator}(${path}, ${value(row.value)})`;
    case 'between':
      return `${path} BETWEEN ${value(row.value)} AND ${value(row.upper)}`;
    default:
      return `${path} ${row.operator} ${value(row.value)}`;
  }
}

function filterExpression({ fields, rows }: FormContent, placeholders: Placeholders): string {
  const terms = rows
    .filter((row) => row.attribute.trim() !== '')
    .map((row) => filterTerm(row, placeholders));
  const text = fields.filterText.trim();
  if (text === '') return terms.join(' AND ');
  return terms.length === 0 ? text : [...terms, `(${text})`].join(' AND ');
}

function projectionExpression(text: string, placeholders: Placeholders): string {
  return text
    .split(',')
    .map((path) => path.trim())
    .filter((path) => path !== '')
    .map((path) => placeholders.path(path))
    .join(', ');
}

function primaryKey({ fields, tableKeys: { partition, sort } }: FormContent): Body {
  const key = { [partition.name]: keyValue(partition, fields.partitionValue) };
  return sort === undefined ? key : { ...key, [sort.name]: keyValue(sort, fields.sortValue) };
}

function itemOf({ fields }: FormContent): unknown {
  const parsed =
    fields.itemFormat === 'plain' ? parsePlainItem(fields.item) : parseObject(fields.item);
  if (!parsed.ok) throw new FormFault(`Item: ${parsed.fault}`);
  return parsed.value;
}

/**
 * The names and values typed beside the expressions, as far as this operation's expressions use them: what was typed for
 * another operation stays in the form and out of the request.
 */
function typedPlaceholders(fields: RequestFields): Placeholders {
  const { operation, filterText, condition, update, projection } = fields;
  const expressions = [
    isRead(operation) ? filterText : '',
    isWrite(operation) ? condition : projection,
    operation === 'UpdateItem' ? update : '',
  ].join(' ');
  const used = new Set(expressions.match(/[#:]\w+/g) ?? []);
  const pick = (label: string, text: string): Record<string, unknown> =>
    Object.fromEntries(Object.entries(objectOf(label, text)).filter(([key]) => used.has(key)));
  return new Placeholders(
    pick('Attribute names', fields.names) as Record<string, string>,
    pick('Attribute values', fields.values),
  );
}

function setText(body: Body, member: string, text: string): void {
  if (text.trim() !== '') body[member] = text;
}

function addReadMembers(body: Body, content: FormContent, placeholders: Placeholders): void {
  const { fields } = content;
  setText(body, 'IndexName', fields.indexName);
  if (fields.operation === 'Query') {
    body['KeyConditionExpression'] = keyCondition(content, placeholders);
  }
  setText(body, 'FilterExpression', filterExpression(content, placeholders));
}

function addWriteMembers(body: Body, content: FormContent): void {
  const { fields } = content;
  if (fields.operation === 'PutItem') body['Item'] = itemOf(content);
  if (fields.operation === 'UpdateItem') setText(body, 'UpdateExpression', fields.update);
  setText(body, 'ConditionExpression', fields.condition);
}

function addOptions(body: Body, { fields }: FormContent): void {
  const { operation } = fields;
  if (operation === 'Query' && fields.descending) body['ScanIndexForward'] = false;
  const limit = fields.limit.trim();
  if (isRead(operation) && limit !== '')
    body['Limit'] = /^\d{1,15}$/.test(limit) ? Number(limit) : limit;
  if (!isWrite(operation) && fields.consistentRead) body['ConsistentRead'] = true;
  if (isWrite(operation)) {
    if (fields.returnValues !== 'NONE') body['ReturnValues'] = fields.returnValues;
    if (fields.returnOnFailure) body['ReturnValuesOnConditionCheckFailure'] = 'ALL_OLD';
  }
  if (fields.capacityDetail !== 'NONE') body['ReturnConsumedCapacity'] = fields.capacityDetail;
}

function writeBody(content: FormContent): Body {
  const { fields } = content;
  const placeholders = typedPlaceholders(fields);
  const body: Body = { TableName: fields.tableName };
  if (isRead(fields.operation)) addReadMembers(body, content, placeholders);
  else if (fields.operation !== 'PutItem') body['Key'] = primaryKey(content);
  if (isWrite(fields.operation)) addWriteMembers(body, content);
  else setText(body, 'ProjectionExpression', projectionExpression(fields.projection, placeholders));
  if (Object.keys(placeholders.names).length > 0) {
    body['ExpressionAttributeNames'] = placeholders.names;
  }
  if (Object.keys(placeholders.values).length > 0) {
    body['ExpressionAttributeValues'] = placeholders.values;
  }
  addOptions(body, content);
  return body;
}

/** The request's JSON text, or why the form does not make one yet. */
export function writeRequest(content: FormContent): Parsed<string> {
  if (content.fields.operation === 'Other') return { ok: true, value: content.fields.otherBody };
  try {
    return { ok: true, value: prettyJson(writeBody(content)) };
  } catch (error) {
    if (error instanceof FormFault) return { ok: false, fault: error.message };
    throw error;
  }
}
