/** How far a table has followed each other Region: kept in the log record that also holds what was applied. */
import { isA, isNumber, isText, optional } from '../../kernel/check.ts';
import type { Change, Store, TreeId } from '../../storage/store.ts';
import { collection } from '../../storage/system-record.ts';
import { PLACES } from '../../storage/system-tree.ts';
import { isSnapshotPart } from '../messages/region-messages.ts';
import type { SnapshotPart } from '../messages/region-messages.ts';

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

/** What another Region has said of how far it has followed a table of this one. */
export interface Confirmed {
  readonly tableId: string;
  /** Undefined until a copy of the whole table is there. */
  readonly lsn?: number | undefined;
  /** When it was said, by this Region's clock. */
  readonly atMs: number;
}

const isCopyPlace = isA<CopyPlace>({ part: isSnapshotPart, from: isText() });

const states = collection(
  PLACES.followed,
  isA<FollowState>({
    tableId: isText(),
    storeId: optional(isText()),
    lsn: isNumber,
    stamp: isNumber,
    copy: optional(isCopyPlace),
  }),
);

/** What other Regions have confirmed, by {@link followName}. */
export const confirmations = collection(
  PLACES.confirmed,
  isA<Confirmed>({ tableId: isText(), lsn: optional(isNumber), atMs: isNumber }),
);

/** The name of what is kept of a table and another Region. */
export function followName(tree: number, region: string): string {
  return `${String(tree)} ${region}`;
}

export function findFollowState(
  store: Store,
  tree: TreeId,
  region: string,
): FollowState | undefined {
  return states.find(store, followName(tree, region));
}

export function followStateChange(tree: TreeId, region: string, state: FollowState): Change {
  return states.put(followName(tree, region), state);
}

export function forgetFollowState(tree: TreeId, region: string): Change {
  return states.remove(followName(tree, region));
}
