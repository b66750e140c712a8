import type { KeyBytes } from '../../kernel/key-bytes.ts';
import { ownCopy } from '../../kernel/key-bytes.ts';
import { lengthOf } from '../../kernel/slice.ts';
import type { Entries } from '../page/entries.ts';
import type { PackedEntries } from '../page/packed-entries.ts';
import type { ReadPage } from '../page/page-codec.ts';
import { ITEM_OVERHEAD_BYTES, PAGE_OVERHEAD_BYTES } from '../page/page-codec.ts';
import type { StoredItem } from '../stored-item.ts';
import type { Lsn } from '../store.ts';
import { KeySearch } from './key-search.ts';
import { SlicedPage } from './sliced-page.ts';

/** What a packed page costs in memory beside its bytes: a few objects. */
const PACKED_MEMORY_BYTES = 600;

/** Share of a page that stays behind when the newest key is its last: ascending keys then fill pages well. */
const APPEND_SPLIT = 0.9;

/** What an item that is an object costs in memory beside its bytes: string headers, the item object, two array slots. Measured in Chromium: 88. */
const ITEM_MEMORY_BYTES = 100;

function bytesOf(key: KeyBytes, item: StoredItem): number {
  return key.length + lengthOf(item) + ITEM_OVERHEAD_BYTES;
}

function memoryOf(key: KeyBytes, item: StoredItem): number {
  return key.length + lengthOf(item) + ITEM_OVERHEAD_BYTES + ITEM_MEMORY_BYTES;
}

/**
 * A leaf page in memory: the items with `low <= key < next fence`, in key order.
 *
 * As it was read, or written last, it is packed: its bytes are searched and read where they are. The first change makes objects of its items.
 *
 * Invariants:
 * 1. `recLsn` is 0 exactly when the device holds all the node holds, in its page and in sorted runs or what is on its way into one, or is being
 *    handed it (`isWriting`).
 * 2. A node that is dirty, being written or held is never evicted.
 */
export class LeafNode implements Entries {
  readonly low: KeyBytes;
  /** All there is, while it is packed; the lists are empty then. */
  #packed: PackedEntries | undefined;
  readonly #keys: KeyBytes[];
  readonly #items: StoredItem[];
  readonly #search: KeySearch;
  readonly #sliced = new SlicedPage();
  /** Size of the page if it were written now. */
  bytes: number;
  /** Estimate of the heap that the items hold. */
  #memoryBytes: number;
  /** Last log record applied. */
  lsn: Lsn;
  /** First log record whose effect the device does not hold; 0 when clean. */
  recLsn: Lsn;
  /** Whether the device holds a page under this fence, or is being handed one. */
  isOnDevice: boolean;
  /** Upper fence in the page on the device when it was read; not kept up to date after that. */
  storedHigh: KeyBytes | undefined = undefined;
  /** Whether the page on the device is in several pieces. */
  hasPieces = false;
  /** Whether it holds changes that the page on the device lacks and a sorted run, or what is on its way into one, has. */
  isInRuns = false;
  /** A write of this node is in flight. */
  isWriting = false;
  /** Fences of pages on the device that this node has taken over and that go when it is written. */
  absorbed: KeyBytes[] = [];
  /** How many hold the page in memory: see `Pins`. */
  pins = 0;
  /** In how many turns it was needed since it came in, up to two: how much it is worth keeping (`page-cache.ts`). */
  uses: 0 | 1 | 2 = 0;
  /** Number of the last of them. */
  touched = 0;
  /** Whether changes came that would have been buffered, had the node not been in memory. */
  isWrittenBlindly = false;

  constructor(low: KeyBytes, keys: KeyBytes[], items: StoredItem[], lsn: Lsn, isOnDevice: boolean) {
    this.low = low;
    this.#keys = keys;
    this.#items = items;
    this.#search = new KeySearch(keys);
    this.lsn = lsn;
    this.recLsn = 0 as Lsn;
    this.isOnDevice = isOnDevice;
    this.bytes = PAGE_OVERHEAD_BYTES + low.length;
    this.#memoryBytes = this.bytes;
    for (let i = 0; i < keys.length; i++) this.#count(keys[i] as KeyBytes, items[i] as StoredItem);
  }

