import { isA, isCount } from '../../kernel/check.ts';
import type { Change, Lsn } from '../store.ts';
import type { StoredItem } from '../stored-item.ts';
import { collection } from '../system-record.ts';
import { PLACES } from '../system-tree.ts';
import { DamagedRangeError } from '../tree/page-fault.ts';

/** The one record of its kind has no name. */
const NAME = '';
const cursors = collection(PLACES.indexCursor, isA<{ readonly lsn: number }>({ lsn: isCount }));

/** Where the cursor of the index follower is, in `CURSOR_TREE`. */
export const INDEX_CURSOR = cursors.key(NAME);

/** Puts the cursor behind record `lsn`: all changes up to it have been answered. */
export function cursorChange(lsn: Lsn): Change {
  return cursors.put(NAME, { lsn });
}

/** The last record that was answered; 0 before any, and where that cannot be read: answering again does no harm. */
export function cursorOf(item: StoredItem | undefined): Lsn {
  if (item === undefined) return 0 as Lsn;
  try {
    return cursors.decode(INDEX_CURSOR, item).lsn as Lsn;
  } catch (error) {
    if (error instanceof DamagedRangeError) return 0 as Lsn;
    throw error;
  }
}
