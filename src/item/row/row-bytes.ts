import { findShortAscii } from '../../kernel/short-ascii.ts';
import { findUtf8Text } from '../../kernel/utf8-codec.ts';
import { RowFault } from './row-fault.ts';
import { INTEGER_BYTES_MAX } from './row-format.ts';

/** Reads a stretch of a row from its beginning, and nothing behind its end, whatever the bytes. Throws {@link RowFault}. */
export class RowBytes {
  readonly bytes: Uint8Array;
  /** Where the stretch ends. */
  readonly to: number;
  at: number;

  constructor(bytes: Uint8Array, from: number, to: number) {
    this.bytes = bytes;
    this.at = from;
    this.to = to;
  }

  u8(): number {
    if (this.at >= this.to) throw new RowFault('it ends too early');
    return this.bytes[this.at++] as number;
  }

  varint(): number {
    const first = this.u8();
    if (first < 0x80) return first;
    let value = first & 0x7f;
    for (let shift = 7; shift < 35; shift += 7) {
      const byte = this.u8();
      value |= (byte & 0x7f) << shift;
      if (byte < 0x80) return value >>> 0;
    }
    throw new RowFault('a number is too long');
  }

  /** The integer whose bytes go up to `end`. */
  integer(end: number): number {
    const length = end - this.at;
    if (length < 1 || length > INTEGER_BYTES_MAX)
      throw new RowFault('an integer has no such length');
    const first = this.u8();
    let value = first < 0x80 ? first : first - 0x100;
    while (this.at < end) value = value * 0x100 + this.u8();
    return value;
  }

  /** The bytes up to `end`. */
  take(end: number): Uint8Array {
    const from = this.at;
    this.skipTo(end);
    return this.bytes.subarray(from, end);
  }

  /** The text up to `end`. */
  utf8(end: number): string {
    const from = this.at;
    this.skipTo(end);
    const { bytes } = this;
    const text = findShortAscii(bytes, from, end) ?? findUtf8Text(bytes.subarray(from, end));
    if (text === undefined) throw new RowFault('a text is no UTF-8');
    return text;
  }

  skipTo(end: number): void {
    if (end > this.to) throw new RowFault('it ends too early');
    this.at = end;
  }
}