  static empty(low: KeyBytes): LeafNode {
    return new LeafNode(low, [], [], 0 as Lsn, false);
  }

  static fromPage({ low, high, lsn, entries }: ReadPage): LeafNode {
    const node = new LeafNode(low, [], [], lsn, true);
    node.storedHigh = high;
    node.packInto(entries);
    return node;
  }

  /** Estimate of the heap the node holds. */
  get memoryBytes(): number {
    if (this.#packed !== undefined) return this.#packed.bytes.length + PACKED_MEMORY_BYTES;
    return this.#memoryBytes + this.#sliced.wasteBytes;
  }

  get count(): number {
    return this.#packed?.count ?? this.#keys.length;
  }

  keyAt(index: number): KeyBytes {
    return this.#packed?.keyAt(index) ?? (this.#keys[index] as KeyBytes);
  }

  itemAt(index: number): StoredItem {
    return this.#packed?.itemAt(index) ?? (this.#items[index] as StoredItem);
  }

  /** Index of the first key `>= key`; the number of keys when there is none. */
  lowerBound(key: KeyBytes): number {
    return this.#packed?.lowerBound(key) ?? this.#search.lowerBound(key);
  }

  /** Lets go of what its items were held in, for a page that holds all of them and nothing else. */
  packInto(entries: PackedEntries): void {
    this.#packed = entries;
    this.#keys.length = 0;
    this.#items.length = 0;
    this.#search.changed();
    this.#sliced.clear();
    this.bytes = PAGE_OVERHEAD_BYTES + this.low.length + entries.contentBytes;
    this.#memoryBytes = 0;
  }

  /** Makes objects of the items. */
  unpack(): void {
    const packed = this.#packed;
    if (packed === undefined) return;
    this.#packed = undefined;
    this.bytes = PAGE_OVERHEAD_BYTES + this.low.length;
    this.#memoryBytes = this.bytes;
    for (let i = 0; i < packed.count; i++) {
      const key = packed.keyAt(i);
      const item = packed.itemAt(i);
      this.#keys.push(key);
      this.#items.push(item);
      this.#count(key, item);
    }
    this.#search.changed();
    this.#sliced.sliced(packed.bytes.length);
  }

  #count(key: KeyBytes, item: StoredItem): void {
    this.bytes += bytesOf(key, item);
    this.#memoryBytes += memoryOf(key, item);
  }

