import { utf8Text } from './utf8-codec.ts';

/** Char codes handed to one `fromCharCode` call: engines bound the number of arguments. */
const CODES_PER_CALL = 8192;

/** The bytes as a one-byte string: char code = byte. */
export function oneByteStringOf(bytes: Uint8Array): string {
  if (bytes.length <= CODES_PER_CALL) return String.fromCharCode.apply(null, bytes as never);
  let text = '';
  for (let at = 0; at < bytes.length; at += CODES_PER_CALL) {
    text += String.fromCharCode.apply(null, bytes.subarray(at, at + CODES_PER_CALL) as never);
  }
  return text;
}

/** Reads what `ByteWriter` wrote. Reading past the end throws RangeError: check lengths or checksums first. */
export class ByteReader {
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  #at: number;

  constructor(bytes: Uint8Array, at = 0) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.#at = at;
  }

  get offset(): number {
    return this.#at;
  }

  get remaining(): number {
    return this.#bytes.length - this.#at;
  }

  u8(): number {
    return this.#view.getUint8(this.#advance(1));
  }

  u16(): number {
    return this.#view.getUint16(this.#advance(2), true);
  }

  u32(): number {
    return this.#view.getUint32(this.#advance(4), true);
  }

  f64(): number {
    return this.#view.getFloat64(this.#advance(8), true);
  }

  bytes(length: number): Uint8Array {
    const from = this.#advance(length);
    return this.#bytes.subarray(from, from + length);
  }

  skip(length: number): void {
    this.#advance(length);
  }

  oneByteString(length: number): string {
    return oneByteStringOf(this.bytes(length));
  }

  utf8(length: number): string {
    return utf8Text(this.bytes(length));
  }

  #advance(length: number): number {
    const from = this.#at;
    if (from + length > this.#bytes.length) throw new RangeError('read past the end of the bytes');
    this.#at = from + length;
    return from;
  }
}
