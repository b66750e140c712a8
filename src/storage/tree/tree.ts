import { invariant } from '../../kernel/invariant.ts';
import type { KeyBytes } from '../../kernel/key-bytes.ts';
import { ownCopy } from '../../kernel/key-bytes.ts';
import type { StoredItem } from '../stored-item.ts';
import type { KnownSize, Lsn, TreeId } from '../store.ts';
import type { BufferedChange, FalseClaim, HeldChange } from './change-buffer.ts';
import { ChangeBuffer, falseClaimsOf } from './change-buffer.ts';
import type { KeyDirectories } from './key-directories.ts';
import { KeySearch } from './key-search.ts';
import { LeafNode } from './leaf-node.ts';
import { DamagedRangeError, PageFault } from './page-fault.ts';

/** Share of the largest page under which a node is worth joining with its left neighbour. */
const JOIN_SHARE = 0.2;

/** What is known of a key whose page is not in memory. */
export interface Sight {
  /** Of the item that stands there, 0 for none. */
  readonly sizeBytes: KnownSize;
  /** Whether the item itself is known, and not its size alone. */
  readonly isWhole: boolean;
  /** The change that it is known by. */
  readonly change: BufferedChange | undefined;
}

const ABSENT: Sight = { sizeBytes: 0, isWhole: true, change: undefined };

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

  /** The node that holds `key`; throws PageFault when it is not in memory. */
  nodeFor(key: KeyBytes): LeafNode {
    const index = this.indexOf(key);
    return this.nodes[index] ?? this.#missing(index);
  }

  nodeAt(index: number): LeafNode {
    return this.nodes[index] ?? this.#missing(index);
  }

  #missing(index: number): never {
    this.mustBeSound(index);
    throw new PageFault(this.id, [this.fences[index] as KeyBytes]);
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
    const change = this.buffers.get(low)?.changes.get(key);
    if (change !== undefined)
      return { sizeBytes: change.item?.sizeBytes ?? 0, isWhole: true, change };
    const sizeBytes = directory.sizeAt(key);
    if (sizeBytes === 0) return ABSENT;
    return sizeBytes === undefined ? undefined : { sizeBytes, isWhole: false, change };
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

  /** Whether `written` names every page of the tree on the device, and no other. */
  get isWrittenWhole(): boolean {
    let named = 0;
    for (let i = 0; i < this.fences.length; i++) {
      if (this.written.has(this.fences[i] as KeyBytes)) named++;
      else if (this.nodes[i]?.isOnDevice !== false) return false;
    }
    return named === this.written.size;
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
      this.#addFence(index + 1, node.storedHigh);
      this.nodes.splice(index + 1, 0, undefined);
      const beyond = this.buffers.get(node.low)?.split(node.storedHigh);
      if (beyond !== undefined) this.buffers.set(node.storedHigh, beyond);
    }
    return true;
  }

  /**
   * Applies to a node that came in what was changed meanwhile; `uncovered` is told what each change replaced. Changes that
   * the page on the device already contained are passed over. Answers whether one replaced another size than was thought: the counts,
   * which the log has wrong as well, are right from here on.
   */
  merge(
    node: LeafNode,
    uncovered: (key: KeyBytes, lsn: Lsn, old: StoredItem | undefined) => void,
  ): boolean {
    const buffer = this.buffers.get(node.low);
    if (buffer === undefined) return false;
    this.buffers.delete(node.low);
    const pageLsn = node.lsn;
    let newest = '' as KeyBytes;
    let isCorrected = false;
    for (const [key, change] of buffer.changes) {
      const { item, lsn } = change;
      // Not `<=`: one record may change several keys of the page.
      if (lsn < pageLsn) continue;
      const old = node.set(key, item);
      uncovered(key, lsn, old);
      for (const falseClaim of falseClaimsOf(change, pageLsn, old)) {
        this.#correct(falseClaim);
        isCorrected = true;
      }
      if (item !== undefined && key > newest) newest = key;
      if (lsn > node.lsn) node.lsn = lsn;
      if (node.recLsn === 0 || node.recLsn > buffer.recLsn) node.recLsn = buffer.recLsn;
    }
    if (node.mustSplit(this.#leafBytes)) this.#split(this.indexOf(node.low), newest);
    return isCorrected;
  }

  /** A change was counted as if it replaced something else. */
  #correct({ replaces, replaced }: FalseClaim): void {
    this.items += Number(replaces > 0) - Number(replaced > 0);
    this.sizeBytes += replaces - replaced;
  }

  /**
   * The page at a fence cannot be read. What was written to it is not lost with it: each such key, from record `certainFrom` on, gets a page of
   * its own, and the range around it stays damaged (docs/decisions/0035). `carved` is told of each.
   */
  condemn(
    low: KeyBytes,
    reason: string,
    certainFrom: Lsn,
    carved: (key: KeyBytes, lsn: Lsn) => void,
  ): void {
    const buffer = this.buffers.get(low);
    this.buffers.delete(low);
    this.#directories.forget(this.id, low);
    this.damaged.set(low, reason);
    for (const [key, change] of buffer?.changes ?? []) {
      if (change.lsn < certainFrom) continue;
      carved(key, change.lsn);
      this.#carve(ownCopy(key), change, reason);
    }
  }

  /** Cuts the page of one key out of a damaged one. */
  #carve(key: KeyBytes, { item, claim, lsn }: HeldChange, reason: string): void {
    const found = this.indexOf(key);
    const isInPlace = this.fences[found] === key;
    const at = isInPlace ? found : found + 1;
    const node = new LeafNode(key, item ? [key] : [], item ? [item] : [], lsn, isInPlace);
    node.recLsn = claim.lsn;
    if (isInPlace) {
      // The page on the device, in however many pieces, makes way.
      node.hasPieces = true;
      this.damaged.delete(key);
      this.noteWritten(key, undefined);
      this.nodes[at] = node;
    } else {
      this.#addFence(at, key);
      this.nodes.splice(at, 0, node);
    }
    const above = `${key}\u0000` as KeyBytes;
    if (this.highOf(at) === above) return;
    this.#addFence(at + 1, above);
    this.nodes.splice(at + 1, 0, undefined);
    this.damaged.set(above, reason);
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
   * none. Answers the buffered change of the same key that it replaced.
   */
  buffer(key: KeyBytes, change: BufferedChange, replaces: KnownSize): HeldChange | undefined {
    const fence = this.fences[this.indexOf(key)] as KeyBytes;
    let buffer = this.buffers.get(fence);
    if (buffer === undefined) {
      buffer = new ChangeBuffer(change.lsn);
      this.buffers.set(fence, buffer);
    }
    this.#count(change.item, replaces, 1);
    return buffer.set(key, change, replaces);
  }

  /** Takes back a buffered change that no page has met: `previous` is what `buffer` answered. */
  unbuffer(
    key: KeyBytes,
    { item }: BufferedChange,
    replaces: KnownSize,
    previous: HeldChange | undefined,
  ): void {
    this.#count(item, replaces, -1);
    const fence = this.fences[this.indexOf(key)] as KeyBytes;
    const buffer = this.buffers.get(fence);
    if (buffer === undefined) return;
    if (previous !== undefined) buffer.hold(key, previous);
    else buffer.remove(key);
    if (buffer.changes.size === 0) this.buffers.delete(fence);
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
    if (node.mustSplit(this.#leafBytes)) this.#split(index, key);
    return old;
  }

  /** Splits the node at `index`, and what splits off from it, until none is too large. */
  #split(index: number, newest: KeyBytes): void {
    for (let at = index, last = index; at <= last; at++) {
      const node = this.nodeAt(at);
      while (node.mustSplit(this.#leafBytes)) {
        const upper = node.split(newest, this.#leafBytes);
        this.#addFence(at + 1, upper.low);
        this.nodes.splice(at + 1, 0, upper);
        last++;
      }
    }
  }

  #addFence(index: number, fence: KeyBytes): void {
    this.fences.splice(index, 0, fence);
    this.#search.inserted(index);
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
