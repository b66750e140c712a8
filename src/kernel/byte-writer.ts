import type { Slice } from './slice.ts';
import { writeUtf8 } from './utf8-codec.ts';

/** Up to this length a loop is done before the encoder has begun. */
const SHORT = 32;

/** A growing little-endian byte buffer. */
export class ByteWriter {
  #bytes: Uint8Array<ArrayBuffer>;
  #view: DataView;
  #length = 0;

  constructor(capacity = 1024) {
    this.#bytes = new Uint8Array(capacity);
    this.#view = new DataView(this.#bytes.buffer);
  }

  get length(): number {
    return this.#length;
  }

  /** The bytes written so far; valid until the next write. */
  written(): Uint8Array<ArrayBuffer> {
    return this.#bytes.subarray(0, this.#length);
  }

  clear(): void {
    this.#length = 0;
  }

  /** Gives back the memory: what was written is gone. */
  release(): void {
    this.#bytes = new Uint8Array(0);
    this.#view = new DataView(this.#bytes.buffer);
    this.#length = 0;
  }

  u8(value: number): void {
    this.#reserve(1);
    this.#bytes[this.#length++] = value;
  }

  u16(value: number): void {
    this.#reserve(2);
    this.#view.setUint16(this.#length, value, true);
    this.#length += 2;
  }

  u24(value: number): void {
    this.#reserve(3);
    const bytes = this.#bytes;
    bytes[this.#length++] = value;
    bytes[this.#length++] = value >>> 8;
    bytes[this.#length++] = value >>> 16;
  }

  u32(value: number): void {
    this.#reserve(4);
    this.#view.setUint32(this.#length, value, true);
    this.#length += 4;
  }

  f64(value: number): void {
    this.#reserve(8);
    this.#view.setFloat64(this.#length, value, true);
    this.#length += 8;
  }

  /** Writes a u32 over one written before, at byte `offset`. */
  patchU32(offset: number, value: number): void {
    this.#view.setUint32(offset, value, true);
  }

  bytes(source: Uint8Array): void {
    this.#reserve(source.length);
    this.#bytes.set(source, this.#length);
    this.#length += source.length;
  }

  slice({ bytes, from, to }: Slice): void {
    this.#reserve(to - from);
    this.#bytes.set(bytes.subarray(from, to), this.#length);
    this.#length += to - from;
  }

  /** One byte for each char code, which must be at most 255. */
  oneByteString(text: string): void {
    this.#reserve(text.length);
    const bytes = this.#bytes;
    let at = this.#length;
    for (let i = 0; i < text.length; i++) bytes[at++] = text.charCodeAt(i);
    this.#length = at;
  }

  /** Text known to be `byteLength` bytes of UTF-8. */
  sizedUtf8(text: string, byteLength: number): void {
    this.#reserve(byteLength);
    writeUtf8(text, this.#bytes.subarray(this.#length, this.#length + byteLength));
    this.#length += byteLength;
  }

  /** Text as UTF-8; answers the number of bytes written. */
  utf8(text: string): number {
    this.#reserve(text.length * 3);
    if (text.length <= SHORT && this.#ascii(text)) return text.length;
    const written = writeUtf8(text, this.#bytes.subarray(this.#length));
    this.#length += written;
    return written;
  }

  /** UTF-8 as it stands between the quotes of a JSON text. */
  escaped(source: Uint8Array, from: number, to: number): void {
    this.#reserve(6 * (to - from));
    const bytes = this.#bytes;
    let at = this.#length;
    for (let i = from; i < to; i++) {
      const byte = source[i] as number;
      if (byte >= 0x20 && byte !== 0x22 && byte !== 0x5c) bytes[at++] = byte;
      else at = escape(byte, bytes, at);
    }
    this.#length = at;
  }

  /** Writes text that is ASCII throughout, and nothing of any other. */
  #ascii(text: string): boolean {
    const bytes = this.#bytes;
    const at = this.#length;
    for (let i = 0; i < text.length; i++) {
      const unit = text.charCodeAt(i);
      if (unit > 0x7f) return false;
      bytes[at + i] = unit;
    }
    this.#length = at + text.length;
    return true;
  }

  #reserve(more: number): void {
    const needed = this.#length + more;
    if (needed <= this.#bytes.length) return;
    const grown = new Uint8Array(Math.max(needed, this.#bytes.length * 2));
    grown.set(this.#bytes.subarray(0, this.#length));
    this.#bytes = grown;
    this.#view = new DataView(grown.buffer);
  }
}

const HEX = '0123456789abcdef';
const LETTERS = new Map([
  [0x08, 'b'],
  [0x09, 't'],
  [0x0a, 'n'],
  [0x0c, 'f'],
  [0x0d, 'r'],
  [0x22, '"'],
  [0x5c, '\\'],
]);

/** Writes a character that stands in no JSON string as it is; answers where it ends. */
function escape(byte: number, bytes: Uint8Array, from: number): number {
  const letter = LETTERS.get(byte) ?? `u00${HEX.charAt(byte >> 4)}${HEX.charAt(byte & 15)}`;
  let at = from;
  bytes[at++] = 0x5c;
  for (let i = 0; i < letter.length; i++) bytes[at++] = letter.charCodeAt(i);
  return at;
}
