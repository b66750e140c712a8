import { InvariantViolation } from '../kernel/invariant.ts';
import {
  findAttribute,
  typeOf,
  type AttributeMap,
  type AttributeValue,
} from '../wire/attribute-value.ts';
import { compareBase64 } from './binary.ts';
import { compareNumbers } from './number.ts';
import { compareUtf8 } from './utf8-order.ts';

/**
 * Orders two canonical scalars of one type (S, N or B) as DynamoDB does: negative, zero or positive. Strings by UTF-8
 * bytes, numbers by value, binary by unsigned bytes. Source: semantics.md section 2.
 */
export function compareScalars(a: AttributeValue, b: AttributeValue): number {
  if ('S' in a && 'S' in b) return compareUtf8(a.S, b.S);
  if ('N' in a && 'N' in b) return compareNumbers(a.N, b.N);
  if ('B' in a && 'B' in b) return compareBase64(a.B, b.B);
  throw new InvariantViolation(`no order between ${typeOf(a)} and ${typeOf(b)}`);
}

/**
 * Whether two canonical values are equal as DynamoDB sees it: lists in order, sets and maps whatever the order, values of
 * different types never.
 */
export function valuesEqual(a: AttributeValue, b: AttributeValue): boolean {
  if (a === b) return true;
  if ('S' in a) return 'S' in b && a.S === b.S;
  if ('N' in a) return 'N' in b && a.N === b.N;
  if ('B' in a) return 'B' in b && a.B === b.B;
  if ('BOOL' in a) return 'BOOL' in b && a.BOOL === b.BOOL;
  if ('NULL' in a) return 'NULL' in b;
  if ('SS' in a) return 'SS' in b && sameMembers(a.SS, b.SS);
  if ('NS' in a) return 'NS' in b && sameMembers(a.NS, b.NS);
  if ('BS' in a) return 'BS' in b && sameMembers(a.BS, b.BS);
  if ('L' in a) return 'L' in b && listsEqual(a.L, b.L);
  return 'M' in b && mapsEqual(a.M, b.M);
}

/** Canonical sets stand in one order, so equal sets are equal lists. */
function sameMembers(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((member, i) => member === b[i]);
}

function listsEqual(a: readonly AttributeValue[], b: readonly AttributeValue[]): boolean {
  if (a.length !== b.length) return false;
  return a.every((element, i) => {
    const other = b[i];
    return other !== undefined && valuesEqual(element, other);
  });
}

function mapsEqual(a: AttributeMap, b: AttributeMap): boolean {
  const entries = Object.entries(a);
  if (entries.length !== Object.keys(b).length) return false;
  return entries.every(([name, value]) => {
    const other = findAttribute(b, name);
    return other !== undefined && valuesEqual(value, other);
  });
}
