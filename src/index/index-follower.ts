/**
 * Keeps global secondary indexes: answers the changes of tables in the log with changes of index entries, in log records of
 * their own that carry the cursor.
 *
 * 1. The entries and the cursor are in one record: a crash leaves both or neither.
 * 2. Answering a stretch of the log again, up to its end, leads to the same entries: what counts for an item is its last change.
 * 3. Once everything is answered an index that is whole holds exactly the entries of the items of its table.
 */
import type { Knobs } from '../kernel/knobs.ts';
import type { CountedNames } from '../item/row/row-names.ts';
import type { KeyBytes } from '../kernel/key-bytes.ts';
import { entryChanges, entryOf } from '../partition/index-entry.ts';
import type { EntryChange } from '../partition/index-entry.ts';
import { attributeNames } from '../placement/attribute-names.ts';
import { StoredImage } from '../partition/image/stored-image.ts';
import type { Table } from '../placement/table-catalog.ts';
import { TablesByTree } from '../placement/tables-by-tree.ts';
import type {
  FollowedChange,
  FollowedItem,
  FollowedRecords,
} from '../storage/log/followed-records.ts';
import { cursorChange } from '../storage/log/cursor.ts';
import type { Change, Store, TreeId } from '../storage/store.ts';

/** The log as the follower needs it. */
export interface FollowedStore extends Store {
  readonly followed: FollowedRecords;
}

export class IndexFollower {
  readonly #tables = new TablesByTree();
  /** Changes answered in one log record. */
  readonly #changes: number;

  constructor({ followerChanges }: Knobs) {
    this.#changes = followerChanges;
  }

  /** Answers the oldest changes, if there are any. May throw `PageFault` before it appends, and is then run again. */
  turn(store: FollowedStore): boolean {
    const { changes, lastLsn } = store.followed.unanswered(this.#changes);
    if (changes.length === 0) return false;
    const answer: readonly Change[] = [
      ...this.#entryChanges(store, changes),
      cursorChange(lastLsn),
    ];
    const lsn = store.append(answer);
    store.followed.answered(lastLsn, lsn);
    return true;
  }

  #entryChanges(store: Store, followed: readonly FollowedChange[]): readonly Change[] {
    const changes: Change[] = [];
    for (const each of collapse(followed)) {
      const table = this.#tables.find(store, each.tree);
      if (table !== undefined)
        changes.push(...globalEntryChanges(table, each, attributeNames(store, each.tree)));
    }
    return changes;
  }
}

/** One change an item, from what was before the first to what is after the last: what came between nobody has seen. */
function collapse(followed: readonly FollowedChange[]): Iterable<FollowedChange> {
  const byTree = new Map<TreeId, Map<KeyBytes, FollowedChange>>();
  let changes = 0;
  for (const each of followed) {
    const byKey = byTree.get(each.tree) ?? new Map<KeyBytes, FollowedChange>();
    byTree.set(each.tree, byKey);
    const first = byKey.get(each.key);
    byKey.set(each.key, first === undefined ? each : { ...first, after: each.after });
    if (first === undefined) changes++;
  }
  if (changes === followed.length) return followed;
  return [...byTree.values()].flatMap((byKey) => [...byKey.values()]);
}

function globalEntryChanges(
  table: Table,
  { key, before, after, isBeforeLost }: FollowedChange,
  names: CountedNames,
): readonly EntryChange[] {
  const old = imageOf(before, names);
  const image = imageOf(after, names);
  return table.indexes.global.flatMap((index) => {
    const isExact = index.isWhole && !isBeforeLost;
    const [from, to] = [entryOf(index, old, key), entryOf(index, image, key)];
    return entryChanges(index.tree, from, to, isExact);
  });
}

function imageOf(followed: FollowedItem | undefined, names: CountedNames): StoredImage | undefined {
  if (followed === undefined) return undefined;
  const { row, sizeBytes, item } = followed;
  return new StoredImage(row, sizeBytes, names, item);
}
