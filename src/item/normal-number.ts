import { MAX_DIGITS, MAX_EXPONENT, MIN_EXPONENT } from './decimal.ts';

const MINUS = 0x2d;
const POINT = 0x2e;
const ZERO = 0x30;
const NINE = 0x39;

/**
 * Bytes a number costs, or 0 if `text` is not the normal form of a number DynamoDB can keep. One pass, because every
 * number of every request goes through here.
 */
export function normalNumberSize(text: string): number {
  const start = text.charCodeAt(0) === MINUS ? 1 : 0;
  const end = text.length;
  let point = end;
  let firstDigit = -1;
  let lastDigit = -1;
  for (let i = start; i < end; i++) {
    const unit = text.charCodeAt(i);
    if (unit > ZERO && unit <= NINE) {
      if (firstDigit < 0) firstDigit = i;
      lastDigit = i;
    } else if (unit === POINT) {
      if (point !== end) return 0;
      point = i;
    } else if (unit !== ZERO) {
      return 0;
    }
  }
  if (firstDigit < 0) return end === 1 && text.charCodeAt(0) === ZERO ? 1 : 0;
  if (point === end) return wholeNumberSize(start, firstDigit, lastDigit, end);
  return fractionSize({ text, start, point, firstDigit, lastDigit });
}

function wholeNumberSize(start: number, first: number, last: number, end: number): number {
  const digits = last - first + 1;
  if (first !== start || digits > MAX_DIGITS || end - start > MAX_EXPONENT + 1) return 0;
  return 1 + ((digits + 1) >> 1) + start;
}

interface FractionLayout {
  readonly text: string;
  readonly start: number;
  readonly point: number;
  readonly firstDigit: number;
  readonly lastDigit: number;
}

function fractionSize({ text, start, point, firstDigit, lastDigit }: FractionLayout): number {
  if (lastDigit !== text.length - 1 || lastDigit < point) return 0;
  if (firstDigit < point) {
    const digits = lastDigit - firstDigit;
    if (firstDigit !== start || digits > MAX_DIGITS || point - start > MAX_EXPONENT + 1) return 0;
    return 1 + ((point - start + 1) >> 1) + ((lastDigit - point + 1) >> 1) + start;
  }
  const digits = lastDigit - firstDigit + 1;
  if (point !== start + 1 || digits > MAX_DIGITS || firstDigit - point > -MIN_EXPONENT) return 0;
  return 1 + ((digits + 1) >> 1) + start;
}
