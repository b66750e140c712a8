/**
 * Keeps global secondary indexes: answers the changes of tables in the log with changes of index entries, in log records of
 * their own that carry the cursor.
 *
 * 1. The entries and the cursor are in one record: a crash leaves both or neither.
 * 2. Answering a stretch of the log again, up to its end, leads to the same entries: what counts for an item is its last change.
 * 3. Once everything is answered an index that is whole holds exactly the entries of the items of its table.
 */
import type { KeyBytes } from '../kernel/key-bytes.ts';
import { entryChanges, entryOf } from '../partition/index-entry.ts';
import type { EntryChange, ItemImage } from '../partition/index-entry.ts';
import { parseItem } from '../partition/stored-image.ts';
import type { Table } from '../placement/table-catalog.ts';
import { TablesByTree } from '../placement/tables-by-tree.ts';
import type {
  FollowedChange,
  FollowedItem,
  FollowedRecords,
} from '../storage/log/followed-records.ts';
import { cursorChange, INDEX_CURSOR } from '../storage/log/cursor.ts';
import type { Change, Store, TreeId } from '../storage/store.ts';
import { CURSOR_TREE } from '../storage/store.ts';

/** Changes answered in one log record. */
const CHANGES_PER_TURN = 256;

/** The log as the follower needs it. */
export interface FollowedStore extends Store {
  readonly followed: FollowedRecords;
}

export class IndexFollower {
  readonly #tables = new TablesByTree();

  /** Whether changes wait to be answered. */
  isBehind(store: FollowedStore): boolean {
    return store.followed.hasUnanswered;
  }

  /** Answers the oldest changes, if there are any. May throw `PageFault` before it appends, and is then run again. */
  turn(store: FollowedStore): boolean {
    const { changes, lastLsn } = store.followed.unanswered(CHANGES_PER_TURN);
    if (changes.length === 0) return false;
    const answer: readonly Change[] = [
      ...this.#entryChanges(store, changes),
      cursorChange(lastLsn),
    ];
    needPages(store, answer);
    const lsn = store.append(answer);
    store.followed.answered(lastLsn, lsn);
    return true;
  }

  /** The last change of each entry: what came before it in the same turn nobody has seen. */
  #entryChanges(store: Store, followed: readonly FollowedChange[]): readonly Change[] {
    const byTree = new Map<TreeId, Map<KeyBytes, EntryChange>>();
    for (const each of followed) {
      const table = this.#tables.find(store, each.tree);
      if (table === undefined) continue;
      for (const change of globalEntryChanges(table, each)) {
        const byKey = byTree.get(change.tree) ?? new Map<KeyBytes, EntryChange>();
        byKey.set(change.key, latest(byKey.get(change.key), change));
        byTree.set(change.tree, byKey);
      }
    }
    return [...byTree.values()].flatMap((byKey) => [...byKey.values()]);
  }
}

/** Two changes of one entry as one: what the first replaced, the second's outcome. */
function latest(first: EntryChange | undefined, second: EntryChange): EntryChange {
  return first === undefined ? second : { ...second, replaces: first.replaces };
}

function globalEntryChanges(
  { indexes }: Table,
  { key, before, after, isBeforeLost }: FollowedChange,
): readonly EntryChange[] {
  const old = imageOf(before);
  const image = imageOf(after);
  return indexes.global.flatMap((index) => {
    const isExact = index.isWhole && !isBeforeLost;
    return entryChanges(index.tree, entryOf(index, old, key), entryOf(index, image, key), isExact);
  });
}

function imageOf(followed: FollowedItem | undefined): ItemImage | undefined {
  if (followed === undefined) return undefined;
  const { text, sizeBytes, item = parseItem(text) } = followed;
  return { item, text, sizeBytes };
}

/** Brings in every page that the changes need in memory, one load a tree. */
function needPages(store: Store, changes: readonly Change[]): void {
  const byTree = new Map<TreeId, KeyBytes[]>([[CURSOR_TREE, [INDEX_CURSOR]]]);
  for (const change of changes) {
    if (change.kind === 'dropTree' || change.replaces !== undefined) continue;
    const keys = byTree.get(change.tree);
    if (keys === undefined) byTree.set(change.tree, [change.key]);
    else keys.push(change.key);
  }
  for (const [tree, keys] of byTree) store.need(tree, keys);
}
