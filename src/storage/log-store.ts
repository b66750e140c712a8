import { lowerBound } from '../kernel/binary-search.ts';
import type { KeyBytes } from '../kernel/key-bytes.ts';
import type { World } from '../kernel/world.ts';
import { Checkpointer } from './checkpoint/checkpointer.ts';
import { CheckpointPolicy } from './checkpoint/checkpoint-policy.ts';
import type { Recovered } from './checkpoint/recover.ts';
import type { Device, DeviceFault } from './device/port.ts';
import type { Durability } from './durability.ts';
import type { EncodedOld } from './log/log-record.ts';
import {
  encodeDelete,
  encodeDropTree,
  encodePut,
  encodeRecordHead,
  LOST_TEXT,
} from './log/log-record.ts';
import type { FollowedItem } from './log/followed-records.ts';
import { FollowedRecords } from './log/followed-records.ts';
import { OngoingTransactions } from './log/ongoing-transactions.ts';
import { ReplicationLog } from './log/replication-log.ts';
import type { StoredItem } from './stored-item.ts';
import type { Change, KeyRange, Lsn, Store, TransactionItem, TreeCounts, TreeId } from './store.ts';
import { CATALOG_TREE } from './store.ts';
import { Forest } from './tree/forest.ts';
import type { LeafNode } from './tree/leaf-node.ts';
import { DamagedRangeError, PageFault } from './tree/page-fault.ts';
import { PendingRecords } from './tree/pending-records.ts';
import type { Tree } from './tree/tree.ts';
import { treeIdOf } from './tree/tree-id.ts';

/** Bytes a page is taken to hold when read-ahead counts pages. */
const TYPICAL_PAGE_BYTES = 24 * 1024;
/** Pages one fault brings in at most: 2 MiB or so. */
const READ_AHEAD_PAGES_MAX = 64;
const DEFAULT_READ_AHEAD_BYTES = 64 * 1024;
/** Records or page loads between two looks at the cache and the checkpoint. */
const HOUSEKEEPING_EVERY = 256;

/** A tree, and where in it the node of a key was last seen. */
interface Place {
  readonly tree: Tree;
  readonly index: number;
}

type ItemChange = Exclude<Change, { readonly kind: 'dropTree' }>;

export interface LogStoreOptions {
  readonly device: Device;
  readonly world: World;
  readonly durability: Durability;
  readonly cacheBytes: number;
  readonly recovered: Recovered;
  /** The store has stopped: nothing more can be read or written through it. */
  readonly onFatal: (fault: DeviceFault) => void;
}

/**
 * The store: the replication log is the truth, the trees follow it, pages reach the device by checkpoint.
 *
 * Invariants:
 * 1. `append` is synchronous and total: it throws before its first effect or not at all.
 * 2. What a reader saw is durable once `seenLsn`, as it stood after the read, is.
 */
export class LogStore implements Store {
  readonly log: ReplicationLog;
  readonly forest: Forest;
  readonly checkpointer: Checkpointer;
  /** What followers of the log have still to answer. */
  readonly followed: FollowedRecords;
  readonly #policy: CheckpointPolicy;
  readonly #pending = new PendingRecords();
  readonly #transactions = new OngoingTransactions();
  /** The newest change of the table catalog. */
  catalogLsn = 0 as Lsn;
  /** Answers what followers can answer at once. */
  #follow: () => void = () => undefined;
  #seenLsn = 0 as Lsn;
  #hasAppended = false;
  #treesOfRecord = 0;
  #sinceHousekeeping = 0;

