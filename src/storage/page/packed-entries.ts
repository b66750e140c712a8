import { oneByteStringOf } from '../../kernel/byte-reader.ts';
import type { KeyBytes } from '../../kernel/key-bytes.ts';
import type { StoredItem } from '../stored-item.ts';
import type { Entries } from './entries.ts';

/** Bytes of an entry of the directory: `stamp:f64 keyEnd:u24 rowEnd:u24 size:u24 origin:u8`. */
export const DIRECTORY_ENTRY_BYTES = 18;
const KEY_END = 8;
const ROW_END = 11;
const SIZE = 14;
const ORIGIN = 17;

/** Where the parts of a page begin in its bytes. */
export interface PackedLayout {
  readonly directoryAt: number;
  readonly keysAt: number;
  readonly rowsAt: number;
}

/** The items of a page as it lies on the device: found where they are, and made into objects when somebody asks for one. */
export class PackedEntries implements Entries {
  readonly count: number;
  readonly bytes: Uint8Array;
  readonly #view: DataView;
  readonly #directoryAt: number;
  readonly #keysAt: number;
  readonly #rowsAt: number;

  constructor(bytes: Uint8Array, count: number, { directoryAt, keysAt, rowsAt }: PackedLayout) {
    this.bytes = bytes;
    this.count = count;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.#directoryAt = directoryAt;
    this.#keysAt = keysAt;
    this.#rowsAt = rowsAt;
  }

  /** Bytes of keys, rows and directory. */
  get contentBytes(): number {
    return this.bytes.length - this.#directoryAt;
  }

  keyAt(index: number): KeyBytes {
    return oneByteStringOf(
      this.bytes.subarray(this.#keyStart(index), this.#keyEnd(index)),
    ) as KeyBytes;
  }

  itemAt(index: number): StoredItem {
    const at = this.#directoryAt + index * DIRECTORY_ENTRY_BYTES;
    return {
      bytes: this.bytes,
      from: this.#rowsAt + (index === 0 ? 0 : this.#u24(at - DIRECTORY_ENTRY_BYTES + ROW_END)),
      to: this.#rowsAt + this.#u24(at + ROW_END),
      sizeBytes: this.#u24(at + SIZE),
      stamp: this.#view.getFloat64(at, true),
      origin: this.bytes[at + ORIGIN] as number,
    };
  }

  /** Index of the first key `>= wanted`; the number of keys when there is none. */
  lowerBound(wanted: KeyBytes): number {
    let low = 0;
    let high = this.count;
    // How much of `wanted` the keys next to the gap begin with: all between them do.
    let sameLow = 0;
    let sameHigh = 0;
    while (low < high) {
      const middle = (low + high) >>> 1;
      const same = this.#sameBytes(middle, wanted, Math.min(sameLow, sameHigh));
      if (this.#isBelow(middle, wanted, same)) {
        low = middle + 1;
        sameLow = same;
      } else {
        high = middle;
        sameHigh = same;
      }
    }
    return low;
  }

  /** Whether the key at `index` is this one. */
  isKeyAt(index: number, key: KeyBytes): boolean {
    if (index >= this.count) return false;
    const length = this.#keyEnd(index) - this.#keyStart(index);
    return length === key.length && this.#sameBytes(index, key, 0) === length;
  }

  /** How many bytes the key at `index` and `wanted` begin with alike; `from` are known to. */
  #sameBytes(index: number, wanted: KeyBytes, from: number): number {
    const start = this.#keyStart(index);
    const length = Math.min(this.#keyEnd(index) - start, wanted.length);
    const { bytes } = this;
    let same = from;
    while (same < length && bytes[start + same] === wanted.charCodeAt(same)) same++;
    return same;
  }

  /** Whether the key is below, the first `same` bytes being the same. */
  #isBelow(index: number, wanted: KeyBytes, same: number): boolean {
    if (same === wanted.length) return false;
    const at = this.#keyStart(index) + same;
    return at === this.#keyEnd(index) || (this.bytes[at] as number) < wanted.charCodeAt(same);
  }

  #keyStart(index: number): number {
    return index === 0 ? this.#keysAt : this.#keyEnd(index - 1);
  }

  #keyEnd(index: number): number {
    return this.#keysAt + this.#u24(this.#directoryAt + index * DIRECTORY_ENTRY_BYTES + KEY_END);
  }

  #u24(at: number): number {
    const { bytes } = this;
    return (
      (bytes[at] as number) | ((bytes[at + 1] as number) << 8) | ((bytes[at + 2] as number) << 16)
    );
  }
}
