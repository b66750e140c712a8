import type { KeyBytes } from '../kernel/key-bytes.ts';
import type { Slice } from '../kernel/slice.ts';
import { lengthOf, sameBytes } from '../kernel/slice.ts';
import type { Listeners } from '../kernel/listeners.ts';
import { felledBy } from './felling/felled-trees.ts';
import type { AnswerNote } from './log/answer-note.ts';
import type { EncodedOld } from './log/log-record.ts';
import { encodeDelete, encodeDropTree, encodeNote, encodePut } from './log/log-record.ts';
import type { FollowedItem, FollowedRecords } from './log/followed-records.ts';
import type { CommitGroup } from './log/commit-group.ts';
import type { ReplicationLog } from './log/replication-log.ts';
import { isLost } from './node-reads.ts';
import type { StoredItem } from './stored-item.ts';
import { storedItem } from './stored-item.ts';
import type { Change, Lsn, TreeId } from './store.ts';
import type { Forest } from './tree/forest.ts';
import type { PendingRecords } from './tree/pending-records.ts';
import type { PageFault } from './tree/page-fault.ts';
import { DigestFault, ItemFault } from './tree/page-fault.ts';
import type { Tree } from './tree/tree.ts';

type Put = Extract<Change, { readonly kind: 'put' }>;
type ItemChange = Exclude<Change, { readonly kind: 'dropTree' }>;

/** Where records go, and who hears of them. */
export interface RecordTargets {
  readonly log: ReplicationLog;
  readonly forest: Forest;
  readonly pending: PendingRecords;
  readonly followed: FollowedRecords;
  /** Hear when items that are written expire, in seconds since 1970. */
  readonly expiring: Listeners<[tree: TreeId, key: KeyBytes, seconds: number]>;
}

/** The changes of a record, and the tree that each goes to; none where it is dropped. */
interface PreparedRecord {
  readonly changes: readonly Change[];
  readonly trees: readonly (Tree | undefined)[];
}

/** What a record lacks in one tree, by low fences. */
interface Lacking {
  readonly tree: Tree;
  /** The keys of each page whose items are to be known. */
  readonly items: Map<KeyBytes, KeyBytes[]>;
  /** Where the digest may do. */
  readonly digests: Set<KeyBytes>;
}

/** Writes records: their bytes to the log, their effects to the trees in memory. Throws in {@link RecordWriter.prepare} only, where it looks for what could be lacking. */
export class RecordWriter {
  readonly #log: ReplicationLog;
  readonly #forest: Forest;
  readonly #pending: PendingRecords;
  readonly #followed: FollowedRecords;
  readonly #expiring: RecordTargets['expiring'];
  /** How many trees were dropped. No LSN: that of a refused record is another's then. */
  drops = 0;
  /** Sizes of all items put. */
  putBytes = 0;

  constructor({ log, forest, pending, followed, expiring }: RecordTargets) {
    this.#log = log;
    this.#forest = forest;
    this.#pending = pending;
    this.#followed = followed;
    this.#expiring = expiring;
  }

  /** The changes of one record, and where they go; or a PageFault for all that is missing in one of these trees. */
  prepare(asked: readonly Change[]): PreparedRecord {
    const felled = felledBy(asked);
    const changes = felled.length === 0 ? asked : [...asked, ...felled];
    let lacking: Lacking | undefined;
    const trees = changes.map((change) => {
      // One that is dropped need not be open.
      if (change.kind === 'dropTree') return undefined;
      const tree = this.#forest.tree(change.tree);
      if (!this.#needsPage(tree, change)) return tree;
      lacking ??= { tree, items: new Map(), digests: new Set() };
      if (lacking.tree !== tree) return tree;
      const low = tree.fences[tree.indexOf(change.key)] as KeyBytes;
      if (tree.isUnread(low)) lacking.digests.add(low);
      else lacking.items.set(low, [...(lacking.items.get(low) ?? []), change.key]);
      return tree;
    });
    if (lacking !== undefined) throw faultOf(lacking);
    return { changes, trees };
  }

  /** Whether the page of a change has to come in first: it is not known what stands there, or not all that the log is to keep of it. */
  #needsPage(tree: Tree, change: ItemChange): boolean {
    const index = tree.indexOf(change.key);
    const node = tree.nodes[index];
    if (node !== undefined) {
      if (wantsOld(change) && node.find(change.key) !== undefined) this.#forest.use(node);
      return false;
    }
    tree.mustBeSound(index);
    if (change.replaces !== undefined) return false;
    const sight = tree.sight(change.key);
    return sight === undefined || (wantsOld(change) && !sight.isWhole);
  }