  constructor(options: LogStoreOptions) {
    const { recovered, world } = options;
    this.forest = recovered.forest;
    this.followed = recovered.followed;
    this.checkpointer = new Checkpointer(
      this.forest,
      recovered.superblock,
      recovered.groups,
      { oldestFollowed: () => this.followed.oldestLsn },
      () => this.log.nextLsn,
    );
    this.log = new ReplicationLog(options.device, world, options.durability, recovered.position, {
      board: (group) => this.checkpointer.board(group),
      onClosing: () => {
        this.#follow();
      },
      onRefused: (firstLsn) => {
        this.checkpointer.refused(firstLsn);
        this.#pending.undo(firstLsn, this.forest);
        this.followed.refused(firstLsn);
        this.#transactions.refused(firstLsn);
        this.#policy.refused();
      },
      onFatal: options.onFatal,
      onCommitted: (durableLsn) => {
        this.#pending.forget(durableLsn);
        this.followed.committed(durableLsn);
        this.#transactions.committed(durableLsn);
        this.#policy.committed();
      },
    });
    this.forest.follow(
      () => this.log.nextLsn,
      (tree, key, lsn, old) => {
        this.#pending.uncovered(tree, key, lsn, old);
      },
    );
    this.#policy = new CheckpointPolicy(
      this.log,
      this.forest,
      this.checkpointer,
      world,
      options.cacheBytes,
    );
  }

  /** Sets what follows the log: called before a group is closed, so that answers travel with what they answer. */
  followWith(follow: () => void): void {
    this.#follow = follow;
  }

  /** Begins a turn of one operation: what it sees and whether it writes is counted from here. */
  beginTurn(): void {
    this.#seenLsn = 0 as Lsn;
    this.#hasAppended = false;
    this.#treesOfRecord = 0;
  }

  /** The newest record not yet durable that the turn saw or wrote; 0 when all it saw is durable. */
  get seenLsn(): Lsn {
    return this.#seenLsn;
  }

  get hasAppended(): boolean {
    return this.#hasAppended;
  }

  /** Brings in what a read lacked. Rejects with `DeviceFault`. */
  async load(fault: PageFault): Promise<void> {
    await this.forest.load(fault, () => this.log.nextLsn);
    this.#housekeep(fault.fences.length);
  }

  /** Writes all dirty pages and moves the checkpoint. Resolves false when the device refused. */
  async checkpoint(): Promise<boolean> {
    return this.#policy.runToEnd();
  }

  stop(fault: DeviceFault): void {
    this.#policy.stop();
    this.log.stop(fault);
  }

  get(treeId: TreeId, key: KeyBytes): StoredItem | undefined {
    const node = this.#see(this.forest.tree(treeId).nodeFor(key));
    const item = node.find(key);
    if (isLost(item)) throw lost(treeId, key);
    return item;
  }

  need(treeId: TreeId, keys: readonly KeyBytes[]): void {
    const tree = this.forest.tree(treeId);
    const missing = new Set<KeyBytes>();
    for (const key of keys) {
      const index = tree.indexOf(key);
      if (tree.nodes[index] === undefined) missing.add(tree.fences[index] as KeyBytes);
    }
    if (missing.size === 0) return;
    for (const fence of missing) if (tree.damaged.has(fence)) tree.nodeFor(fence);
    throw new PageFault(treeId, [...missing]);
  }

  scan(
    treeId: TreeId,
    range: KeyRange,
    options: { readonly reverse: boolean; readonly expectedBytes?: number },
    visit: (key: KeyBytes, item: StoredItem) => boolean,
  ): void {
    const tree = this.forest.tree(treeId);
    const { from, to } = range;
    if (to !== undefined && from >= to) return;
    const step = options.reverse ? -1 : 1;
    const first = tree.indexOf(from);
    const last = to === undefined ? tree.fences.length - 1 : lowerBound(tree.fences, to) - 1;
    let bytesLeft = options.expectedBytes ?? DEFAULT_READ_AHEAD_BYTES;
    for (
      let index = options.reverse ? last : first;
      first <= index && index <= last;
      index += step
    ) {
      if (tree.nodes[index] === undefined)
        faultAhead(tree, index, { first, last, step }, bytesLeft);
      const node = this.#see(tree.nodeAt(index));
      if (!visitNode(treeId, node, range, step, visit)) return;
      bytesLeft -= node.bytes;
    }
  }

  append(changes: readonly Change[], items: readonly TransactionItem[] = []): Lsn {
    const places = changes.map((change) => this.#prepare(change));
    const { log } = this;
    const { group } = log;
    const lsn = log.nextLsn;
    const stamp = log.stamp();
    encodeRecordHead(group.keys, stamp, changes.length);
    changes.forEach((change, i) => {
      const { tree, index } = places[i] as Place;
      tree.lookAt(index);
      group.touch(change.tree);
      if (change.tree === CATALOG_TREE) this.catalogLsn = lsn;
      if (change.kind === 'put') {
        const isShareable = change.sharesText === true || change.hasEntries === true;
        const text = group.placeText(change.text, isShareable);
        const item = {
          text: change.text,
          textBytes: text.bytes,
          sizeBytes: change.sizeBytes,
          stamp,
        };
        encodePut(group.keys, change, text, this.#set(tree, change, item, lsn));
      } else if (change.kind === 'delete') {
        encodeDelete(group.keys, change, this.#set(tree, change, undefined, lsn));
      } else {
        group.droppedTrees.push(change.tree);
        encodeDropTree(group.keys, change.tree);
        this.forest.fell(change.tree);
        this.#pending.fell(lsn, tree);
      }
    });
    log.sealed();
    this.#transactions.begin(lsn, items);
    this.#treesOfRecord = 0;
    this.#seenLsn = lsn;
    this.#hasAppended = true;
    if (++this.#sinceHousekeeping >= HOUSEKEEPING_EVERY) this.#housekeep(0);
    return lsn;
  }

  /** Applies one change in memory; answers what the log keeps of the item before. */
  #set(tree: Tree, change: ItemChange, item: StoredItem | undefined, lsn: Lsn): EncodedOld {
    const { key, replaces } = change;
    const node = replaces === undefined ? undefined : tree.loadedFor(key);
    if (node !== undefined) node.isWrittenBlindly = true;
    else if (replaces !== undefined) {
      const sharesText = change.kind === 'put' && change.sharesText === true;
      const buffered = { item, lsn, sharesText };
      const previous = tree.buffer(key, buffered, replaces);
      this.#pending.buffered(tree, key, { change: buffered, replaces, previous });
      return { sizeBytes: replaces === 0 ? undefined : replaces, textBytes: undefined };
    }
    const old = tree.set(key, item, lsn);
    this.#pending.set(lsn, tree, key, old);
    return this.#encodedOld(change, old, lsn);
  }

  /** What the log keeps of the item before a change. A change that changes nothing is of no interest to followers. */
  #encodedOld(change: ItemChange, old: StoredItem | undefined, lsn: Lsn): EncodedOld {
    const after = change.kind === 'put' ? change.text : undefined;
    if (change.isFollowed !== true || old?.text === after)
      return { sizeBytes: old?.sizeBytes, textBytes: undefined };
    const textBytes = old === undefined ? 0 : this.log.group.values.utf8(old.text);
    const { tree, key } = change;
    this.followed.add(lsn, {
      tree,
      key,
      before: isLost(old) ? undefined : followedItem(old),
      isBeforeLost: isLost(old),
      after:
        change.kind === 'put'
          ? { text: change.text, sizeBytes: change.sizeBytes, item: change.item }
          : undefined,
    });
    return { sizeBytes: old?.sizeBytes, textBytes };
  }

  /** Where a change goes, with everything it needs in memory, or a PageFault. */
  #prepare(change: Change): Place {
    const tree = this.forest.tree(change.tree);
    if (change.kind === 'dropTree') return { tree, index: 0 };
    const index = tree.indexOf(change.key);
    if (change.replaces === undefined) this.forest.touch(tree.nodeAt(index));
    else if (tree.nodes[index] === undefined) tree.mustBeSound(index);
    return { tree, index };
  }

  isInTransaction(tree: TreeId, key: KeyBytes): boolean {
    return this.#transactions.holds(tree, key);
  }

  isBeingWritten(tree: TreeId, key: KeyBytes): boolean {
    return this.#pending.holds(tree, key);
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
    if (node.lsn > this.log.durableLsn && node.lsn > this.#seenLsn) this.#seenLsn = node.lsn;
    return this.forest.touch(node);
  }

  #housekeep(loads: number): void {
    this.#sinceHousekeeping += loads;
    if (this.#sinceHousekeeping < HOUSEKEEPING_EVERY) return;
    this.#sinceHousekeeping = 0;
    this.forest.evict();
    this.#policy.consider();
  }
}

function isLost(item: StoredItem | undefined): boolean {
  return item?.text === LOST_TEXT;
}

function followedItem(item: StoredItem | undefined): FollowedItem | undefined {
  return item && { text: item.text, sizeBytes: item.sizeBytes, item: undefined };
}

function lost(tree: TreeId, key: KeyBytes): DamagedRangeError {
  return new DamagedRangeError(
    tree,
    key,
    (key + '\u0000') as KeyBytes,
    'the log frame that held this item is damaged',
  );
}

/** Throws a fault for the page at `index` and the missing ones behind it that the scan will want next. */
function faultAhead(
  tree: Tree,
  index: number,
  span: { readonly first: number; readonly last: number; readonly step: number },
  bytes: number,
): void {
  const wanted = Math.min(READ_AHEAD_PAGES_MAX, Math.max(1, Math.ceil(bytes / TYPICAL_PAGE_BYTES)));
  const fences: KeyBytes[] = [];
  for (let i = index; fences.length < wanted && span.first <= i && i <= span.last; i += span.step) {
    const fence = tree.fences[i] as KeyBytes;
    if (tree.damaged.has(fence)) break;
    if (tree.nodes[i] === undefined) fences.push(fence);
  }
  if (fences.length > 0) throw new PageFault(tree.id, fences);
}

/** Visits the node's keys within `range`; false when `visit` has had enough. */
function visitNode(
  tree: TreeId,
  node: LeafNode,
  range: KeyRange,
  step: 1 | -1,
  visit: (key: KeyBytes, item: StoredItem) => boolean,
): boolean {
  const { keys, items } = node;
  const low = range.from > node.low ? lowerBound(keys, range.from) : 0;
  const high = range.to === undefined ? keys.length : lowerBound(keys, range.to);
  for (let i = step > 0 ? low : high - 1; low <= i && i < high; i += step) {
    const item = items[i] as StoredItem;
    const key = keys[i] as KeyBytes;
    if (item.text === LOST_TEXT) throw lost(tree, key);
    if (!visit(key, item)) return false;
  }
  return true;
}
