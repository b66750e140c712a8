import type { KeyBytes } from '../kernel/key-bytes.ts';
import type { Change, KeyRange, Lsn, Store, TreeId } from '../storage/store.ts';
import type { StoredItem } from '../storage/stored-item.ts';

/** A `Store` in plain maps, for tests of what stands on it. Never throws `PageFault`. */
export interface FakeStore extends Store {
  /** Every append so far. */
  readonly appended: readonly (readonly Change[])[];
}

interface FakeTree {
  readonly items: Map<KeyBytes, StoredItem>;
  /** Keys in order; undefined when stale. */
  sorted: KeyBytes[] | undefined;
}

function storedItem(text: string, sizeBytes: number, stamp: number): StoredItem {
  return { text, textBytes: new TextEncoder().encode(text).length, sizeBytes, stamp };
}

export function fakeStore(): FakeStore {
  const trees = new Map<TreeId, FakeTree>();
  const appended: (readonly Change[])[] = [];
  let nextTree = 3;

  const treeOf = (id: TreeId): FakeTree => {
    const tree = trees.get(id) ?? { items: new Map<KeyBytes, StoredItem>(), sorted: undefined };
    trees.set(id, tree);
    return tree;
  };
  const apply = (change: Change, stamp: number): void => {
    if (change.kind === 'dropTree') {
      trees.delete(change.tree);
      return;
    }
    const tree = treeOf(change.tree);
    tree.sorted = undefined;
    if (change.kind === 'delete') tree.items.delete(change.key);
    else tree.items.set(change.key, storedItem(change.text, change.sizeBytes, stamp));
  };
  const keysOf = (tree: FakeTree, range: KeyRange): KeyBytes[] => {
    tree.sorted ??= [...tree.items.keys()].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
    return tree.sorted.filter((key) => {
      return key >= range.from && (range.to === undefined || key < range.to);
    });
  };

  return {
    appended,
    get: (tree, key) => trees.get(tree)?.items.get(key),
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
      for (const change of changes) apply(change, appended.length);
      return appended.length as Lsn;
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
