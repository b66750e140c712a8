import { MIN_EXPONENT, readNormal } from './decimal.ts';

/**
 * Numbers as bytes in numeric order: a sign byte, then for all but zero the exponent of the first digit in one byte, then
 * the digits two to a byte. A digit byte is twice its pair, plus one if another follows, so no encoding begins another one.
 * Negative numbers have all bytes behind the sign complemented.
 */

const NEGATIVE = '\x01';
const NUMBER_ZERO = '\x02';
const POSITIVE = '\x03';

/** Encodes a number in normal form as a one-byte string of at most 21 bytes. */
export function encodeNumber(normal: string): string {
  const decimal = readNormal(normal);
  if (decimal === undefined) return NUMBER_ZERO;
  const { negative, digits } = decimal;
  const complement = negative ? 0xff : 0;
  let bytes = negative ? NEGATIVE : POSITIVE;
  bytes += String.fromCharCode((decimal.exponent - MIN_EXPONENT) ^ complement);
  for (let i = 0; i < digits.length; i += 2) {
    const units = i + 1 < digits.length ? digits.charCodeAt(i + 1) - 0x30 : 0;
    const pair = (digits.charCodeAt(i) - 0x30) * 10 + units;
    const another = i + 2 < digits.length ? 1 : 0;
    bytes += String.fromCharCode((pair * 2 + another) ^ complement);
  }
  return bytes;
}
