import type { Slice } from '../kernel/slice.ts';
import { lengthOf } from '../kernel/slice.ts';

/**
 * An item as the store keeps it: its row (`item/row/`), of which the store knows nothing, and what is known of it without reading that.
 * Of the system's trees the bytes are JSON text. It is never changed, only replaced; its bytes may move.
 */
export interface StoredItem extends Slice {
  /** DynamoDB's item size in bytes (names and values, `item/item-size.ts`), not the length of the row. */
  readonly sizeBytes: number;
  /** Version stamp of the write that made it: a hybrid logical clock, see `storage/log/version-stamp.ts`. */
  readonly stamp: number;
  /** Where it was written: 0 in this Region, else a number by which the table's record names another Region. At most 255. */
  readonly origin: number;
}

/** Which write of an item it is: later ones win. Equal stamps are told apart by the Region names behind the origins. */
export type ItemVersion = Pick<StoredItem, 'stamp' | 'origin'>;

/**
 * Row of an item whose bytes were damaged in the log: the key is known, the item is lost. Kept as an item of its own, so
 * that reading the key is an error and never an older version; writing the key again heals it.
 */
export const LOST_ROW: Slice = { bytes: new Uint8Array(0), from: 0, to: 0 };

/** Whether damage has taken the row: no other is empty. */
export const isLostRow = (row: Slice): boolean => lengthOf(row) === 0;

// Written out: all items are objects of one shape, and a spread costs more than all else.

export function storedItem(row: Slice, sizeBytes: number, version: ItemVersion): StoredItem {
  const { bytes, from, to } = row;
  const { stamp, origin } = version;
  return { bytes, from, to, sizeBytes, stamp, origin };
}

/** Lets go of the bytes that hold the item, for others that hold the same at `from`. */
export function moveItem(item: StoredItem, bytes: Uint8Array, from: number): void {
  const moved = item as { -readonly [Member in keyof Slice]: Slice[Member] };
  const length = item.to - item.from;
  moved.bytes = bytes;
  moved.from = from;
  moved.to = from + length;
}
