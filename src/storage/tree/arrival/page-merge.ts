import type { KeyBytes } from '../../../kernel/key-bytes.ts';
import type { ClaimedChange } from '../../claim.ts';
import { falseClaimsOf } from '../../claim.ts';
import type { RunSection } from '../../run/run-codec.ts';
import type { StoredItem } from '../../stored-item.ts';
import type { Lsn } from '../../store.ts';
import type { LeafNode } from '../leaf-node.ts';
import type { Tree } from '../tree.ts';

/** What a page that came in is to be merged with, and who hears of it. */
interface Merge {
  /** What sorted runs hold of it, oldest first. */
  readonly inRuns: readonly RunSection[];
  readonly nextLsn: Lsn;
  /** What each change replaced. */
  readonly uncovered: (key: KeyBytes, lsn: Lsn, old: StoredItem | undefined) => void;
}

/**
 * Applies to a node that came in what was changed since its page was written: what runs hold of it, then what is on its way into one, then what
 * is buffered. Changes that the page on the device already contained are passed over. Answers whether one replaced another size than was
 * thought: the counts, which the log has wrong as well, are right from here on.
 */
export function mergeInto(tree: Tree, node: LeafNode, merge: Merge): boolean {
  const range = tree.rangeAt(node.low);
  const layers = new Layers(tree, node, merge);
  const frozen = tree.frozen?.within(tree.id, range);
  for (const section of frozen === undefined ? merge.inRuns : [...merge.inRuns, frozen])
    if (layers.apply(entriesWithin(section, range))) node.isInRuns = true;
  const buffer = tree.takeBuffer(node.low);
  if (buffer !== undefined && layers.apply(buffer.changes))
    if (node.recLsn === 0 || node.recLsn > buffer.recLsn) node.recLsn = buffer.recLsn;
  const mustSplit = tree.mustSplit(node);
  // The page on the device is the whole one: its parts have to reach it together, or the upper ones first.
  if (node.recLsn === 0 && (mustSplit || layers.isCorrected)) node.recLsn = merge.nextLsn;
  if (mustSplit) tree.split(node, layers.newest);
  return layers.isCorrected;
}

/** What is laid over a node, one layer after the other. */
class Layers {
  readonly #tree: Tree;
  readonly #node: LeafNode;
  readonly #uncovered: Merge['uncovered'];
  /** The highest key that was put. */
  newest = '' as KeyBytes;
  isCorrected = false;

  constructor(tree: Tree, node: LeafNode, { uncovered }: Merge) {
    this.#tree = tree;
    this.#node = node;
    this.#uncovered = uncovered;
  }

  /**
   * Applies what the node lacks of a layer, and answers whether it lacked any. Each begins where the one before ends: what recovery redid of
   * records that runs hold already is in two of them.
   */
  apply(changes: Iterable<readonly [KeyBytes, ClaimedChange]>): boolean {
    const fromLsn = this.#node.lsn;
    let isChanged = false;
    for (const [key, change] of changes) {
      // Not `<=`: one record may change several keys of the page.
      if (change.lsn < fromLsn) continue;
      this.#set(key, change, fromLsn);
      isChanged = true;
    }
    return isChanged;
  }

  #set(key: KeyBytes, change: ClaimedChange, fromLsn: Lsn): void {
    const { item, lsn } = change;
    const old = this.#node.set(key, item);
    this.#uncovered(key, lsn, old);
    for (const falseClaim of falseClaimsOf(change, fromLsn, old)) {
      this.#tree.correct(falseClaim);
      this.isCorrected = true;
    }
    if (item !== undefined && key > this.newest) this.newest = key;
    if (lsn > this.#node.lsn) this.#node.lsn = lsn;
  }
}

/** What a section holds of the keys of a page. */
export function* entriesWithin(
  { keys, changes }: RunSection,
  { from, to }: { readonly from: KeyBytes; readonly to: KeyBytes | undefined },
): Generator<readonly [KeyBytes, ClaimedChange]> {
  for (let i = 0; i < keys.length; i++) {
    const key = keys[i] as KeyBytes;
    if (key >= from && (to === undefined || key < to)) yield [key, changes[i] as ClaimedChange];
  }
}
