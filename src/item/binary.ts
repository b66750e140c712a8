/**
 * Binary values as base64 text. Canonical text has only the alphabet's characters, is padded to a multiple of four
 * and leaves no bits behind its last byte, so that equal bytes are equal text.
 */

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const PAD = 0x3d;
/** What the table holds for a character outside the alphabet. */
const NO_DIGIT = 0xff;

const DIGITS = digitTable();

function digitTable(): Uint8Array {
  const table = new Uint8Array(128).fill(NO_DIGIT);
  for (let digit = 0; digit < ALPHABET.length; digit++) table[ALPHABET.charCodeAt(digit)] = digit;
  return table;
}

/** The six bits of the character at `index`, or 255 if it is no base64 digit. */
function digitAt(text: string, index: number): number {
  return DIGITS[text.charCodeAt(index)] ?? NO_DIGIT;
}

function padsOf(text: string): number {
  const { length } = text;
  if (length === 0 || text.charCodeAt(length - 1) !== PAD) return 0;
  return text.charCodeAt(length - 2) === PAD ? 2 : 1;
}

/** Whether `text` is base64 in canonical form. */
export function isCanonicalBase64(text: string): boolean {
  if (text.length % 4 !== 0) return false;
  const pads = padsOf(text);
  const end = text.length - pads;
  let digit = 0;
  for (let i = 0; i < end; i++) {
    digit = digitAt(text, i);
    if (digit === NO_DIGIT) return false;
  }
  const strayBits = pads === 0 ? 0 : pads === 1 ? 0b11 : 0b1111;
  return (digit & strayBits) === 0;
}

/** How many bytes canonical base64 text stands for. */
export function byteLengthOfBase64(text: string): number {
  return (text.length / 4) * 3 - padsOf(text);
}

/** The bytes behind canonical base64 text. */
export function bytesOfBase64(text: string): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(byteLengthOfBase64(text));
  writeBase64Bytes(text, bytes, 0);
  return bytes;
}

/** Writes the bytes behind canonical base64 text at `from`. What is behind them in `bytes` may change. */
export function writeBase64Bytes(text: string, bytes: Uint8Array, from: number): void {
  let at = from;
  for (let i = 0; i < text.length; i += 4) {
    const bits =
      (digitAt(text, i) << 18) |
      (digitAt(text, i + 1) << 12) |
      ((digitAt(text, i + 2) & 0x3f) << 6) |
      (digitAt(text, i + 3) & 0x3f);
    // Writes past the end, where the padding is, are ignored by typed arrays.
    bytes[at++] = bits >> 16;
    bytes[at++] = bits >> 8;
    bytes[at++] = bits;
  }
}

/** The canonical base64 text of `bytes`. */
export function base64OfBytes(bytes: Uint8Array): string {
  let text = '';
  for (let i = 0; i < bytes.length; i += 3) {
    const left = bytes.length - i;
    const bits = ((bytes[i] ?? 0) << 16) | ((bytes[i + 1] ?? 0) << 8) | (bytes[i + 2] ?? 0);
    text += ALPHABET.charAt(bits >> 18) + ALPHABET.charAt((bits >> 12) & 0x3f);
    text += left > 1 ? ALPHABET.charAt((bits >> 6) & 0x3f) : '=';
    text += left > 2 ? ALPHABET.charAt(bits & 0x3f) : '=';
  }
  return text;
}

/** The bytes behind canonical base64 text as a one-byte string: char code n is byte n. */
export function byteStringOfBase64(text: string): string {
  return byteStringOf(bytesOfBase64(text));
}

/** Bytes as a one-byte string. */
export function byteStringOf(bytes: Uint8Array): string {
  let out = '';
  for (const byte of bytes) out += String.fromCharCode(byte);
  return out;
}

/**
 * Compares the bytes behind two canonical base64 texts, unsigned: negative, zero or positive. Six-bit digits stand in
 * byte order, so the first character that differs decides, and padding ranks below every digit.
 */
export function compareBase64(a: string, b: string): number {
  if (a === b) return 0;
  const shorter = Math.min(a.length, b.length);
  for (let i = 0; i < shorter; i++) {
    if (a.charCodeAt(i) !== b.charCodeAt(i)) return rankAt(a, i) - rankAt(b, i);
  }
  return a.length - b.length;
}

function rankAt(text: string, index: number): number {
  return text.charCodeAt(index) === PAD ? -1 : digitAt(text, index);
}
