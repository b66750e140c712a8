import { lowerBound } from '../kernel/binary-search.ts';
import type { KeyBytes } from '../kernel/key-bytes.ts';
import type { Waiting } from './checkpoint/replay-fault.ts';
import { ReplayFault } from './checkpoint/replay-fault.ts';
import type { DeviceFault } from './device/port.ts';
import type { LogStoreOptions } from './log-store-options.ts';
import type { AnswerNote } from './log/answer-note.ts';
import type { LogRecord } from './log/log-record.ts';
import type { LoggedStore } from './log/logged-store.ts';
import { LogFault } from './log/logged-store.ts';
import { faultAhead, isLost, lost, visitNode } from './node-reads.ts';
import { freedBy, writtenBy } from './quota/growth.ts';
import { RoomFault } from './quota/room-fault.ts';
import type { StoreFault } from './store-fault.ts';
import type { Change, KeyRange, Lsn, TransactionItem, TreeCounts, TreeId } from './store.ts';
import { StoreParts } from './store-parts.ts';
import type { StoredItem } from './stored-item.ts';
import { changesTable } from './system-tree.ts';
import type { LeafNode } from './tree/leaf-node.ts';
import { ItemFault, PageFault } from './tree/page-fault.ts';
import type { Pins } from './tree/pins.ts';
import { treeIdOf } from './tree/tree-id.ts';

/**
 * How a turn is let write: it has to ask for room, and to wait for the checkpoint; so it has, but has waited; so it has, and makes way for the rest because nobody waits
 * for it; or neither is asked of it, for what it appends only follows from what has been taken.
 */
export type Growth = Waiting | 'must be taken';

/**
 * The store: the replication log is the truth, the trees follow it, pages reach the device by checkpoint.
 *
 * Invariants:
 * 1. `append` is synchronous and total: it throws before its first effect or not at all.
 * 2. What a reader saw is durable once `seenLsn`, as it stood after the read, is.
 */
export class LogStore implements LoggedStore {
  readonly log: StoreParts['log'];
  readonly forest: StoreParts['forest'];
  readonly checkpointer: StoreParts['checkpointer'];
  readonly followed: StoreParts['followed'];
  readonly storedLog: StoreParts['storedLog'];
  readonly closing: StoreParts['closing'];
  readonly expiring: StoreParts['expiring'];
  readonly broken: StoreParts['broken'];
  readonly #parts: StoreParts;
  /** How often a tree has changed since the opening. A record that takes the number of a refused one is another change. */
  changes = 0;
  /** How often the table catalog has. */
  catalogChanges = 0;
  readonly #readAheadBytes: number;
  /** Records or page loads between two looks at the cache and the checkpoint. */
  readonly #housekeepingEvery: number;
  /** Or so many bytes of them, however few that are. */
  readonly #housekeepingBytes: number;
  #seenLsn = 0 as Lsn;
  #hasAppended = false;
  #hasGrown = false;
  #growth: Growth = 'needs room';
  /** Turns that have begun. */
  turns = 0;
  #treesOfRecord = 0;
  #sinceHousekeeping = 0;
  /** Memory of pages that were held, and are no more. */
  #releasedBytes = 0;
  /** What had come in and been released at the last look. */
  #arrivedAtLook = 0;

  constructor(options: LogStoreOptions) {
    const parts = new StoreParts(options);
    this.#parts = parts;
    this.log = parts.log;
    this.forest = parts.forest;
    this.checkpointer = parts.checkpointer;
    this.followed = parts.followed;
    this.storedLog = parts.storedLog;
    this.closing = parts.closing;
    this.expiring = parts.expiring;
    this.broken = parts.broken;
    const { readAheadBytes, housekeepingEvery, housekeepingBytes } = options.world.knobs;
    this.#readAheadBytes = readAheadBytes;
    this.#housekeepingEvery = housekeepingEvery;
    this.#housekeepingBytes = housekeepingBytes;
  }

  /**
   * Begins a turn of one operation: what it sees and whether it writes is counted from here. On a full device it may not make
   * the store larger, unless what it appends only follows from what has been taken: then it does not wait for the checkpoint either. What nobody waits for leaves
   * the last of the log that may be replayed to others.
   */
  beginTurn(growth: Growth = 'needs room'): void {
    this.#growth = growth;
    this.turns++;
    this.#seenLsn = 0 as Lsn;
    this.#hasAppended = false;
    this.#treesOfRecord = 0;
    this.forest.tick();
  }

