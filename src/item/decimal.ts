import { ValueFault } from './value-fault.ts';

/**
 * DynamoDB numbers taken apart: from a literal to digits and exponent, and from those to normal form, which is the
 * expanded decimal without sign for zero, without leading `+`, and without zeros that say nothing.
 *
 * Source: validation.md sections 1 and 4.
 */

/** Which of AWS's two validation layers words a refusal. Source: validation.md section 1. */
export type ValueLayer = 'current' | 'older';

/** Exponent of the leading digit of the largest number, `9.99...E+125`. */
export const MAX_EXPONENT = 125;
/** Exponent of the leading digit of the smallest positive number, `1E-130`. */
export const MIN_EXPONENT = -130;
/** Significant digits a number may have, zeros at either end not counted. */
export const MAX_DIGITS = 38;

/** A number other than zero: 0.d1d2d3... times 10^(exponent + 1). */
export interface Decimal {
  readonly negative: boolean;
  /** Significant digits: neither the first nor the last is 0. */
  readonly digits: string;
  /** Exponent of the first digit: 3 for 1234, -1 for 0.5. */
  readonly exponent: number;
}

/** No digit can be matched in two places, so that text which is none costs no more than one that is. */
const LITERAL = /^([+-]?)(?:([0-9]+)(?:\.([0-9]*))?|\.([0-9]+))(?:[eE]([+-]?[0-9]+))?$/;

const ZERO = 0x30;

const INT32_MAX = 2 ** 31 - 1;
const INT32_MIN = -(2 ** 31);
const INT64_MAX = 2n ** 63n - 1n;
const INT64_DIGITS_MAX = 19;
const INT64_MIN = -(2n ** 63n);

/** Reads any literal DynamoDB accepts; undefined means zero. Throws a {@link ValueFault} for all others. */
export function readLiteral(text: string, layer: ValueLayer): Decimal | undefined {
  const match = LITERAL.exec(text);
  if (match === null) throw notANumber(text, layer);
  const [, sign, whole, behindPoint, onlyFraction, exponentText] = match;
  const fraction = onlyFraction ?? behindPoint ?? '';
  const written = (whole ?? '') + fraction;
  const shift = exponentText === undefined ? 0 : readExponent(exponentText, text, layer);
  const first = written.search(/[1-9]/);
  if (first < 0) {
    checkRange(shift);
    return undefined;
  }
  let exponent = written.length - fraction.length - 1 - first + shift;
  if (layer === 'older') {
    // This layer keeps digits and scale as Java's BigDecimal does, whose arithmetic on the scale is 32 bits wide.
    if (!isInt32(fraction.length - shift)) throw notANumber(text, layer);
    exponent = (exponent + 1) | 0;
    exponent -= 1;
  }
  checkRange(exponent);
  const digits = written.slice(first, endOfDigits(written));
  checkDigits(digits.length);
  return { negative: sign === '-', digits, exponent };
}

/** The written exponent. Past 2^53 it is rounded, which decides nothing: it is out of range anyway. */
function readExponent(exponentText: string, text: string, layer: ValueLayer): number {
  if (layer === 'older') {
    const exponent = Number(exponentText);
    if (!isInt32(exponent)) throw notANumber(text, layer);
    return exponent;
  }
  const digits = exponentText.replace(/^[+-]?0*/, '');
  // Reading digits by the million takes a tenth of a second.
  if (digits.length > INT64_DIGITS_MAX) throw notANumber(text, layer);
  const exponent = BigInt(exponentText.startsWith('-') ? `-${digits || '0'}` : digits);
  if (exponent > INT64_MAX || exponent < INT64_MIN) throw notANumber(text, layer);
  return Number(exponent);
}

/** One past the last digit that is not 0. */
function endOfDigits(digits: string): number {
  let end = digits.length;
  while (digits.charCodeAt(end - 1) === ZERO) end -= 1;
  return end;
}

function isInt32(value: number): boolean {
  return value >= INT32_MIN && value <= INT32_MAX;
}

/** The number in normal form. `1E125` has 126 characters. */
export function writeDecimal(decimal: Decimal): string {
  const { digits, exponent } = decimal;
  const sign = decimal.negative ? '-' : '';
  if (exponent < 0) return `${sign}0.${'0'.repeat(-exponent - 1)}${digits}`;
  const wholeDigits = exponent + 1;
  if (digits.length <= wholeDigits) return sign + digits.padEnd(wholeDigits, '0');
  return `${sign}${digits.slice(0, wholeDigits)}.${digits.slice(wholeDigits)}`;
}

/** Takes apart a number in normal form; undefined means zero. */
export function readNormal(normal: string): Decimal | undefined {
  if (normal === '0') return undefined;
  const negative = normal.startsWith('-');
  const unsigned = negative ? normal.slice(1) : normal;
  const point = unsigned.indexOf('.');
  if (point < 0) {
    const digits = unsigned.slice(0, endOfDigits(unsigned));
    return { negative, digits, exponent: unsigned.length - 1 };
  }
  if (unsigned.charCodeAt(0) !== ZERO) {
    const digits = unsigned.slice(0, point) + unsigned.slice(point + 1);
    return { negative, digits, exponent: point - 1 };
  }
  let first = point + 1;
  while (unsigned.charCodeAt(first) === ZERO) first += 1;
  return { negative, digits: unsigned.slice(first), exponent: point - first };
}

/** Refuses a leading digit outside 10^-130 .. 10^125. Zero is checked by its written exponent. */
export function checkRange(exponent: number): void {
  if (exponent > MAX_EXPONENT) {
    throw new ValueFault(
      'Number overflow. Attempting to store a number with magnitude larger than supported range',
    );
  }
  if (exponent < MIN_EXPONENT) {
    throw new ValueFault(
      'Number underflow. Attempting to store a number with magnitude smaller than supported range',
    );
  }
}

/** Refuses more significant digits than a number can keep. */
export function checkDigits(count: number): void {
  if (count > MAX_DIGITS) {
    throw new ValueFault('Attempting to store more than 38 significant digits in a Number');
  }
}

function notANumber(text: string, layer: ValueLayer): ValueFault {
  const reason = 'The parameter cannot be converted to a numeric value';
  return new ValueFault(text === '' && layer === 'older' ? reason : `${reason}: ${text}`);
}
