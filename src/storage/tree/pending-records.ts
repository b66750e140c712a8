import type { KeyBytes } from '../../kernel/key-bytes.ts';
import type { StoredItem } from '../stored-item.ts';
import { LOST_ROW, storedItem } from '../stored-item.ts';
import type { KnownSize, Lsn, TreeId } from '../store.ts';
import type { BufferedChange, HeldChange } from './change-buffer.ts';
import type { FelledTree } from './felled-tree.ts';
import type { Forest } from './forest.ts';
import type { ForestFollower } from './arrival/page-arrivals.ts';
import type { Tree } from './tree.ts';

/** A change that was buffered, and what it replaced in the buffer. */
interface Covered {
  readonly change: BufferedChange;
  readonly replaces: KnownSize;
  readonly previous: HeldChange | undefined;
}

interface Effect {
  readonly lsn: Lsn;
  readonly tree: Tree;
  readonly key: KeyBytes;
  old: StoredItem | undefined;
  /** While the page has not come in: what stands there is not known. */
  covered: Covered | undefined;
}

/** Effects that are applied in memory and not yet durable, so that a refused commit can be taken back. */
export class PendingRecords implements ForestFollower {
  #effects: Effect[] = [];
  #felled: { readonly lsn: Lsn; readonly felled: FelledTree }[] = [];

  set(lsn: Lsn, tree: Tree, key: KeyBytes, old: StoredItem | undefined): void {
    this.#effects.push({ lsn, tree, key, old, covered: undefined });
  }

  buffered(tree: Tree, key: KeyBytes, covered: Covered): void {
    const { lsn } = covered.change;
    this.#effects.push({ lsn, tree, key, old: undefined, covered });
  }

  /** The page of buffered changes has come in: `old` stood there before the first of those of `key`, the last being of `lsn`. */
  uncovered(tree: TreeId, key: KeyBytes, lsn: Lsn, old: StoredItem | undefined): void {
    this.#uncover(tree, key, lsn, () => old);
  }

  /** The page of buffered changes is damaged: whatever stood there before them is lost. */
  carved(tree: TreeId, key: KeyBytes, lsn: Lsn): void {
    this.#uncover(tree, key, lsn, ({ replaces }) => lostItem(replaces));
  }

  #uncover(
    tree: TreeId,
    key: KeyBytes,
    lsn: Lsn,
    oldOf: (first: Covered) => StoredItem | undefined,
  ): void {
    const [first] = this.#effects;
    if (first === undefined || first.lsn > lsn) return;
    for (const effect of this.#effects) {
      const { covered } = effect;
      if (covered === undefined || effect.key !== key || effect.tree.id !== tree) continue;
      effect.old = covered.previous === undefined ? oldOf(covered) : covered.previous.item;
      effect.covered = undefined;
    }
  }

  fell(lsn: Lsn, felled: FelledTree): void {
    this.#felled.push({ lsn, felled });
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
    if (this.#felled.length > 0) this.#felled = this.#felled.filter(({ lsn }) => lsn > durableLsn);
  }

  /** Takes back every effect of records from `firstLsn` on, newest first. */
  undo(firstLsn: Lsn, forest: Forest): void {
    for (const { felled } of this.#felled) forest.replant(felled);
    this.#felled = [];
    for (let effect = this.#effects.pop(); effect !== undefined; effect = this.#effects.pop()) {
      const { tree, key, old, covered } = effect;
      if (covered === undefined) tree.set(key, old, firstLsn);
      else tree.unbuffer(key, covered.change, covered.replaces, covered.previous);
    }
    const before = (firstLsn - 1) as Lsn;
    for (const tree of forest.trees) {
      tree.refused(firstLsn);
      for (const node of tree.nodes) {
        if (node === undefined) continue;
        if (node.lsn > before) node.lsn = before;
        if (node.recLsn > firstLsn) node.recLsn = firstLsn;
      }
    }
  }
}

function lostItem(sizeBytes: KnownSize): StoredItem | undefined {
  if (sizeBytes === 0) return undefined;
  return storedItem(LOST_ROW, sizeBytes, { stamp: 0, origin: 0 });
}
