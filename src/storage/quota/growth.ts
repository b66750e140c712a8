import type { Change } from '../store.ts';
import { CURSOR_TREE } from '../system-tree.ts';
import type { Forest } from '../tree/forest.ts';

/** Bytes that the changes write to tables. The store's own trees, and what they say of tables, are small. */
export function writtenBy(changes: readonly Change[]): number {
  let written = 0;
  for (const change of changes)
    if (change.kind === 'put' && change.tree > CURSOR_TREE) written += change.sizeBytes;
  return written;
}

/** Bytes of the items that the changes remove or replace. */
export function freedBy(changes: readonly Change[], forest: Forest): number {
  let freed = 0;
  for (const change of changes) {
    if (change.kind === 'dropTree') continue;
    const { tree, key, replaces } = change;
    freed += replaces ?? forest.tree(tree).sizeAt(key) ?? 0;
  }
  return freed;
}
