/**
 * What an index holds of an item: pure functions from an item to its entry, and from two entries to the changes between
 * them. Source: semantics.md sections 4 and 13.
 */
import { entryKeyOf } from '../item/index-key.ts';
import { valuesEqual } from '../item/order.ts';
import { sizeOfItem } from '../item/item-size.ts';
import type { KeyBytes } from '../kernel/key-bytes.ts';
import type { Change, TreeId } from '../storage/store.ts';
import type { Item } from '../wire/attribute-value.ts';
import { emptyAttributes } from '../wire/attribute-value.ts';
import type { SecondaryIndex } from '../placement/secondary-index.ts';

/** An item with all that is known of it. */
export interface ItemImage {
  readonly item: Item;
  /** Canonical JSON of the item. */
  readonly text: string;
  readonly sizeBytes: number;
}

export interface IndexEntry {
  readonly key: KeyBytes;
  /** The projected attributes. */
  readonly item: Item;
  /** Canonical JSON of them. */
  readonly text: string;
  readonly sizeBytes: number;
  /** Whether `text` is the very text of the item. */
  readonly sharesText: boolean;
}

export type EntryChange = Exclude<Change, { readonly kind: 'dropTree' }>;

/** The entry of the item at `itemKey`; undefined where the index does not hold it. */
export function entryOf(
  index: SecondaryIndex,
  image: ItemImage | undefined,
  itemKey: KeyBytes,
): IndexEntry | undefined {
  if (image === undefined) return undefined;
  const key = entryKeyOf(index.keySchema, image.item, itemKey);
  if (key === undefined) return undefined;
  const { projected } = index;
  if (projected === undefined) {
    const { item, text, sizeBytes } = image;
    return { key, item, text, sizeBytes, sharesText: true };
  }
  const item = emptyAttributes();
  for (const name of Object.keys(image.item)) {
    const value = image.item[name];
    if (value !== undefined && projected.has(name)) item[name] = value;
  }
  return { key, item, text: JSON.stringify(item), sizeBytes: sizeOfItem(item), sharesText: false };
}

/** Whether both entries hold the same, attributes in any order. */
export function isSameEntry(a: IndexEntry, b: IndexEntry): boolean {
  if (a.key !== b.key) return false;
  if (a.text === b.text) return true;
  return a.sizeBytes === b.sizeBytes && valuesEqual({ M: a.item }, { M: b.item });
}

/**
 * What has to change in the index at `tree` for `after` to stand where `before` stood. `isExact` says that `before` is for
 * certain what stands there: then nobody needs to look.
 */
export function entryChanges(
  tree: TreeId,
  before: IndexEntry | undefined,
  after: IndexEntry | undefined,
  isExact: boolean,
): readonly EntryChange[] {
  if (before !== undefined && after !== undefined && isSameEntry(before, after)) return [];
  const changes: EntryChange[] = [];
  if (before !== undefined && before.key !== after?.key) {
    const replaces = isExact ? before.sizeBytes : undefined;
    changes.push({ kind: 'delete', tree, key: before.key, replaces });
  }
  if (after !== undefined) {
    const { key, text, sizeBytes, sharesText } = after;
    const standing = before?.key === key ? before.sizeBytes : 0;
    const replaces = isExact ? standing : undefined;
    changes.push({ kind: 'put', tree, key, text, sizeBytes, sharesText, replaces });
  }
  return changes;
}