  /** The newest record not yet durable that the turn saw or wrote; 0 when all it saw is durable. */
  get seenLsn(): Lsn {
    return this.#seenLsn;
  }

  /** Whether the last record appended puts items. */
  get hasGrown(): boolean {
    return this.#hasGrown;
  }

  get hasAppended(): boolean {
    return this.#hasAppended;
  }

  /**
   * What every write would have to wait for, as far as that can be told beforehand. Who waits for it before it loads pages holds none meanwhile. A full
   * device takes what frees room: a write has to find that out for itself.
   */
  lackOfWrites(hasWaited: boolean): ReplayFault | RoomFault | undefined {
    const { policy, room } = this.#parts;
    const waiting = hasWaited ? 'has waited' : 'needs room';
    if (policy.holds(waiting)) return new ReplayFault(waiting);
    return !room.isFull && room.isShortOf(0) ? new RoomFault(0) : undefined;
  }

  /** Whether a write that begins now has to wait until its turn has come. */
  get holdsWrites(): boolean {
    return this.#parts.policy.pace.holds(false);
  }

  /** Calls `go` when the turn of a write has come. Writers are let in as fast as the checkpoint follows, in the order in which they came. */
  queueWrite(go: () => void, { waiting }: ReplayFault): void {
    this.#parts.policy.pace.queue(go, waiting === 'has waited');
  }

  /** Whether only what makes the store smaller is taken: the device is full. */
  get isFull(): boolean {
    return this.#parts.room.isFull;
  }

  /**
   * Brings in what a read lacked, and holds the pages by `pins`, or makes the room that a write lacked. Pages that are wanted in one turn of
   * the event loop come in together. Rejects with `DeviceFault`.
   */
  async load(fault: StoreFault, pins: Pins): Promise<void> {
    if (fault instanceof LogFault) await this.storedLog.load(fault, this.durableLsn);
    else if (fault instanceof ReplayFault) await this.#parts.policy.turnOf(fault.waiting);
    else if (!(fault instanceof PageFault)) await this.#parts.seeTo(fault);
    else {
      await this.forest.load(fault, () => this.log.nextLsn, pins);
      this.#sinceHousekeeping += fault.fences.length;
    }
  }

  /** Whoever pages were held for has run. */
  release(pins: Pins): void {
    this.#releasedBytes += pins.release();
    this.#housekeep();
  }

  /** Writes all dirty pages and moves the checkpoint. Resolves false when the device refused. */
  async checkpoint(): Promise<boolean> {
    return this.#parts.policy.settle();
  }

  stop(fault: DeviceFault): void {
    this.#parts.policy.stop();
    this.log.stop(fault);
  }

  find(treeId: TreeId, key: KeyBytes): StoredItem | undefined {
    const tree = this.forest.tree(treeId);
    const sight = tree.loadedFor(key) === undefined ? tree.sight(key) : undefined;
    if (sight?.isWhole === true) {
      this.#seeRecord(sight.lsn);
      return sight.item;
    }
    const node = this.#see(tree.nodeFor(key));
    this.forest.use(node);
    const item = node.find(key);
    if (isLost(item)) throw lost(treeId, key);
    return item;
  }

  need(treeId: TreeId, keys: readonly KeyBytes[]): void {
    const tree = this.forest.tree(treeId);
    const wanted = new Map<KeyBytes, KeyBytes[]>();
    let isComplete = true;
    for (const key of keys) {
      const index = tree.indexOf(key);
      const isThere = tree.nodes[index] !== undefined;
      if (!isThere && tree.sight(key)?.isWhole === true) continue;
      const fence = tree.fences[index] as KeyBytes;
      const ofPage = wanted.get(fence);
      if (ofPage === undefined) wanted.set(fence, [key]);
      else ofPage.push(key);
      if (isThere) continue;
      if (tree.damaged.has(fence)) tree.nodeFor(fence);
      isComplete = false;
    }
    // Those that are in memory too: they are to stay until the others are.
    if (!isComplete) throw new ItemFault(treeId, wanted);
  }