  append({ changes, trees }: PreparedRecord): Lsn {
    const group = this.#log.nextGroup();
    const lsn = this.#log.nextLsn;
    const stamp = this.#log.beginRecord(changes.length);
    changes.forEach((change, i) => {
      group.touch(change.tree);
      if (change.kind === 'dropTree') {
        encodeDropTree(group.keys, change.tree);
        this.#pending.fell(lsn, this.#forest.fell(change.tree));
        this.drops++;
        return;
      }
      const tree = trees[i] as Tree;
      if (change.kind === 'put') this.#put(group, tree, change, lsn, stamp);
      else encodeDelete(group.keys, change, this.#set(tree, change, undefined, lsn));
    });
    this.#log.sealed();
    return lsn;
  }

  /** A record that is the answer to a request. */
  note(note: AnswerNote): Lsn {
    const log = this.#log;
    const { group } = log;
    log.beginRecord(1);
    encodeNote(group, note);
    return log.sealed();
  }

  #put(group: CommitGroup, tree: Tree, change: Put, lsn: Lsn, stamp: number): void {
    const row = group.placeRow(change.row, {
      isEntry: change.sharesRow === true,
      hasEntries: change.hasEntries === true,
    });
    const version = change.version ?? { stamp, origin: 0 };
    const item = storedItem(change.row, change.sizeBytes, version);
    encodePut(group.keys, change, row, this.#set(tree, change, item, lsn));
    this.putBytes += change.sizeBytes;
    if (change.expiresAt !== undefined)
      this.#expiring.tell(change.tree, change.key, change.expiresAt);
  }

  /** Applies one change in memory; answers what the log keeps of the item before. */
  #set(tree: Tree, change: ItemChange, item: StoredItem | undefined, lsn: Lsn): EncodedOld {
    const { key } = change;
    const node = tree.loadedFor(key);
    if (node === undefined) return this.#buffer(tree, change, item, lsn);
    const old = tree.set(key, item, lsn);
    // That nothing stands there is known without the page.
    if (!wantsOld(change) || old === undefined) node.isWrittenBlindly = true;
    this.#pending.set(lsn, tree, key, old);
    return this.#encodedOld(change, old, lsn);
  }

  /** The page is not in memory, and what stands there is known without it. */
  #buffer(tree: Tree, change: ItemChange, item: StoredItem | undefined, lsn: Lsn): EncodedOld {
    const { key } = change;
    const sight = change.replaces === undefined ? tree.sight(key) : undefined;
    const replaces = change.replaces ?? sight?.sizeBytes ?? 0;
    const sharesRow = change.kind === 'put' && change.sharesRow === true;
    const buffered = { item, lsn, sharesRow };
    const previous = tree.buffer(key, buffered, replaces);
    this.#pending.buffered(tree, key, { change: buffered, replaces, previous });
    if (wantsOld(change)) return this.#encodedOld(change, sight?.item, lsn);
    return {
      sizeBytes: replaces === 0 ? undefined : replaces,
      rowBytes: undefined,
      version: undefined,
    };
  }

  /**
   * What the log keeps of the item before a change. A change that changes nothing is of no interest to indexes; an item written
   * again as it was has a version of its own.
   */
  #encodedOld(change: ItemChange, old: StoredItem | undefined, lsn: Lsn): EncodedOld {
    const after = change.kind === 'put' ? change.row : undefined;
    const isForIndexes = change.isFollowed === true && !isSameRow(old, after);
    const isKept = change.keepsImage === true && (old !== undefined || after !== undefined);
    if (!isForIndexes && !isKept)
      return { sizeBytes: old?.sizeBytes, rowBytes: undefined, version: undefined };
    if (old !== undefined) this.#log.group.values.slice(old);
    const encoded = {
      sizeBytes: old?.sizeBytes,
      rowBytes: old === undefined ? 0 : lengthOf(old),
      version: old,
    };
    if (!isForIndexes) return encoded;
    const { tree, key } = change;
    this.#followed.add(lsn, {
      tree,
      key,
      before: isLost(old) ? undefined : followedItem(old),
      isBeforeLost: isLost(old),
      after:
        change.kind === 'put'
          ? { row: change.row, sizeBytes: change.sizeBytes, item: change.item }
          : undefined,
    });
    return encoded;
  }
}

/** Digests first: they may spare their pages. */
function faultOf({ tree, items, digests }: Lacking): PageFault {
  if (digests.size > 0) return new DigestFault(tree.id, [...digests]);
  return new ItemFault(tree.id, items);
}

/** Whether the log keeps more than the size of the item before a change. */
function wantsOld({ isFollowed, keepsImage }: ItemChange): boolean {
  return isFollowed === true || keepsImage === true;
}

function followedItem(item: StoredItem | undefined): FollowedItem | undefined {
  return item && { row: item, sizeBytes: item.sizeBytes, item: undefined };
}

function isSameRow(a: Slice | undefined, b: Slice | undefined): boolean {
  return a === undefined || b === undefined ? a === b : sameBytes(a, b);
}
