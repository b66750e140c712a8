/** How far a table has followed each other Region: kept in the log record that also holds what was applied. */
import type { KeyBytes } from '../../kernel/key-bytes.ts';
import { CURSOR_TREE } from '../../storage/store.ts';
import type { Change, Store, TreeId } from '../../storage/store.ts';
import type { SnapshotPart } from '../messages/messages.ts';

/** A copy of another Region's items, on its way. */
export interface CopyPlace {
  readonly part: SnapshotPart;
  /** Where the next page begins. */
  readonly from: string;
}

export interface FollowState {
  /** Ids of the table and of the store that is followed. */
  readonly tableId: string;
  readonly storeId: string | undefined;
  /** Its log goes on behind this record. */
  readonly lsn: number;
  /** Every write of it up to this stamp has been applied. */
  readonly stamp: number;
  /** What comes before its log can be followed. */
  readonly copy: CopyPlace | undefined;
}

/** A place in the log of another Region's store. */
export interface StorePlace {
  readonly storeId: string;
  readonly lsn: number;
}

export function followKey(tree: number, region: string): KeyBytes {
  return `region ${String(tree)} ${region}` as KeyBytes;
}

export function findFollowState(
  store: Store,
  tree: TreeId,
  region: string,
): FollowState | undefined {
  const stored = store.get(CURSOR_TREE, followKey(tree, region));
  if (stored === undefined) return undefined;
  return JSON.parse(stored.text) as FollowState;
}

export function followStateChange(tree: TreeId, region: string, state: FollowState): Change {
  const text = JSON.stringify(state);
  const key = followKey(tree, region);
  return { kind: 'put', tree: CURSOR_TREE, key, text, sizeBytes: text.length };
}

/** Where it stands up to which record another Region has a table. */
export function confirmedKey(tree: number, region: string): KeyBytes {
  return `confirmed ${String(tree)} ${region}` as KeyBytes;
}
