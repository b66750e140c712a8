/**
 * Checks of key attributes against a table's key schema, and the key bytes they make. Source: validation.md section 5.
 *
 * Mismatches are answered as texts, because a transaction reports them as reasons of its cancellation; an empty or
 * overlong key is refused outright everywhere.
 */
import { attributesOf } from '../item/attributes.ts';
import type { Attributes } from '../item/attributes.ts';
import { keyOf } from '../item/key-codec.ts';
import type { KeyAttribute, KeySchema } from '../item/key-schema.ts';
import { sizeOfValue } from '../item/item-size.ts';
import type { KeyBytes } from '../kernel/key-bytes.ts';
import { findAttribute, typeOf } from '../wire/attribute-value.ts';
import type { AttributeValue, Item } from '../wire/attribute-value.ts';
import type { DynamoError } from '../wire/dynamo-error.ts';
import { invalidParameter, validationError } from '../wire/dynamo-error.ts';

const KEY_BYTES_MAX = { partition: 2048, sort: 1024 } as const;
const KEY_TOO_LONG = {
  partition: 'Size of hashkey has exceeded the maximum size limit of2048 bytes',
  sort: 'Aggregated size of all range keys has exceeded the size limit of 1024 bytes',
} as const;
/** A UTF-16 unit is at most three bytes of UTF-8. */
const UTF8_BYTES_PER_UNIT_MAX = 3;

export const KEY_MISMATCH = 'The provided key element does not match the schema';

/** What is wrong with a `Key` parameter: it holds exactly the key attributes, each of its type. */
export function findKeyMismatch(schema: KeySchema, key: Item): string | undefined {
  const { partitionKey, sortKey } = schema;
  const matches =
    isOfType(findAttribute(key, partitionKey.name), partitionKey) &&
    (sortKey === undefined || isOfType(findAttribute(key, sortKey.name), sortKey)) &&
    Object.keys(key).length === (sortKey === undefined ? 1 : 2);
  return matches ? undefined : KEY_MISMATCH;
}

/** What is wrong with the key attributes of a whole item. */
export function findItemKeyMismatch(schema: KeySchema, item: Attributes): string | undefined {
  return (
    findAttributeMismatch(schema.partitionKey, item) ??
    (schema.sortKey === undefined ? undefined : findAttributeMismatch(schema.sortKey, item))
  );
}

function findAttributeMismatch({ name, type }: KeyAttribute, item: Attributes): string | undefined {
  const value = item.find(name);
  const prefix = 'One or more parameter values were invalid: ';
  if (value === undefined) return `${prefix}Missing the key ${name} in the item`;
  if (type in value) return undefined;
  return `${prefix}Type mismatch for key ${name} expected: ${type} actual: ${typeOf(value)}`;
}

function isOfType(value: AttributeValue | undefined, { type }: KeyAttribute): boolean {
  return value !== undefined && type in value;
}

/** Key bytes of key attributes that match the schema; throws where one is empty or too long. */
export function getKeyBytes(schema: KeySchema, key: Item): KeyBytes {
  const attributes = attributesOf(key);
  const error = findKeyValueError(schema, attributes);
  if (error !== undefined) throw error;
  return keyOf(schema, attributes);
}

/** The refusal of key attributes one of which is empty or too long. */
export function findKeyValueError(
  { partitionKey, sortKey }: KeySchema,
  item: Attributes,
): DynamoError | undefined {
  return (
    findValueError(partitionKey, item.find(partitionKey.name), 'partition') ??
    (sortKey && findValueError(sortKey, item.find(sortKey.name), 'sort'))
  );
}

/** Throws where a key attribute's value is empty or too long. */
export function checkKeyValue(
  key: KeyAttribute,
  value: AttributeValue | undefined,
  role: 'partition' | 'sort',
): void {
  const error = findValueError(key, value, role);
  if (error !== undefined) throw error;
}

function findValueError(
  { name }: KeyAttribute,
  value: AttributeValue | undefined,
  role: 'partition' | 'sort',
): DynamoError | undefined {
  if (value === undefined) return undefined;
  const isString = 'S' in value;
  const text = isString ? value.S : 'B' in value ? value.B : undefined;
  if (text === undefined) return undefined;
  if (text === '') {
    return validationError(
      'One or more parameter values are not valid. The AttributeValue for a key attribute ' +
        `cannot contain an empty ${isString ? 'string' : 'binary'} value. Key: ${name}`,
    );
  }
  const maxBytes = KEY_BYTES_MAX[role];
  if (text.length * UTF8_BYTES_PER_UNIT_MAX <= maxBytes) return undefined;
  return sizeOfValue(value) <= maxBytes ? undefined : invalidParameter(KEY_TOO_LONG[role]);
}

/** Key bytes of a `Key` parameter; throws what is wrong with it. */
export function getKeyOfParameter(schema: KeySchema, key: Item): KeyBytes {
  const mismatch = findKeyMismatch(schema, key);
  if (mismatch !== undefined) throw validationError(mismatch);
  return getKeyBytes(schema, key);
}
