import Big from 'big.js';
import { invariant } from '../kernel/invariant.ts';
import { normalNumberSize } from './normal-number.ts';
import { checkDigits, checkRange, readLiteral, writeDecimal, type ValueLayer } from './decimal.ts';

/**
 * DynamoDB numbers as text in normal form, where equal numbers are equal texts. Everything but {@link parseNumber}
 * expects normal form.
 */

const MINUS = 0x2d;

/** Up to this many characters an integer survives a trip through a double, and so does a sum of two. */
const EXACT_CHARACTERS = 15;

/** The normal form of a literal. Throws a `ValueFault` worded as `layer` words it. */
export function parseNumber(text: string, layer: ValueLayer): string {
  if (normalNumberSize(text) > 0) return text;
  const decimal = readLiteral(text, layer);
  return decimal === undefined ? '0' : writeDecimal(decimal);
}

/** Bytes a number costs in an item. Source: semantics.md section 1, the table of 23 literals. */
export function numberSize(normal: string): number {
  const size = normalNumberSize(normal);
  invariant(size > 0, () => `not a number in normal form: ${normal}`);
  return size;
}

/** Orders two numbers by value: negative, zero or positive. */
export function compareNumbers(a: string, b: string): number {
  if (a === b) return 0;
  const negative = a.charCodeAt(0) === MINUS;
  if (negative !== (b.charCodeAt(0) === MINUS)) return negative ? -1 : 1;
  // The signs are equal, so the same number of characters stands before the digits of both.
  const wholeDigits = wholeLength(a) - wholeLength(b);
  const magnitude = wholeDigits !== 0 ? wholeDigits : a < b ? -1 : 1;
  return negative ? -magnitude : magnitude;
}

function wholeLength(normal: string): number {
  const point = normal.indexOf('.');
  return point < 0 ? normal.length : point;
}

/** `a + b`, exactly. Throws a `ValueFault` when the sum leaves the range or needs more than 38 digits. */
export function addNumbers(a: string, b: string): string {
  if (a.length <= EXACT_CHARACTERS && b.length <= EXACT_CHARACTERS) {
    const left = Number(a);
    const right = Number(b);
    if (Number.isInteger(left) && Number.isInteger(right)) return String(left + right);
  }
  return normalOfBig(Big(a).plus(b));
}

/** `a - b`, with the limits of {@link addNumbers}. */
export function subtractNumbers(a: string, b: string): string {
  if (b === '0') return a;
  return addNumbers(a, b.charCodeAt(0) === MINUS ? b.slice(1) : `-${b}`);
}

function normalOfBig(result: Big): string {
  if (result.eq(0)) return '0';
  checkRange(result.e);
  checkDigits(result.c.length);
  return result.toFixed();
}
