import type { KeyBytes } from '../../kernel/key-bytes.ts';
import { ownCopy } from '../../kernel/key-bytes.ts';
import { lengthOf } from '../../kernel/slice.ts';
import type { StoredItem } from '../stored-item.ts';
import { moveItem } from '../stored-item.ts';

/**
 * What a page holds in memory beside what its items are. Keys and items of a page that was read are slices of a string and of its bytes
 * (`page/page-codec.ts`), and each keeps all of it: what is overwritten or deleted frees nothing, until nothing of the page is left.
 */
export class SlicedPage {
  /** Length of what they are slices of. */
  #length = 0;
  /** How much of it no item of the page is a slice of any more. */
  #gone = 0;

  /** Bytes held for nothing. */
  get wasteBytes(): number {
    return this.#gone;
  }

  /** Items may be slices of so many bytes. */
  sliced(length: number): void {
    this.#length += length;
  }

  /** An item has left the page, which may have been one. */
  left(bytes: number): void {
    this.#gone = Math.min(this.#length, this.#gone + bytes);
  }

  absorb(right: SlicedPage): void {
    this.#length += right.#length;
    this.#gone += right.#gone;
  }

  get isSliced(): boolean {
    return this.#length > 0;
  }

  get isMostlyWaste(): boolean {
    return this.#gone * 2 > this.#length;
  }

  /** Lets go of all that: the items of the page become slices of bytes that hold them and nothing else. */
  cutLoose(keys: KeyBytes[], items: readonly StoredItem[]): void {
    keys.forEach((key, i) => {
      keys[i] = ownCopy(key);
    });
    const own = new Uint8Array(items.reduce((bytes, item) => bytes + lengthOf(item), 0));
    let at = 0;
    for (const item of items) {
      own.set(item.bytes.subarray(item.from, item.to), at);
      moveItem(item, own, at);
      at = item.to;
    }
    this.#length = own.length;
    this.#gone = 0;
  }

  /** Nothing is a slice any more. */
  clear(): void {
    this.#length = 0;
    this.#gone = 0;
  }
}
