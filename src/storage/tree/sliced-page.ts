import type { KeyBytes } from '../../kernel/key-bytes.ts';
import { ownCopy } from '../../kernel/key-bytes.ts';
import type { StoredItem } from '../stored-item.ts';

/** Stands between texts that are joined, so that even a single one becomes a string of its own. */
const BETWEEN = '\n';

/**
 * What the strings of a page hold in memory beside what its items are. Keys and texts of a page that was read are slices of two strings
 * (`page/page-codec.ts`), and each slice keeps all of its string: what is overwritten or deleted frees nothing, until nothing of the page is left.
 */
export class SlicedPage {
  /** Length of those strings. */
  #length = 0;
  /** How much of them no item of the page is a slice of any more. */
  #gone = 0;

  /** Bytes held for nothing. */
  get wasteBytes(): number {
    return this.#gone;
  }

  /** Items may be slices of strings of this length. */
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

  /** Lets go of those strings: the items of the page become slices of one that holds them and nothing else. */
  cutLoose(keys: KeyBytes[], items: StoredItem[]): void {
    keys.forEach((key, i) => {
      keys[i] = ownCopy(key);
    });
    // A page with any other character has a string an item.
    const all = items.map(({ text, textBytes }) => (text.length === textBytes ? text : ''));
    const joined = [...all, ''].join(BETWEEN);
    let at = 0;
    all.forEach((text, i) => {
      if (text !== '')
        items[i] = { ...(items[i] as StoredItem), text: joined.slice(at, at + text.length) };
      at += text.length + 1;
    });
    this.#length = joined.length;
    this.#gone = 0;
  }
}
