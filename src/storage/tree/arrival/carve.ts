import type { KeyBytes } from '../../../kernel/key-bytes.ts';
import { ownCopy } from '../../../kernel/key-bytes.ts';
import type { ClaimedChange } from '../../claim.ts';
import type { RunSection } from '../../run/run-codec.ts';
import type { Lsn } from '../../store.ts';
import { LeafNode } from '../leaf-node.ts';
import { entriesWithin } from './page-merge.ts';
import type { Tree } from '../tree.ts';

/** A page that cannot be read. */
export interface DamagedPlace {
  readonly low: KeyBytes;
  readonly reason: string;
  /** The end of the log, or a place in it before that which recovery still reads. */
  readonly nextLsn: Lsn;
}

interface KnownChange extends ClaimedChange {
  /** Whether a run has it, or what is on its way into one. */
  readonly isInRuns: boolean;
}

/**
 * The page at a fence cannot be read. What was written to it is not lost with it: each such key, from record `certainFrom` on, gets a page of
 * its own, and the range around it stays damaged (docs/decisions/0035). `carved` is told of each.
 */
export function condemn(
  tree: Tree,
  place: DamagedPlace,
  inRuns: readonly RunSection[],
  certainFrom: Lsn,
  carved: (key: KeyBytes, lsn: Lsn) => void,
): void {
  const known = knownOf(tree, place.low, inRuns);
  tree.spoil(place.low, place.reason);
  for (const [key, change] of known) {
    if (change.lsn < certainFrom) continue;
    carved(key, change.lsn);
    carve(tree, ownCopy(key), change, place);
  }
}

/** What is known of the keys of a page that cannot be read: what is buffered, and of what runs hold what the page did not contain. */
function knownOf(
  tree: Tree,
  low: KeyBytes,
  inRuns: readonly RunSection[],
): ReadonlyMap<KeyBytes, KnownChange> {
  const range = tree.rangeAt(low);
  const known = new Map<KeyBytes, KnownChange>();
  const frozen = tree.frozen?.within(tree.id, range);
  // Where it is not known how new the page was it may have been newer.
  const sections = tree.written.has(low) ? inRuns : [];
  for (const section of frozen === undefined ? sections : [...sections, frozen])
    for (const [key, change] of entriesWithin(section, range))
      if (change.lsn > range.lsn) known.set(key, { ...change, isInRuns: true });
  for (const [key, change] of tree.buffers.get(low)?.changes ?? [])
    known.set(key, { ...change, isInRuns: false });
  return known;
}

/** Cuts the page of one key out of a damaged one. */
function carve(
  tree: Tree,
  key: KeyBytes,
  { item, claim, lsn, isInRuns }: KnownChange,
  { reason, nextLsn }: DamagedPlace,
): void {
  const found = tree.indexOf(key);
  const isInPlace = tree.fences[found] === key;
  const node = new LeafNode(key, item ? [key] : [], item ? [item] : [], lsn, isInPlace);
  node.recLsn = isInRuns ? nextLsn : claim.lsn;
  node.isInRuns = isInRuns;
  if (isInPlace) {
    // The page on the device, in however many pieces, makes way.
    node.hasPieces = true;
    tree.damaged.delete(key);
    tree.noteWritten(key, undefined);
    tree.nodes[found] = node;
  } else tree.insert(found + 1, key, node);
  const at = tree.indexOf(key);
  const above = `${key}\u0000` as KeyBytes;
  if (tree.highOf(at) === above) return;
  tree.insert(at + 1, above, undefined);
  tree.damaged.set(above, reason);
}
