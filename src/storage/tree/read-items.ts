import type { KeyBytes } from '../../kernel/key-bytes.ts';
import { lengthOf } from '../../kernel/slice.ts';
import type { StoredItem } from '../stored-item.ts';
import type { Lsn } from '../store.ts';

/** What such an item costs beside its key and row: two objects, an entry of a map. */
const ITEM_MEMORY_BYTES = 150;

/** Memory of items that nobody holds any more, at most. */
const LOOK_EVERY_BYTES = 64 * 1024;

/** What the device held of a page when an item of it was read. */
export interface PageVersion {
  readonly low: KeyBytes;
  /** As far as that is known. */
  readonly written: Lsn | undefined;
}

/** What stands at a key, as the device has it: in the page of the key, and in runs that the page lacks. */
export class ReadItem {
  readonly item: StoredItem | undefined;
  readonly memoryBytes: number;
  readonly #page: PageVersion;
  /** For how many it is held. */
  pins = 0;

  constructor(key: KeyBytes, item: StoredItem | undefined, page: PageVersion) {
    this.item = item;
    this.memoryBytes = ITEM_MEMORY_BYTES + key.length + (item === undefined ? 0 : lengthOf(item));
    this.#page = page;
  }

  /** Whether the page is what it was then. */
  isOf({ low, written }: PageVersion): boolean {
    return this.#page.low === low && this.#page.written === written;
  }
}

/**
 * Items of pages that are not in memory, each read alone. They stay for those who asked for them, and are never older than the device: whoever names a
 * run says which keys it is of, and a page that is written again is another version.
 */
export class ReadItems {
  readonly #items = new Map<KeyBytes, ReadItem>();
  /** Memory of those that came since the last look for such as nobody holds. */
  #arrivedBytes = 0;

  get(key: KeyBytes): ReadItem | undefined {
    return this.#items.get(key);
  }

  /** In the place of any other of its key. */
  keep(key: KeyBytes, item: ReadItem): void {
    if (this.#arrivedBytes > LOOK_EVERY_BYTES) {
      for (const [other, { pins }] of this.#items) if (pins === 0) this.#items.delete(other);
      this.#arrivedBytes = 0;
    }
    this.#items.set(key, item);
    this.#arrivedBytes += item.memoryBytes;
  }

  forget(key: KeyBytes): void {
    this.#items.delete(key);
  }
}
