import type { KeyBytes } from '../../kernel/key-bytes.ts';
import type { StoredItem } from '../stored-item.ts';
import type { Lsn, TreeId } from '../store.ts';
import type { Forest } from './forest.ts';
import type { Tree } from './tree.ts';

interface Effect {
  readonly lsn: Lsn;
  readonly tree: Tree;
  /** The key that was written; undefined for a dropped tree. */
  readonly key: KeyBytes | undefined;
  readonly old: StoredItem | undefined;
}

/** Effects that are applied in memory and not yet durable, so that a refused commit can be taken back. */
export class PendingRecords {
  #effects: Effect[] = [];

  set(lsn: Lsn, tree: Tree, key: KeyBytes, old: StoredItem | undefined): void {
    this.#effects.push({ lsn, tree, key, old });
  }

  fell(lsn: Lsn, tree: Tree): void {
    this.#effects.push({ lsn, tree, key: undefined, old: undefined });
  }

  /** Whether a write of the key can still be taken back. */
  holds(tree: TreeId, key: KeyBytes): boolean {
    return this.#effects.some((effect) => effect.key === key && effect.tree.id === tree);
  }

  /** Effects up to `durableLsn` can no longer be taken back. */
  forget(durableLsn: Lsn): void {
    const effects = this.#effects;
    let kept = 0;
    while (kept < effects.length && (effects[kept] as Effect).lsn <= durableLsn) kept++;
    this.#effects = kept === effects.length ? [] : effects.slice(kept);
  }

  /** Takes back every effect of records from `firstLsn` on, newest first. */
  undo(firstLsn: Lsn, forest: Forest): void {
    for (let effect = this.#effects.pop(); effect !== undefined; effect = this.#effects.pop()) {
      if (effect.key === undefined) forest.replant(effect.tree);
      else effect.tree.set(effect.key, effect.old, firstLsn);
    }
    const before = (firstLsn - 1) as Lsn;
    for (const tree of forest.trees) {
      for (const node of tree.nodes) {
        if (node === undefined) continue;
        if (node.lsn > before) node.lsn = before;
        if (node.recLsn > firstLsn) node.recLsn = firstLsn;
      }
    }
  }
}
