import type { Slice } from '../../kernel/slice.ts';
import { writeUtf8 } from '../../kernel/utf8-codec.ts';
import { VARINT_BYTES_MAX } from './row-format.ts';

/** Rows share buffers of this size, and a row that lives on keeps its whole buffer. One that does not fit has a buffer of its own, which it fills. */
const CHUNK_BYTES = 16 * 1024;
/** What stays for large rows to be written in, at most: garbage of that size a row would pile up. */
const LARGE_KEPT_BYTES = 2 * 1024 * 1024;
const NO_BYTES = new Uint8Array(0);
/** Up to this length a loop is done before the encoder has begun. */
const SHORT = 160;
/** Up to this length a loop is done before a view of the bytes is made. */
const SHORT_COPY = 64;

/** Where rows are written, one behind the other. Offsets are from the beginning of the row that is being written. */
export class RowBuffer {
  #bytes: Uint8Array<ArrayBuffer> = new Uint8Array(CHUNK_BYTES);
  #from = 0;
  #at = 0;
  /** Where the next row goes, while a large one is written elsewhere. */
  #chunk: { readonly bytes: Uint8Array<ArrayBuffer>; readonly from: number } | undefined;
  #large: Uint8Array<ArrayBuffer> = NO_BYTES;

  /** Bytes of the row so far. */
  get length(): number {
    return this.#at - this.#from;
  }

  begin(): void {
    this.#from = this.#at;
  }

  /** The row that was begun; never touched again. */
  end(): Slice {
    const { length } = this;
    const chunk = this.#chunk;
    if (chunk === undefined) return { bytes: this.#bytes, from: this.#from, to: this.#at };
    const row = { bytes: this.#bytes.slice(0, length), from: 0, to: length };
    this.#large = this.#bytes.length <= LARGE_KEPT_BYTES ? this.#bytes : NO_BYTES;
    this.#bytes = chunk.bytes;
    this.#from = chunk.from;
    this.#at = chunk.from;
    this.#chunk = undefined;
    return row;
  }

  /** Leaves room for what is written later; answers where it begins. */
  leave(bytes: number): number {
    const { length } = this;
    this.#reserve(bytes);
    this.#at += bytes;
    return length;
  }

  /** Goes back to what was left; answers where the row ended. */
  back(offset: number): number {
    const { length } = this;
    this.#at = this.#from + offset;
    return length;
  }

  /** Moves what stands in `[from, to)` here. */
  pull(from: number, to: number): void {
    this.#bytes.copyWithin(this.#at, this.#from + from, this.#from + to);
    this.#at += to - from;
  }

  /** Copies what stands in `[from, to)` of other bytes. */
  copy(bytes: Uint8Array, from: number, to: number): void {
    const length = to - from;
    this.#reserve(length);
    if (length > SHORT_COPY) this.#bytes.set(bytes.subarray(from, to), this.#at);
    else for (let i = 0; i < length; i++) this.#bytes[this.#at + i] = bytes[from + i] as number;
    this.#at += length;
  }

  u8(value: number): void {
    this.#reserve(1);
    this.#bytes[this.#at++] = value;
  }

  /** Writes a byte over one that stands at `offset`. */
  put(offset: number, value: number): void {
    this.#bytes[this.#from + offset] = value;
  }

  varint(value: number): void {
    this.#reserve(VARINT_BYTES_MAX);
    let rest = value;
    while (rest > 0x7f) {
      this.#bytes[this.#at++] = (rest & 0x7f) | 0x80;
      rest >>>= 7;
    }
    this.#bytes[this.#at++] = rest;
  }

  /** The lowest `bytes` bytes of an integer in two's complement, the highest first. */
  integer(value: number, bytes: number): void {
    this.#reserve(bytes);
    let rest = value;
    for (let i = bytes - 1; i >= 0; i--) {
      this.#bytes[this.#at + i] = rest;
      rest = Math.floor(rest / 0x100);
    }
    this.#at += bytes;
  }

  /** Writes text as UTF-8; answers its bytes. */
  text(text: string): number {
    const { length } = text;
    this.#reserve(3 * length);
    if (length <= SHORT && this.#ascii(text)) return length;
    const written = writeUtf8(text, this.#bytes.subarray(this.#at));
    this.#at += written;
    return written;
  }

  /** Writes text that is ASCII throughout, and nothing of any other. */
  #ascii(text: string): boolean {
    const bytes = this.#bytes;
    const at = this.#at;
    for (let i = 0; i < text.length; i++) {
      const unit = text.charCodeAt(i);
      if (unit > 0x7f) return false;
      bytes[at + i] = unit;
    }
    this.#at = at + text.length;
    return true;
  }

  /** Has `write` write so many bytes at a place. */
  bytes(length: number, write: (bytes: Uint8Array, at: number) => void): void {
    this.#reserve(length);
    write(this.#bytes, this.#at);
    this.#at += length;
  }

  /** A row that does not fit goes on from its beginning in a new chunk, or where large ones are written. */
  #reserve(more: number): void {
    if (this.#at + more <= this.#bytes.length) return;
    const { length } = this;
    const written = this.#bytes.subarray(this.#from, this.#at);
    const needed = length + more;
    const isLarge = needed > CHUNK_BYTES;
    if (isLarge) this.#chunk ??= { bytes: this.#bytes, from: this.#from };
    const bytes = isLarge ? this.#roomFor(needed) : new Uint8Array(CHUNK_BYTES);
    bytes.set(written);
    this.#bytes = bytes;
    this.#from = 0;
    this.#at = length;
  }

  #roomFor(bytes: number): Uint8Array<ArrayBuffer> {
    return this.#large.length >= bytes ? this.#large : new Uint8Array(Math.ceil(bytes * 1.25));
  }
}
