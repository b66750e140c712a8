import { unreachable } from '../kernel/invariant.ts';
import type { AttributeMap, AttributeValue, Item } from '../wire/attribute-value.ts';
import { byteLengthOfBase64 } from './binary.ts';
import { numberSize } from './number.ts';
import { wellFormedUtf8Length } from './utf8-order.ts';

/** What a list or a map costs before its members, in bytes. Source: semantics.md section 1. */
export const DOCUMENT_OVERHEAD_BYTES = 3;
/** What every member of a list or a map costs beside its name and value, in bytes. */
export const MEMBER_OVERHEAD_BYTES = 1;
/** What a BOOL or a NULL costs, in bytes. */
export const FLAG_BYTES = 1;

/** Length of a well-formed string in UTF-8 bytes. */
export function utf8Length(text: string): number {
  const length = wellFormedUtf8Length(text);
  return length >= 0 ? length : utf8Length(text.replace(LONE_SURROGATE, '\ufffd'));
}

/** What an encoder would write as U+FFFD. */
const LONE_SURROGATE = /\p{Surrogate}/gu;

/** What a canonical item weighs against the 400 KB limit and in capacity, in bytes. Source: semantics.md section 1. */
export function sizeOfItem(item: Item): number {
  let bytes = 0;
  for (const [name, value] of Object.entries(item)) bytes += utf8Length(name) + sizeOfValue(value);
  return bytes;
}

/** What a canonical value weighs without its name, in bytes. */
export function sizeOfValue(value: AttributeValue): number {
  if ('S' in value) return utf8Length(value.S);
  if ('N' in value) return numberSize(value.N);
  if ('B' in value) return byteLengthOfBase64(value.B);
  if ('BOOL' in value || 'NULL' in value) return FLAG_BYTES;
  if ('M' in value) return sizeOfMap(value.M);
  if ('L' in value) return sizeOfList(value.L);
  if ('SS' in value) return sum(value.SS, utf8Length);
  if ('NS' in value) return sum(value.NS, numberSize);
  if ('BS' in value) return sum(value.BS, byteLengthOfBase64);
  return unreachable(value);
}

function sizeOfMap(map: AttributeMap): number {
  let bytes = DOCUMENT_OVERHEAD_BYTES;
  for (const [name, value] of Object.entries(map)) {
    bytes += MEMBER_OVERHEAD_BYTES + utf8Length(name) + sizeOfValue(value);
  }
  return bytes;
}

function sizeOfList(list: readonly AttributeValue[]): number {
  let bytes = DOCUMENT_OVERHEAD_BYTES;
  for (const element of list) bytes += MEMBER_OVERHEAD_BYTES + sizeOfValue(element);
  return bytes;
}

function sum(members: readonly string[], sizeOf: (member: string) => number): number {
  let bytes = 0;
  for (const member of members) bytes += sizeOf(member);
  return bytes;
}
