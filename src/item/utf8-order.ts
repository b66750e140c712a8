/**
 * UTF-8 without an encoder: lengths and order of the bytes a string would have, read from its UTF-16 units.
 */

const NOT_ASCII = /[^\0-\x7f]/;
/** From this many units on the engine's regular expressions look for ASCII twice as fast as a loop does. Measured. */
const LONG_TEXT = 40;

/** The length of `text` in UTF-8 bytes, or -1 if it holds a surrogate without its partner. */
export function wellFormedUtf8Length(text: string): number {
  const units = text.length;
  if (units >= LONG_TEXT && !NOT_ASCII.test(text)) return units;
  let bytes = units;
  for (let i = 0; i < units; i++) {
    const unit = text.charCodeAt(i);
    if (unit < 0x80) continue;
    if (unit < 0x800) {
      bytes += 1;
    } else if (unit < 0xd800 || unit > 0xdfff) {
      bytes += 2;
    } else {
      const partner = i + 1 < units ? text.charCodeAt(i + 1) : 0;
      if (unit > 0xdbff || partner < 0xdc00 || partner > 0xdfff) return -1;
      bytes += 2; // two units, four bytes
      i += 1;
    }
  }
  return bytes;
}

/**
 * Compares by UTF-8 bytes: negative, zero or positive. UTF-16 order differs from it in one place only, where a
 * surrogate meets a unit of U+E000..U+FFFF, so that pair alone is put right.
 */
export function compareUtf8(a: string, b: string): number {
  if (a === b) return 0;
  const shorter = Math.min(a.length, b.length);
  for (let i = 0; i < shorter; i++) {
    const left = a.charCodeAt(i);
    const right = b.charCodeAt(i);
    if (left !== right) return utf8Rank(left) - utf8Rank(right);
  }
  return a.length - b.length;
}

/** Moves surrogates above every other unit and keeps all else in order. */
function utf8Rank(unit: number): number {
  if (unit < 0xd800) return unit;
  return unit > 0xdfff ? unit - 0x800 : unit + 0x2000;
}

/** The UTF-8 bytes of a well-formed string as a one-byte string: char code n is byte n. */
export function utf8ByteString(text: string): string {
  let i = 0;
  while (i < text.length && text.charCodeAt(i) < 0x80) i += 1;
  if (i === text.length) return text;
  let bytes = text.slice(0, i);
  while (i < text.length) {
    const point = text.codePointAt(i) ?? 0;
    bytes += encodedPoint(point);
    i += point > 0xffff ? 2 : 1;
  }
  return bytes;
}

function encodedPoint(point: number): string {
  if (point < 0x80) return String.fromCharCode(point);
  const last = 0x80 | (point & 0x3f);
  if (point < 0x800) return String.fromCharCode(0xc0 | (point >> 6), last);
  const third = 0x80 | ((point >> 6) & 0x3f);
  if (point < 0x10000) return String.fromCharCode(0xe0 | (point >> 12), third, last);
  return String.fromCharCode(0xf0 | (point >> 18), 0x80 | ((point >> 12) & 0x3f), third, last);
}
