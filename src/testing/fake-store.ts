import type { KeyBytes } from '../kernel/key-bytes.ts';
import type { Change, KeyRange, Lsn, TreeId } from '../storage/store.ts';
import type { LoggedStore } from '../storage/log/logged-store.ts';
import type { LoggedChange, LogRecord } from '../storage/log/log-record.ts';
import type { StoredItem } from '../storage/stored-item.ts';
import { storedItem } from '../storage/stored-item.ts';

/** A `Store` in plain maps, for tests of what stands on it. Never throws `PageFault`. */
export interface FakeStore extends LoggedStore {
  /** Every append so far. */
  readonly appended: readonly (readonly Change[])[];
}

interface FakeTree {
  readonly items: Map<KeyBytes, StoredItem>;
  /** Keys in order; undefined when stale. */
  sorted: KeyBytes[] | undefined;
}

function loggedChange(change: Change, old: StoredItem | undefined, stamp: number): LoggedChange {
  if (change.kind === 'dropTree') return change;
  const { tree, key, version = { stamp, origin: 0 } } = change;
  const followed =
    change.keepsImage === true
      ? {
          oldRow: old,
          oldVersion: old && { stamp: old.stamp, origin: old.origin },
          isForIndexes: change.isFollowed === true,
        }
      : undefined;
  const oldSizeBytes = old?.sizeBytes;
  if (change.kind === 'delete') {
    const isExpiry = change.isExpiry === true;
    return { kind: 'delete', tree, key, version, isExpiry, oldSizeBytes, followed };
  }
  const item = storedItem(change.row, change.sizeBytes, version);
  return { kind: 'put', tree, key, item, oldSizeBytes, followed };
}

function keysOf(tree: FakeTree, range: KeyRange): KeyBytes[] {
  tree.sorted ??= [...tree.items.keys()].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
  return tree.sorted.filter((key) => {
    return key >= range.from && (range.to === undefined || key < range.to);
  });
}

export function fakeStore(): FakeStore {
  const trees = new Map<TreeId, FakeTree>();
  const appended: (readonly Change[])[] = [];
  const records: LogRecord[] = [];
  let nextTree = 3;

  const treeOf = (id: TreeId): FakeTree => {
    const tree = trees.get(id) ?? { items: new Map<KeyBytes, StoredItem>(), sorted: undefined };
    trees.set(id, tree);
    return tree;
  };
  const apply = (change: Change, stamp: number): LoggedChange => {
    if (change.kind === 'dropTree') {
      trees.delete(change.tree);
      return change;
    }
    const tree = treeOf(change.tree);
    tree.sorted = undefined;
    const logged = loggedChange(change, tree.items.get(change.key), stamp);
    if (logged.kind === 'put') tree.items.set(change.key, logged.item);
    else tree.items.delete(change.key);
    return logged;
  };
  return {
    appended,
    find: (tree, key) => trees.get(tree)?.items.get(key),
    need: () => undefined,
    isInTransaction: () => false,
    isBeingWritten: () => false,
    scan: (id, range, options, visit) => {
      const tree = treeOf(id);
      const keys = keysOf(tree, range);
      if (options.reverse) keys.reverse();
      for (const key of keys) {
        const item = tree.items.get(key);
        if (item !== undefined && !visit(key, item)) return;
      }
    },
    append: (changes) => {
      appended.push(changes);
      const lsn = appended.length as Lsn;
      const logged = changes.map((change) => apply(change, lsn));
      records.push({ lsn, stamp: lsn, clockMs: undefined, changes: logged, note: undefined });
      return lsn;
    },
    get nextLsn() {
      return (appended.length + 1) as Lsn;
    },
    get durableLsn() {
      return appended.length as Lsn;
    },
    oldestLogLsn: 1 as Lsn,
    readLog: ({ from }, visit) => {
      for (const record of records.slice(from - 1)) {
        if (!visit(record)) return (record.lsn + 1) as Lsn;
      }
      return (appended.length + 1) as Lsn;
    },
    newTree: () => nextTree++ as TreeId,
    counts: (tree) => {
      const items = [...(trees.get(tree)?.items.values() ?? [])];
      return {
        items: items.length,
        sizeBytes: items.reduce((sum, each) => sum + each.sizeBytes, 0),
      };
    },
  };
}
