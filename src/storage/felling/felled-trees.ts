import { isA } from '../../kernel/check.ts';
import type { Change, Store, TreeId } from '../store.ts';
import { collection } from '../system-record.ts';
import { PLACES } from '../system-tree.ts';

/** Trees that were dropped, by id, until no page of theirs is left. Ids never come back: neither does what is deleted by them. */
const felled = collection(PLACES.felled, isA<object>({}));

/** What is said of trees in the very record that drops them: else a crash would leave their pages for ever. */
export function felledBy(changes: readonly Change[]): readonly Change[] {
  return changes.flatMap((change) =>
    change.kind === 'dropTree' ? { ...felled.put(String(change.tree), {}), replaces: 0 } : [],
  );
}

/** Trees of which pages may be left. */
export function felledTrees(store: Pick<Store, 'counts' | 'scan'>): readonly TreeId[] {
  // Most stores need not open the tree for it.
  if (store.counts(felled.tree).items === 0) return [];
  const trees: TreeId[] = [];
  felled.visit(store, '', (_, key) => {
    trees.push(Number(key.slice(felled.prefix.length)) as TreeId);
    return true;
  });
  return trees;
}

/** Nothing is left of the tree. */
export function forgetFelled(tree: TreeId): Change {
  return felled.remove(String(tree));
}
