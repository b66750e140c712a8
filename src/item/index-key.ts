import { invariant } from '../kernel/invariant.ts';
import type { KeyBytes } from '../kernel/key-bytes.ts';
import type { AttributeValue } from '../wire/attribute-value.ts';
import type { Attributes } from './attributes.ts';
import { encodeScalar, hashed, HASH_BYTES } from './key-codec.ts';
import type { IndexKeySchema, KeyAttribute } from './key-schema.ts';
import { sizeOfValue } from './item-size.ts';

/**
 * Keys of index entries as bytes:
 *
 *     entry  = hash scalar{hash attributes} scalar{range attributes} item
 *     hash   = MD5 of the hash attributes' scalars
 *     item   = the key of the item in its table, without its hash
 *
 * Entries of equal index keys are told apart, and ordered, by the item they stand for.
 */

const TERMINATOR_BYTES = 1;
/** Source: semantics.md section 2. */
export const HASH_VALUE_BYTES_MAX = 2048;
export const RANGE_VALUE_BYTES_MAX = 1024;
/** A UTF-16 unit is at most three bytes of UTF-8. */
const UTF8_BYTES_PER_UNIT_MAX = 3;

/** What the entries of one item collection of an index begin with. */
export function indexCollectionPrefix(hashValues: readonly AttributeValue[]): KeyBytes {
  return hashed(hashValues.map(encodeScalar).join(''));
}

/**
 * The entry of an item with the table key `itemKey`; undefined where it lacks an index key attribute, or has one that no
 * write may give it since the index is there: of another type, empty or too long.
 */
export function entryKeyOf(
  schema: IndexKeySchema,
  item: Attributes,
  itemKey: KeyBytes,
): KeyBytes | undefined {
  const hash = scalarsOf(schema.hash, item, HASH_VALUE_BYTES_MAX);
  const range = scalarsOf(schema.range, item, RANGE_VALUE_BYTES_MAX);
  if (hash === undefined || range === undefined) return undefined;
  return (hashed(hash) + range + itemKey.slice(HASH_BYTES)) as KeyBytes;
}

function scalarsOf(
  attributes: readonly KeyAttribute[],
  item: Attributes,
  bytesMax: number,
): string | undefined {
  let encoded = '';
  for (const { name, type } of attributes) {
    const value = item.find(name);
    if (value === undefined || !(type in value) || !isKeyValue(value, bytesMax)) return undefined;
    encoded += encodeScalar(value);
  }
  return encoded;
}

function isKeyValue(value: AttributeValue, bytesMax: number): boolean {
  const text = 'S' in value ? value.S : 'B' in value ? value.B : undefined;
  if (text === undefined) return true;
  if (text === '') return false;
  return text.length * UTF8_BYTES_PER_UNIT_MAX <= bytesMax || sizeOfValue(value) <= bytesMax;
}

/** What the scalar of every string or binary value beginning with `value` begins with, inside an entry's key. */
export function scalarPrefix(value: AttributeValue): string {
  invariant('S' in value || 'B' in value, 'begins_with takes a string or binary value');
  return encodeScalar(value).slice(0, -TERMINATOR_BYTES);
}
