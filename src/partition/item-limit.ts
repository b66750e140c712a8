/**
 * The limit of 400 KB: what an item weighs together with its entries in local indexes. Source: semantics.md sections 1 and 13.
 */
import { entryKeyOf } from '../item/index-key.ts';
import { sizeOfValue, utf8Length } from '../item/item-size.ts';
import type { SecondaryIndex } from '../placement/secondary-index.ts';
import { ITEM_BYTES_MAX } from '../wire/limits.ts';
import type { ItemPlace } from './item-place.ts';
import type { ItemImage } from './image/stored-image.ts';

/** What a put of an item beyond the limit is told. */
export const ITEM_TOO_LARGE = 'Item size has exceeded the maximum allowed size';
/** What an update is told that leaves one. */
export const UPDATE_TOO_LARGE = 'Item size to update has exceeded the maximum allowed size';

/** Whether the item at its place is beyond the limit. */
export function isTooLarge({ key, table }: ItemPlace, image: ItemImage): boolean {
  const { local } = table.indexes;
  // No entry holds more than its item.
  if (image.sizeBytes * (1 + local.length) <= ITEM_BYTES_MAX) return false;
  const entryBytes = local.map((index) =>
    entryKeyOf(index.keySchema, image.attributes, key) === undefined ? 0 : bytesOf(index, image),
  );
  return entryBytes.reduce((sum, bytes) => sum + bytes, image.sizeBytes) > ITEM_BYTES_MAX;
}

/** What the index holds of an item. */
function bytesOf({ projected }: SecondaryIndex, { item, sizeBytes }: ItemImage): number {
  if (projected === undefined) return sizeBytes;
  let bytes = 0;
  for (const [name, value] of Object.entries(item))
    if (projected.has(name)) bytes += utf8Length(name) + sizeOfValue(value);
  return bytes;
}
