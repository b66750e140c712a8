import { invariant } from '../../kernel/invariant.ts';
import type { Lsn, TreeId } from '../store.ts';

/** Trees that one log record may create. */
const TREES_PER_RECORD = 64;

/**
 * Tree `ordinal` (from 0) of those that the record at `lsn` creates. Because LSNs are never used twice, neither are tree ids,
 * and a tree knows its first record: the log rebuilds all of a tree when it still reaches back to there.
 */
export function treeIdOf(lsn: Lsn, ordinal: number): TreeId {
  invariant(ordinal < TREES_PER_RECORD, 'a record creates at most 64 trees');
  return (lsn * TREES_PER_RECORD + ordinal) as TreeId;
}

/** First log record that can concern the tree. The trees of the system exist from the first record on. */
export function birthLsn(tree: TreeId): Lsn {
  return Math.max(1, Math.floor(tree / TREES_PER_RECORD)) as Lsn;
}