  scan(
    treeId: TreeId,
    range: KeyRange,
    options: {
      readonly reverse: boolean;
      readonly expectedBytes?: number;
      readonly isScan?: boolean;
    },
    visit: (key: KeyBytes, item: StoredItem) => boolean,
  ): void {
    const tree = this.forest.tree(treeId);
    const { from, to } = range;
    if (to !== undefined && from >= to) return;
    const step = options.reverse ? -1 : 1;
    const first = tree.indexOf(from);
    const last = to === undefined ? tree.fences.length - 1 : lowerBound(tree.fences, to) - 1;
    let bytesLeft = options.expectedBytes ?? this.#readAheadBytes;
    for (
      let index = options.reverse ? last : first;
      first <= index && index <= last;
      index += step
    ) {
      if (tree.nodes[index] === undefined)
        faultAhead(tree, index, { first, last, step }, bytesLeft);
      const node = this.#see(tree.nodeAt(index));
      if (options.isScan === true) this.forest.pass(node);
      else this.forest.use(node);
      if (!visitNode(treeId, node, range, step, visit)) return;
      bytesLeft -= node.bytes;
    }
  }

  append(changes: readonly Change[], items: readonly TransactionItem[] = []): Lsn {
    const growth = this.#growth;
    const isBound = growth !== 'must be taken';
    if (isBound && !this.#hasAppended && this.#parts.policy.holds(growth))
      throw new ReplayFault(growth);
    const record = this.#parts.records.prepare(changes);
    // What the changes free is known when their pages are there.
    if (isBound) this.#mustHaveRoom(changes);
    this.#parts.policy.written(writtenBy(changes), this.#growth === 'can wait');
    const lsn = this.#parts.records.append(record);
    this.changes++;
    if (changes.some(changesTable)) this.catalogChanges++;
    this.#parts.transactions.begin(lsn, items);
    this.#treesOfRecord = 0;
    this.#seenLsn = lsn;
    this.#hasAppended = true;
    this.#sinceHousekeeping++;
    this.#housekeep();
    return lsn;
  }

  #mustHaveRoom(changes: readonly Change[]): void {
    const written = writtenBy(changes);
    this.#hasGrown = written > 0;
    this.#parts.room.mustTake(written, () => freedBy(changes, this.forest));
  }

  /** Keeps the answer to a request together with the record it made. Counts to its turn. */
  noteAnswer(note: AnswerNote): Lsn {
    this.#seenLsn = this.#parts.records.note(note);
    return this.#seenLsn;
  }

  /** Sizes of all items put since the opening. */
  get putBytes(): number {
    return this.#parts.records.putBytes;
  }

  /** How many trees were dropped since the opening. */
  get drops(): number {
    return this.#parts.records.drops;
  }

  /**
   * Whether no page is left of trees that were dropped, of which the turn has read. Throws `FellingFault`, whose load deletes some, unless that has been
   * done since the last time.
   */
  areGone(trees: readonly TreeId[]): boolean {
    return this.#parts.felling.isDone(trees, this.#seenLsn);
  }

  /** Rows of such trees that are known to be left. */
  get felledRows(): number {
    return this.#parts.felling.left;
  }

  get nextLsn(): Lsn {
    return this.log.nextLsn;
  }

  get durableLsn(): Lsn {
    return this.log.durableLsn;
  }

  get oldestLogLsn(): Lsn {
    return this.checkpointer.superblock.logFromLsn;
  }

  readLog(
    query: { readonly from: Lsn; readonly trees: readonly TreeId[] },
    visit: (record: LogRecord) => boolean,
  ): Lsn {
    return this.storedLog.read(query, this.durableLsn, visit);
  }

  isInTransaction(tree: TreeId, key: KeyBytes): boolean {
    return this.#parts.transactions.holds(tree, key);
  }

  isBeingWritten(tree: TreeId, key: KeyBytes): boolean {
    return this.#parts.pending.holds(tree, key);
  }

  newTree(): TreeId {
    const id = treeIdOf(this.log.nextLsn, this.#treesOfRecord++);
    this.forest.plant(id);
    return id;
  }

  counts(tree: TreeId): TreeCounts {
    return this.forest.counts(tree);
  }

  #see(node: LeafNode): LeafNode {
    this.#seeRecord(node.lsn);
    return node;
  }

  #seeRecord(lsn: Lsn): void {
    if (lsn > this.log.durableLsn && lsn > this.#seenLsn) this.#seenLsn = lsn;
  }

  #housekeep(): void {
    const arrived = this.forest.arrivals.tally.bytes + this.putBytes + this.#releasedBytes;
    const isSmall = arrived - this.#arrivedAtLook < this.#housekeepingBytes;
    if (isSmall && this.#sinceHousekeeping < this.#housekeepingEvery) return;
    this.#sinceHousekeeping = 0;
    this.#arrivedAtLook = arrived;
    this.forest.evict();
    this.#parts.policy.consider();
  }
}
