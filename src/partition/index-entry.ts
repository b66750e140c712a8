/**
 * What an index holds of an item: pure functions from an item to its entry, and from two entries to the changes between
 * them. Source: semantics.md sections 4 and 13.
 */
import { entryKeyOf } from '../item/index-key.ts';
import { rowsEqual } from '../item/row/row-equality.ts';
import type { KeyBytes } from '../kernel/key-bytes.ts';
import type { SecondaryIndex } from '../placement/secondary-index.ts';
import type { Change, TreeId } from '../storage/store.ts';
import { selectedImage } from './image/projected-image.ts';
import type { StoredImage } from './image/stored-image.ts';

export interface IndexEntry {
  readonly key: KeyBytes;
  /** The projected attributes. */
  readonly image: StoredImage;
  /** Whether they are all there are: the row is the very row of the item. */
  readonly isWhole: boolean;
}

export type EntryChange = Exclude<Change, { readonly kind: 'dropTree' }>;

/** The entry of the item at `itemKey`; undefined where the index does not hold it. */
export function entryOf(
  index: SecondaryIndex,
  image: StoredImage | undefined,
  itemKey: KeyBytes,
): IndexEntry | undefined {
  if (image === undefined) return undefined;
  const key = entryKeyOf(index.keySchema, image.attributes, itemKey);
  if (key === undefined) return undefined;
  const { projected } = index;
  if (projected === undefined) return { key, image, isWhole: true };
  return { key, image: selectedImage(image, projected), isWhole: false };
}

/** Whether both entries hold the same, attributes in any order. */
export function isSameEntry(a: IndexEntry, b: IndexEntry): boolean {
  if (a.key !== b.key || a.image.sizeBytes !== b.image.sizeBytes) return false;
  // What was written later has a dictionary that holds the other one.
  const { names } = a.image.names.count > b.image.names.count ? a.image : b.image;
  return rowsEqual(a.image.row, b.image.row, names);
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
    const replaces = isExact ? before.image.sizeBytes : undefined;
    changes.push({ kind: 'delete', tree, key: before.key, replaces });
  }
  if (after !== undefined) {
    const { key, image, isWhole: sharesRow } = after;
    const { row, sizeBytes } = image;
    const standing = before?.key === key ? before.image.sizeBytes : 0;
    const replaces = isExact ? standing : undefined;
    changes.push({ kind: 'put', tree, key, row, sizeBytes, sharesRow, replaces });
  }
  return changes;
}
