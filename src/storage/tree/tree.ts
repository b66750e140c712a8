import { invariant } from '../../kernel/invariant.ts';
import type { KeyBytes } from '../../kernel/key-bytes.ts';
import type { FalseClaim } from '../claim.ts';
import type { PageRange } from '../run/sorted-runs.ts';
import type { StoredItem } from '../stored-item.ts';
import type { KnownSize, Lsn, TreeId } from '../store.ts';
import type { BufferedChange, HeldChange } from './change-buffer.ts';
import { ChangeBuffer } from './change-buffer.ts';
import { byPage } from './by-page.ts';
import { FrozenChanges } from './frozen-changes.ts';
import type { KeyDirectories } from './directory/key-directories.ts';
import { KeySearch } from './key-search.ts';
import { LeafNode } from './leaf-node.ts';
import { DamagedRangeError, ItemFault, PageFault } from './page-fault.ts';
import type { PageVersion } from './read-items.ts';
import { ReadItems } from './read-items.ts';
import { ABSENT, sightOf, sightOfSize } from './sight.ts';
import type { Sight } from './sight.ts';

/** Share of the largest page under which a node is worth joining with its left neighbour. */
const JOIN_SHARE = 0.2;

/**
 * A one-level B+tree (ADR 21): sorted fence keys in memory, a leaf node beside each when it is loaded.
 *
 * Invariants:
 * 1. Fences ascend; the first is the empty string; node `i` holds `fences[i] <= key < fences[i + 1]`.
 * 2. Counts are those of all records applied, loaded or not.
 * 3. Only a node that is not in memory has a buffer: the changes that it will find when it comes in.
 */
export class Tree {
  readonly id: TreeId;
  readonly #leafBytes: number;
  readonly #joinBytes: number;
  readonly #directories: KeyDirectories;
  readonly fences: KeyBytes[];
  readonly #search: KeySearch;
  readonly nodes: (LeafNode | undefined)[];
  /** Changes of pages that are not in memory, by fence. */
  readonly buffers = new Map<KeyBytes, ChangeBuffer>();
  /** Changes that were buffered, on their way into a sorted run. */
  frozen: FrozenChanges | undefined;
  /** What was read of pages that are not in memory. */
  readonly readItems = new ReadItems();
  /** Reason why the page at a fence cannot be read. */
  readonly damaged = new Map<KeyBytes, string>();
  /** Last log record in each page on the device, by fence, as far as is known: no page there may be older. */
  written = new Map<KeyBytes, Lsn>();
  /** Whether `written` differs from the branch page on the device. */
  hasStaleBranch = false;
  items = 0;
  sizeBytes = 0;

  /** `fences` ascend and are no slices. A node of more than `leafBytes` is split. */
  constructor(
    id: TreeId,
    fences: readonly KeyBytes[],
    leafBytes: number,
    directories: KeyDirectories,
  ) {
    this.id = id;
    this.#directories = directories;
    this.#leafBytes = leafBytes;
    this.#joinBytes = leafBytes * JOIN_SHARE;
    this.fences = [...fences];
    this.nodes = fences.map(() => undefined);
    if (fences.length === 0) {
      this.fences.push('' as KeyBytes);
      this.nodes.push(LeafNode.empty('' as KeyBytes));
    } else if (fences[0] !== '') {
      // The first page of a tree is written last: until then its range is empty on the device.
      this.fences.unshift('' as KeyBytes);
      this.nodes.unshift(LeafNode.empty('' as KeyBytes));
    }
    this.#search = new KeySearch(this.fences);
  }

  /** Index of the node whose range holds `key`. */
  indexOf(key: KeyBytes): number {
    return this.#search.floor(key);
  }

  /** Upper fence of the node at `index`; undefined for the last. */
  highOf(index: number): KeyBytes | undefined {
    return this.fences[index + 1];
  }

  /** The keys of the page at a fence, and what it contains at least. */
  rangeAt(fence: KeyBytes): PageRange {
    return {
      tree: this.id,
      from: fence,
      to: this.highOf(this.indexOf(fence)),
      lsn: this.written.get(fence) ?? (0 as Lsn),
    };
  }

  /** The node that holds `key`; throws PageFault when it is not in memory. */
  nodeFor(key: KeyBytes): LeafNode {
    const index = this.indexOf(key);
    return this.nodes[index] ?? this.#missing(index, key);
  }

