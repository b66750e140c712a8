/**
 * JSON text passed over without anything being made of it, as strictly as `JSON.parse` reads it. Places are indexes into the
 * text. Everything throws a SerializationException without a text for what is no JSON.
 */
import { serializationError } from '../../wire/shapes/shape.ts';

/** Lists and objects within each other; deeper bodies are no request. AWS's own bound is unconfirmed. */
export const DEPTH_MAX = 1_000;
const TOO_DEEP = `The request body is nested deeper than ${String(DEPTH_MAX)} levels`;

const SPACE = 0x20;
const BACKSLASH = 0x5c;
const SMALL_U = 0x75;
const SMALL_E = 0x65;
const LETTER_BIT = 0x20;
const MINUS = 0x2d;
const PLUS = 0x2b;
const POINT = 0x2e;
const ZERO = 0x30;
const NINE = 0x39;
const COLON = 0x3a;

const QUOTE = 0x22;
export const COMMA = 0x2c;
export const OPEN_OBJECT = 0x7b;
export const CLOSE_OBJECT = 0x7d;
export const OPEN_LIST = 0x5b;
export const CLOSE_LIST = 0x5d;

const NOT_SPACE = /[^\t\n\r ]/g;
const NOT_PLAIN = /["\\\0-\x1f]/g;
const LONG_RUN = 64;
const FOUR_HEX_DIGITS = /[\da-f]{4}/iy;
/** What may follow a backslash, `u` aside. */
const ESCAPED = new Set(Array.from('"\\/bfnrt', (unit) => unit.charCodeAt(0)));
const WORDS = ['true', 'false', 'null'];

export function noJson(): never {
  throw serializationError('');
}

export function checkDepth(depth: number): void {
  if (depth > DEPTH_MAX) throw serializationError(TOO_DEEP);
}

/** The first place from `at` on that is no white space. Long runs are left to the expression, which is four times as fast. Measured. */
export function skipSpace(text: string, at: number): number {
  const unit = text.charCodeAt(at);
  if (unit > SPACE || !isSpace(unit)) return at;
  if (text.charCodeAt(at + 1) > SPACE) return at + 1;
  NOT_SPACE.lastIndex = at;
  return NOT_SPACE.test(text) ? NOT_SPACE.lastIndex - 1 : text.length;
}

function isSpace(unit: number): boolean {
  return unit === SPACE || unit === 0x0a || unit === 0x0d || unit === 0x09;
}

/** The place after the string that begins at `at`. */
export function skipString(text: string, at: number): number {
  if (text.charCodeAt(at) !== QUOTE) noJson();
  let end = at + 1;
  for (;;) {
    end = endOfPlain(text, end);
    const unit = text.charCodeAt(end);
    if (unit === QUOTE) return end + 1;
    if (unit !== BACKSLASH) noJson();
    end = endOfEscape(text, end) + 1;
  }
}

/** The first place from `at` on whose unit does not stand for itself in a string. Long runs go as those of {@link skipSpace}. */
function endOfPlain(text: string, at: number): number {
  for (let end = at; end < at + LONG_RUN; end++) {
    const unit = text.charCodeAt(end);
    if (unit === QUOTE || unit === BACKSLASH || !(unit >= SPACE)) return end;
  }
  NOT_PLAIN.lastIndex = at + LONG_RUN;
  return NOT_PLAIN.test(text) ? NOT_PLAIN.lastIndex - 1 : text.length;
}

function endOfEscape(text: string, at: number): number {
  const unit = text.charCodeAt(at + 1);
  if (ESCAPED.has(unit)) return at + 1;
  FOUR_HEX_DIGITS.lastIndex = at + 2;
  return unit === SMALL_U && FOUR_HEX_DIGITS.test(text) ? at + 5 : noJson();
}

/** The place of the value of a member whose name ends at `at`. */
export function skipColon(text: string, at: number): number {
  const colon = skipSpace(text, at);
  return text.charCodeAt(colon) === COLON ? skipSpace(text, colon + 1) : noJson();
}

/** The place after the string, number, flag or null that begins at `at`. */
export function skipScalar(text: string, at: number): number {
  const unit = text.charCodeAt(at);
  if (unit === QUOTE) return skipString(text, at);
  if (unit === MINUS || isDigit(unit)) return skipNumber(text, at);
  const word = WORDS.find((each) => text.startsWith(each, at));
  return word === undefined ? noJson() : at + word.length;
}

function isDigit(unit: number): boolean {
  return unit >= ZERO && unit <= NINE;
}

function skipNumber(text: string, start: number): number {
  let at = text.charCodeAt(start) === MINUS ? start + 1 : start;
  at = text.charCodeAt(at) === ZERO ? at + 1 : skipDigits(text, at);
  if (text.charCodeAt(at) === POINT) at = skipDigits(text, at + 1);
  if ((text.charCodeAt(at) | LETTER_BIT) !== SMALL_E) return at;
  const sign = text.charCodeAt(at + 1);
  return skipDigits(text, sign === MINUS || sign === PLUS ? at + 2 : at + 1);
}

/** One digit at least. */
function skipDigits(text: string, start: number): number {
  let at = start;
  while (isDigit(text.charCodeAt(at))) at++;
  return at === start ? noJson() : at;
}

/** The place after the value of any kind that begins at `start`, without white space before it, itself within `depth` others. */
export function skipValue(text: string, start: number, depth: number): number {
  const first = text.charCodeAt(start);
  return first === OPEN_OBJECT || first === OPEN_LIST
    ? skipContainer(text, start, depth)
    : skipScalar(text, start);
}

function skipContainer(text: string, start: number, depth: number): number {
  /** What closes each open container. */
  const closings: number[] = [];
  let at = start;
  do {
    at = skipSpace(text, at);
    const unit = text.charCodeAt(at);
    if (unit === OPEN_OBJECT || unit === OPEN_LIST) {
      const closing = unit === OPEN_OBJECT ? CLOSE_OBJECT : CLOSE_LIST;
      closings.push(closing);
      checkDepth(depth + closings.length);
      at = skipSpace(text, at + 1);
      if (text.charCodeAt(at) !== closing) {
        if (unit === OPEN_OBJECT) at = skipColon(text, skipString(text, at));
        continue;
      }
    } else {
      at = skipScalar(text, at);
    }
    at = afterValue(text, at, closings);
  } while (closings.length > 0);
  return at;
}

/** Leaves the containers that end at `start`; answers where the next value begins, or the place after the last container. */
function afterValue(text: string, start: number, closings: number[]): number {
  let at = start;
  while (closings.length > 0) {
    const closing = closings[closings.length - 1];
    at = skipSpace(text, at);
    const unit = text.charCodeAt(at++);
    if (unit === COMMA) {
      if (closing === CLOSE_LIST) return at;
      return skipColon(text, skipString(text, skipSpace(text, at)));
    }
    if (unit !== closing) noJson();
    closings.pop();
  }
  return at;
}
