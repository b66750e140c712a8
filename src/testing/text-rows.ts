import { NO_NAMES } from '../item/row/row-names.ts';
import { RowWriter } from '../item/row/row-writer.ts';
import type { Item } from '../wire/attribute-value.ts';
import type { Slice } from '../kernel/slice.ts';
import { bytesIn, sliceOf } from '../kernel/slice.ts';
import { utf8Bytes, utf8Text } from '../kernel/utf8-codec.ts';
import type { ItemVersion, StoredItem } from '../storage/stored-item.ts';
import { storedItem } from '../storage/stored-item.ts';

/*
 * Rows for a store that does not look inside: text.
 */

export const textRow = (text: string): Slice => sliceOf(utf8Bytes(text));

export const textIn = (row: Slice): string => utf8Text(bytesIn(row));

export const findText = (row: Slice | undefined): string | undefined => row && textIn(row);

/** An item as large as its text is long. */
export function textItem(text: string, version: ItemVersion = { stamp: 1, origin: 0 }): StoredItem {
  return storedItem(textRow(text), text.length, version);
}

/** All that an item is, wherever its bytes lie. */
export function contentOf(item: StoredItem): ItemVersion & {
  readonly text: string;
  readonly sizeBytes: number;
} {
  const { sizeBytes, stamp, origin } = item;
  return { text: textIn(item), sizeBytes, stamp, origin };
}

/** The row of an item, its names in full. */
export const itemRow = (item: Item, sizeBytes: number): Slice =>
  new RowWriter().write(item, sizeBytes, NO_NAMES);
