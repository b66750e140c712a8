import type { KeyBytes } from '../../kernel/key-bytes.ts';
import type { Change, Lsn } from '../store.ts';
import { CURSOR_TREE } from '../store.ts';
import type { StoredItem } from '../stored-item.ts';

/** Where the cursor of the index follower is, in `CURSOR_TREE`. */
export const INDEX_CURSOR = 'index' as KeyBytes;

/** Puts the cursor behind record `lsn`: all changes up to it have been answered. */
export function cursorChange(lsn: Lsn): Change {
  const text = JSON.stringify({ lsn });
  return { kind: 'put', tree: CURSOR_TREE, key: INDEX_CURSOR, text, sizeBytes: text.length };
}

/** The last record that was answered; 0 before any. */
export function cursorOf(item: StoredItem | undefined): Lsn {
  if (item === undefined) return 0 as Lsn;
  return (JSON.parse(item.text) as { readonly lsn: Lsn }).lsn;
}