  nodeAt(index: number): LeafNode {
    return this.nodes[index] ?? this.#missing(index);
  }

  /** Throws for the page at `index`, of which `key` alone is needed where it is given. */
  #missing(index: number, key?: KeyBytes): never {
    this.mustBeSound(index);
    const fence = this.fences[index] as KeyBytes;
    if (key === undefined) throw new PageFault(this.id, [fence]);
    throw new ItemFault(this.id, new Map([[fence, [key]]]));
  }

  /** Throws DamagedRangeError where the node at `index` can never come into memory. */
  mustBeSound(index: number): void {
    const fence = this.fences[index] as KeyBytes;
    const reason = this.damaged.get(fence);
    if (reason !== undefined)
      throw new DamagedRangeError(this.id, fence, this.highOf(index), reason);
  }

  /** The node that holds `key`, if it is in memory. */
  loadedFor(key: KeyBytes): LeafNode | undefined {
    return this.nodes[this.indexOf(key)];
  }

  /** The node at `index` leaves memory: the device holds all of it. */
  evict(index: number): void {
    const node = this.nodes[index];
    if (node === undefined) return;
    this.nodes[index] = undefined;
    this.#directories.keep(this.id, node);
  }

  /**
   * What is known of a key whose node is not in memory; undefined where only its page can tell. The directory speaks for the page, the
   * buffer for what came later. A buffer without a directory does not speak: the page, which nobody has seen, may be ahead of it.
   */
  sight(key: KeyBytes): Sight | undefined {
    const low = this.fences[this.indexOf(key)] as KeyBytes;
    const directory = this.#directories.find(this.id, low);
    if (directory === undefined) return undefined;
    const change = this.buffers.get(low)?.get(key) ?? this.#frozenAt(low, key);
    // What an opening has redone the page may contain.
    if (change !== undefined && change.lsn >= directory.lsn)
      return sightOf(change.item, change.lsn);
    const sizeBytes = directory.sizeAt(key);
    if (sizeBytes === 0) return ABSENT;
    const read = this.readItems.get(key);
    if (read?.isOf(this.pageVersionAt(key)) === true) return sightOf(read.item);
    return sizeBytes === undefined ? undefined : sightOfSize(sizeBytes);
  }

  /** The page that holds `key`, as the device has it. */
  pageVersionAt(key: KeyBytes): PageVersion {
    const low = this.fences[this.indexOf(key)] as KeyBytes;
    return { low, written: this.written.get(low) };
  }

  /** Whether more may be known of the keys of a page that is not in memory when its digest has been read. */
  isUnread(low: KeyBytes): boolean {
    return this.#directories.isUnread(this.id, low);
  }

  /** What lies beside the page of a node, on the device. */
  digestOf(node: LeafNode): Uint8Array {
    return this.#directories.digestOf(this.id, node, this.highOf(this.indexOf(node.low)));
  }

  /** The change of a key that is on its way into a run, unless its page has it, or a later one. */
  #frozenAt(low: KeyBytes, key: KeyBytes): HeldChange | undefined {
    const change = this.frozen?.get(key);
    return change !== undefined && change.lsn > (this.written.get(low) ?? -1) ? change : undefined;
  }

  /** Size of the item at a key, 0 for none; undefined where only its page can tell. */
  sizeAt(key: KeyBytes): KnownSize | undefined {
    const node = this.loadedFor(key);
    return node === undefined ? this.sight(key)?.sizeBytes : (node.find(key)?.sizeBytes ?? 0);
  }

  /** Declares that the device must hold the tree's first page, listed or not: who needs it finds out. */
  expectRoot(): void {
    if (this.nodes[0]?.isOnDevice === false) this.nodes[0] = undefined;
  }

  /** Whether the device holds the tree's first page, or must. */
  get hasStoredRoot(): boolean {
    return this.nodes[0]?.isOnDevice ?? true;
  }

  /** Of what is written, only the pages at these fences are there. */
  keepWritten(fences: readonly KeyBytes[]): void {
    const listed = new Set(fences);
    for (const low of this.written.keys()) if (!listed.has(low)) this.noteWritten(low, undefined);
  }

  /** The device holds the page at `low` up to record `lsn`; it holds no page there any more where that is undefined. */
  noteWritten(low: KeyBytes, lsn: Lsn | undefined): void {
    if (this.written.get(low) === lsn) return;
    if (lsn === undefined) this.written.delete(low);
    else this.written.set(low, lsn);
    this.hasStaleBranch = true;
  }

  /**
   * Puts a loaded node in its place. False when the place is gone or taken.
   *
   * A page knows the fence it ended at when it was written: a next fence beyond that means that pages have vanished from
   * the device. The range between gets a fence of its own, whose page will not be found: it is not empty.
   */
  install(node: LeafNode, nextLsn: Lsn): boolean {
    const index = this.indexOf(node.low);
    if (this.fences[index] !== node.low || this.nodes[index] !== undefined) return false;
    const high = this.highOf(index);
    if (high !== undefined && node.trimAbove(high)) node.recLsn = nextLsn;
    this.nodes[index] = node;
    this.#directories.forget(this.id, node.low);
    if (this.endsBefore(node, index) && node.storedHigh !== undefined) {
      this.insert(index + 1, node.storedHigh, undefined);
      const beyond = this.buffers.get(node.low)?.split(node.storedHigh);
      if (beyond !== undefined) this.buffers.set(node.storedHigh, beyond);
    }
    return true;
  }

  /** A change was counted as if it replaced something else. */
  correct({ replaces, replaced }: FalseClaim): void {
    this.items += Number(replaces > 0) - Number(replaced > 0);
    this.sizeBytes += replaces - replaced;
  }

  /** The buffer of the page at a fence, which is not the tree's any more. */
  takeBuffer(low: KeyBytes): ChangeBuffer | undefined {
    const buffer = this.buffers.get(low);
    this.buffers.delete(low);
    return buffer;
  }

  /** The page at a fence can never come into memory. */
  spoil(low: KeyBytes, reason: string): void {
    this.buffers.delete(low);
    this.#directories.forget(this.id, low);
    this.damaged.set(low, reason);
  }

  /** A fence becomes the one at `index`, with its node. */
  insert(index: number, fence: KeyBytes, node: LeafNode | undefined): void {
    this.fences.splice(index, 0, fence);
    this.#search.inserted(index);
    this.nodes.splice(index, 0, node);
  }

  mustSplit(node: LeafNode): boolean {
    return node.mustSplit(this.#leafBytes);
  }

  /**
   * Buffered changes are on their way into a run from here on, and others are buffered anew. Left out is what a run cannot tell: claims that are known
   * to be false.
   */
  freeze(): void {
    if (this.frozen !== undefined) return;
    const frozen = [...this.buffers].filter(([, buffer]) => buffer.isTrue);
    if (frozen.length === 0) return;
    this.frozen = new FrozenChanges(frozen.map(([, buffer]) => buffer));
    for (const [low] of frozen) this.buffers.delete(low);
  }

  /** The superblock names the run of what was frozen: directories speak for that from here on. */
  named(frozen: FrozenChanges): void {
    if (this.frozen !== frozen) return;
    this.frozen = undefined;
    const { keys, changes } = frozen.within(this.id, { from: '' as KeyBytes, to: undefined });
    for (const key of keys) this.readItems.forget(key);
    for (const [low, ofPage] of byPage(this, { keys, changes }))
      this.#directories.update(this.id, low, ofPage);
  }

  /** Joins a small dirty node with its left neighbour, where it can be. */
  joinIfSmall(node: LeafNode): void {
    const index = this.indexOf(node.low);
    if (this.nodes[index] === node && node.recLsn !== 0 && node.bytes < this.#joinBytes)
      this.#join(index);
  }

  /** Whether the page, as it was written, ended before the fence that now comes next. */
  endsBefore({ storedHigh }: LeafNode, index: number): boolean {
    const high = this.highOf(index);
    return storedHigh !== undefined && (high === undefined || high > storedHigh);
  }

  /** Applies one change and answers the item it replaced. The node must be in memory. */
  set(key: KeyBytes, item: StoredItem | undefined, lsn: Lsn): StoredItem | undefined {
    const old = this.redo(key, item, lsn);
    if (item !== undefined) return old;
    const index = this.indexOf(key);
    if (this.nodeAt(index).bytes < this.#joinBytes) this.#join(index);
    return old;
  }

  /**
   * Notes one change of a key whose node is not in memory. `replaces` is the size of the item that stands there, 0 for
   * none. Answers the change of the same key that was buffered before, if it is still to reach a page or a run.
   */
  buffer(key: KeyBytes, change: BufferedChange, replaces: KnownSize): HeldChange | undefined {
    const fence = this.fences[this.indexOf(key)] as KeyBytes;
    let buffer = this.buffers.get(fence);
    if (buffer === undefined) {
      buffer = new ChangeBuffer(change.lsn);
      this.buffers.set(fence, buffer);
    }
    this.#count(change.item, replaces, 1);
    return buffer.set(key, change, replaces) ?? this.#frozenAt(fence, key);
  }

  /** Takes back a buffered change that no page has met: `previous` is what `buffer` answered. */
  unbuffer(
    key: KeyBytes,
    change: BufferedChange,
    replaces: KnownSize,
    previous: HeldChange | undefined,
  ): void {
    this.#count(change.item, replaces, -1);
    const fence = this.fences[this.indexOf(key)] as KeyBytes;
    const buffer = this.buffers.get(fence);
    const holder = buffer?.get(key)?.lsn === change.lsn ? buffer : this.frozen;
    if (holder?.get(key)?.lsn !== change.lsn) return;
    // What was frozen before is there still, or in a run.
    if (previous !== undefined && previous.lsn >= holder.recLsn) holder.hold(key, previous);
    else holder.remove(key);
    if (buffer?.changes.size === 0) this.buffers.delete(fence);
    if (this.frozen?.size === 0) this.frozen = undefined;
  }

  /**
   * Records from `firstLsn` on were refused, and what they changed is taken back: here from what is on its way into a run. What it held of the
   * same keys before is in their nodes alone then.
   */
  refused(firstLsn: Lsn): void {
    const { frozen } = this;
    if (frozen === undefined) return;
    for (const key of frozen.removeFrom(firstLsn)) {
      const node = this.loadedFor(key);
      invariant(node !== undefined, 'a refused change is buffered no more, or its page is here');
      if (node.recLsn === 0 || node.recLsn > frozen.recLsn) node.recLsn = frozen.recLsn;
    }
    if (frozen.size === 0) this.frozen = undefined;
  }

  #count(item: StoredItem | undefined, replaces: KnownSize, sign: 1 | -1): void {
    this.items += sign * (Number(item !== undefined) - Number(replaces > 0));
    this.sizeBytes += sign * ((item?.sizeBytes ?? 0) - replaces);
  }

  /**
   * Applies one change during recovery. Joins no nodes: neighbours on the device may contain the log up to different
   * records, and one node can tell only one.
   */
  redo(key: KeyBytes, item: StoredItem | undefined, lsn: Lsn): StoredItem | undefined {
    const index = this.indexOf(key);
    const node = this.nodeAt(index);
    const old = node.set(key, item);
    this.items += (item === undefined ? 0 : 1) - (old === undefined ? 0 : 1);
    this.sizeBytes += (item?.sizeBytes ?? 0) - (old?.sizeBytes ?? 0);
    node.lsn = lsn;
    if (node.recLsn === 0) node.recLsn = lsn;
    if (this.mustSplit(node)) this.split(node, key);
    return old;
  }

  /** Splits a node, and what splits off from it, until none is too large; `newest` is the key that came last. */
  split(node: LeafNode, newest: KeyBytes): void {
    const index = this.indexOf(node.low);
    for (let at = index, last = index; at <= last; at++) {
      const lower = this.nodeAt(at);
      while (lower.mustSplit(this.#leafBytes)) {
        const upper = lower.split(newest, this.#leafBytes);
        this.insert(at + 1, upper.low, upper);
        last++;
      }
    }
  }

  /** Joins a small node with its left neighbour where both are in memory and at rest. */
  #join(index: number): void {
    const right = this.nodes[index];
    const left = this.nodes[index - 1];
    if (left === undefined || right === undefined) return;
    if (left.isWriting || right.isWriting || left.bytes + right.bytes > this.#joinBytes * 2) return;
    invariant(right.recLsn !== 0, 'a node that just changed is dirty');
    left.absorb(right);
    this.fences.splice(index, 1);
    this.#search.removed(index);
    this.nodes.splice(index, 1);
  }
}
