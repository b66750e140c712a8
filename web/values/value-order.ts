/**
 * The order of values in a column. Within a type it is DynamoDB's: numbers by value, text by its UTF-8 bytes, binary by
 * unsigned bytes. DynamoDB has no order between types, nor one of sets, lists and maps: types stand together, and those
 * keep the order they came in.
 */
import { typedValue, type AttributeType, type WireValue } from './attribute-value.ts';

const TYPES: readonly AttributeType[] = ['N', 'S', 'B', 'BOOL', 'NULL', 'SS', 'NS', 'BS', 'L', 'M'];

/** Negative, zero or positive. */
export function compareValues(one: WireValue, other: WireValue): number {
  const [{ type, content }, against] = [typedValue(one), typedValue(other)];
  if (type !== against.type) return TYPES.indexOf(type) - TYPES.indexOf(against.type);
  switch (type) {
    case 'N':
      return compareNumbers(String(content), String(against.content));
    case 'S':
      return compareText(String(content), String(against.content));
    case 'B':
      return compareBase64(String(content), String(against.content));
    case 'BOOL':
      return Number(content) - Number(against.content);
    default:
      return 0;
  }
}

interface Decimal {
  readonly sign: -1 | 0 | 1;
  /** Where the point stands before the digits: 0.5 is 0, 5 is 1. */
  readonly magnitude: number;
  /** Without zeros at either end. */
  readonly digits: string;
}

const NUMBER = /^\s*([+-]?)(\d*)\.?(\d*)(?:e([+-]?\d+))?\s*$/i;

function readDecimal(text: string): Decimal | undefined {
  const [, sign, whole, fraction, exponent] = NUMBER.exec(text) ?? [];
  if (whole === undefined || fraction === undefined || whole + fraction === '') return undefined;
  const all = whole + fraction;
  const significant = all.replace(/^0+/, '');
  const digits = significant.replace(/0+$/, '');
  if (digits === '') return { sign: 0, magnitude: 0, digits: '' };
  const magnitude = whole.length + Number(exponent ?? 0) - (all.length - significant.length);
  return { sign: sign === '-' ? -1 : 1, magnitude, digits };
}

/** Compares numbers by value, all 38 digits of them. */
export function compareNumbers(one: string, other: string): number {
  const [a, b] = [readDecimal(one), readDecimal(other)];
  if (a === undefined || b === undefined) return compareText(one, other);
  if (a.sign !== b.sign) return a.sign - b.sign;
  const size = a.magnitude - b.magnitude || ordinal(a.digits, b.digits);
  return a.sign * size || 0;
}

function ordinal(one: string, other: string): number {
  if (one === other) return 0;
  return one < other ? -1 : 1;
}

/** By code points, which is the order of UTF-8 bytes; UTF-16 units order otherwise above U+FFFF. */
export function compareText(one: string, other: string): number {
  const length = Math.min(one.length, other.length);
  for (let at = 0; at < length; at += 1) {
    const [a, b] = [one.charCodeAt(at), other.charCodeAt(at)];
    if (a !== b) return codePointRank(a) - codePointRank(b);
  }
  return one.length - other.length;
}

/** Surrogates stand for what comes after all other units. */
function codePointRank(unit: number): number {
  if (unit < 0xd800) return unit;
  return unit < 0xe000 ? unit + 0x2000 : unit - 0x800;
}

const BASE64 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

function compareBase64(one: string, other: string): number {
  const [a, b] = [one.replace(/=+$/, ''), other.replace(/=+$/, '')];
  const length = Math.min(a.length, b.length);
  for (let at = 0; at < length; at += 1) {
    const difference = BASE64.indexOf(a.charAt(at)) - BASE64.indexOf(b.charAt(at));
    if (difference !== 0) return difference;
  }
  return a.length - b.length;
}
