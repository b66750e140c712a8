import { md5 } from '@noble/hashes/legacy.js';
import { invariant, InvariantViolation } from '../kernel/invariant.ts';
import type { KeyBytes } from '../kernel/key-bytes.ts';
import { typeOf, type AttributeValue } from '../wire/attribute-value.ts';
import type { Attributes } from './attributes.ts';
import { byteStringOf, byteStringOfBase64 } from './binary.ts';
import { HashCache } from './hash-cache.ts';
import type { KeyAttribute, KeySchema } from './key-schema.ts';
import { encodeNumber } from './sortable-number.ts';
import { utf8ByteString } from './utf8-order.ts';

/**
 * Keys as bytes, held as one-byte strings (ADR 25): comparing two keys of a tree is comparing two strings.
 *
 *     key    = hash partition sort?
 *     hash   = MD5 of partition, 16 bytes
 *     partition = scalar
 *     scalar = number | 0x04 escaped 0x00 | 0x05 escaped 0x00      (S as UTF-8, B as it is)
 *     sort   = number | 0x04 bytes | 0x05 bytes
 *     number = 0x01..0x03 ...                                      (sortable-number.ts)
 *     escaped: 0x00 is written 0x01 0x01, and 0x01 is written 0x01 0x02
 *
 * 1. Byte order is value order for values of one type: strings by UTF-8, numbers by value, binary unsigned.
 * 2. No scalar's encoding is the beginning of another's, so scalars can stand one after the other and keep tuple order.
 * 3. A sort key ends the key and is neither escaped nor terminated: what begins with a string has a key that begins with
 *    that string's bytes.
 *
 * All of it expects canonical values that the caller has checked against the schema.
 */

/** Bytes of a partition key's hash. */
export const HASH_BYTES = 16;

const TEXT_TAG = '\x04';
const BINARY_TAG = '\x05';
const TERMINATOR = '\x00';

/** A memo of a pure function: the only state of this floor, and none that can be observed. */
const HASHES = new HashCache(computeHash);

/** The self-delimiting bytes of a scalar. */
export function encodeScalar(value: AttributeValue): string {
  if ('S' in value) return TEXT_TAG + escaped(utf8ByteString(value.S)) + TERMINATOR;
  if ('N' in value) return encodeNumber(value.N);
  if ('B' in value) return BINARY_TAG + escaped(byteStringOfBase64(value.B)) + TERMINATOR;
  throw new InvariantViolation(`no key encoding for type ${typeOf(value)}`);
}

/** The bytes of a sort key at the end of a key. */
export function sortKeyBytes(value: AttributeValue): string {
  if ('S' in value) return TEXT_TAG + utf8ByteString(value.S);
  if ('N' in value) return encodeNumber(value.N);
  if ('B' in value) return BINARY_TAG + byteStringOfBase64(value.B);
  throw new InvariantViolation(`no key encoding for type ${typeOf(value)}`);
}

/** What the {@link sortKeyBytes} of every string or binary value beginning with `value` begin with. */
export function encodeSortPrefix(value: AttributeValue): string {
  invariant('S' in value || 'B' in value, 'begins_with takes a string or binary value');
  return sortKeyBytes(value);
}

/** Where a partition key lies among a table's hash ranges: 16 bytes, as a one-byte string. */
export function hashOf(partitionValue: AttributeValue): string {
  return HASHES.get(encodeScalar(partitionValue));
}

/** The key of an item (or of a map that has at least its key attributes) in a table's tree. */
export function keyOf(schema: KeySchema, item: Attributes): KeyBytes {
  const prefix = collectionPrefix(schema, getKeyValue(schema.partitionKey, item));
  if (schema.sortKey === undefined) return prefix;
  return (prefix + sortKeyBytes(getKeyValue(schema.sortKey, item))) as KeyBytes;
}

/** What the keys of one item collection begin with, and no others; without a sort key the one key itself. */
export function collectionPrefix(schema: KeySchema, partitionValue: AttributeValue): KeyBytes {
  const { name, type } = schema.partitionKey;
  invariant(type in partitionValue, () => `partition key ${name} must have type ${type}`);
  return hashed(encodeScalar(partitionValue));
}

/** Encoded scalars behind the hash of them all: what the keys of one collection begin with. */
export function hashed(encoded: string): KeyBytes {
  return (HASHES.get(encoded) + encoded) as KeyBytes;
}

/** The smallest key above every key with that prefix; undefined if there is none above. */
export function successor(prefix: KeyBytes): KeyBytes | undefined {
  let end = prefix.length;
  while (end > 0 && prefix.charCodeAt(end - 1) === 0xff) end -= 1;
  if (end === 0) return undefined;
  const last = String.fromCharCode(prefix.charCodeAt(end - 1) + 1);
  return (prefix.slice(0, end - 1) + last) as KeyBytes;
}

function getKeyValue(attribute: KeyAttribute, item: Attributes): AttributeValue {
  const value = item.find(attribute.name);
  invariant(value !== undefined && attribute.type in value, () => {
    return `key attribute ${attribute.name} must be present with type ${attribute.type}`;
  });
  return value;
}

function escaped(bytes: string): string {
  for (let i = 0; i < bytes.length; i++) {
    if (bytes.charCodeAt(i) <= 0x01) return escapedFrom(bytes, i);
  }
  return bytes;
}

function escapedFrom(bytes: string, start: number): string {
  let out = bytes.slice(0, start);
  for (let i = start; i < bytes.length; i++) {
    const byte = bytes.charAt(i);
    out += byte === '\x00' ? '\x01\x01' : byte === '\x01' ? '\x01\x02' : byte;
  }
  return out;
}

function computeHash(encoded: string): string {
  const bytes = new Uint8Array(encoded.length);
  for (let i = 0; i < encoded.length; i++) bytes[i] = encoded.charCodeAt(i);
  return byteStringOf(md5(bytes));
}