  /** The item is no longer the node's, and may have been a slice of what was read. */
  #uncount(key: KeyBytes, item: StoredItem): void {
    this.bytes -= bytesOf(key, item);
    this.#memoryBytes -= memoryOf(key, item);
    this.#sliced.left(bytesOf(key, item));
  }

  #cutLoose(): void {
    this.#sliced.cutLoose(this.#keys, this.#items);
    this.#search.changed();
  }

  get isEvictable(): boolean {
    return this.recLsn === 0 && !this.isWriting;
  }

  find(key: KeyBytes): StoredItem | undefined {
    const packed = this.#packed;
    if (packed !== undefined) {
      const at = packed.lowerBound(key);
      return packed.isKeyAt(at, key) ? packed.itemAt(at) : undefined;
    }
    const at = this.#search.lowerBound(key);
    return this.#keys[at] === key ? this.#items[at] : undefined;
  }

  /** Sets or (with undefined) removes the item at `key`; answers the item it replaced. */
  set(key: KeyBytes, item: StoredItem | undefined): StoredItem | undefined {
    this.unpack();
    const at = this.#search.lowerBound(key);
    const old = this.#keys[at] === key ? this.#items[at] : undefined;
    if (item === undefined) {
      if (old !== undefined) {
        this.#keys.splice(at, 1);
        this.#items.splice(at, 1);
        this.#search.removed(at);
      }
    } else if (old !== undefined) {
      this.#items[at] = item;
    } else {
      if (at === this.#keys.length) {
        this.#keys.push(key);
        this.#items.push(item);
      } else {
        this.#keys.splice(at, 0, key);
        this.#items.splice(at, 0, item);
      }
      this.#search.inserted(at);
    }
    if (item !== undefined) this.#count(key, item);
    if (old !== undefined) {
      this.#uncount(key, old);
      if (this.#sliced.isMostlyWaste) this.#cutLoose();
    }
    return old;
  }

  mustSplit(leafBytes: number): boolean {
    return this.bytes > leafBytes && this.count > 1;
  }

  /** Moves the upper part to a new node and answers it. `newest` is the key whose insertion made the page too large. */
  split(newest: KeyBytes, leafBytes: number): LeafNode {
    this.unpack();
    const isAppend = this.#keys[this.#keys.length - 1] === newest;
    // A node that has grown by many changes at once is filled from the left.
    const keep = Math.min(this.bytes * (isAppend ? APPEND_SPLIT : 0.5), leafBytes * APPEND_SPLIT);
    let at = 0;
    let kept = 0;
    while (at < this.#keys.length - 1 && kept < keep) {
      kept += bytesOf(this.#keys[at] as KeyBytes, this.#items[at] as StoredItem);
      at++;
    }
    at = Math.max(1, at);
    const low = separator(this.#keys[at - 1] as KeyBytes, this.#keys[at] as KeyBytes);
    // The device still holds the page that this node took over at the very fence where it splits again.
    const isOnDevice = this.absorbed.includes(low);
    const upper = new LeafNode(
      low,
      this.#keys.splice(at),
      this.#items.splice(at),
      this.lsn,
      isOnDevice,
    );
    this.#search.changed();
    upper.recLsn = this.recLsn;
    upper.uses = this.uses;
    upper.touched = this.touched;
    upper.isWrittenBlindly = this.isWrittenBlindly;
    upper.isInRuns = this.isInRuns;
    upper.absorbed = this.absorbed.filter((fence) => fence > low);
    this.absorbed = this.absorbed.filter((fence) => fence < low);
    for (let i = 0; i < upper.count; i++) this.#uncount(upper.keyAt(i), upper.itemAt(i));
    // Else each half would hold all of it.
    if (this.#sliced.isSliced) for (const half of [this, upper]) half.#cutLoose();
    return upper;
  }

  /** Drops the items at or above `high`: leftovers of a page written before a split. True when there were any. */
  trimAbove(high: KeyBytes): boolean {
    const at = this.lowerBound(high);
    if (at === this.count) return false;
    this.unpack();
    for (let i = at; i < this.#keys.length; i++)
      this.#uncount(this.#keys[i] as KeyBytes, this.#items[i] as StoredItem);
    this.#keys.length = at;
    this.#items.length = at;
    if (this.#sliced.isMostlyWaste) this.#cutLoose();
    this.#search.changed();
    return true;
  }

  /** Takes over everything of its right neighbour, which then ceases to exist. */
  absorb(right: LeafNode): void {
    this.unpack();
    right.unpack();
    for (let i = 0; i < right.count; i++) {
      const key = right.keyAt(i);
      const item = right.itemAt(i);
      this.#keys.push(key);
      this.#items.push(item);
      this.#count(key, item);
    }
    this.#sliced.absorb(right.#sliced);
    this.#search.changed();
    this.lsn = Math.max(this.lsn, right.lsn) as Lsn;
    if (right.recLsn !== 0 && (this.recLsn === 0 || right.recLsn < this.recLsn))
      this.recLsn = right.recLsn;
    this.isInRuns ||= right.isInRuns;
    if (right.isOnDevice) this.absorbed.push(right.low);
    this.absorbed.push(...right.absorbed);
  }
}

/** The shortest key `k` with `left < k <= right`. */
function separator(left: KeyBytes, right: KeyBytes): KeyBytes {
  let same = 0;
  while (same < left.length && left.charCodeAt(same) === right.charCodeAt(same)) same++;
  return ownCopy(right.slice(0, same + 1) as KeyBytes);
}
