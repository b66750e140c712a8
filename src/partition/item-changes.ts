import type { KeyBytes } from '../kernel/key-bytes.ts';
import type { Change, TreeId } from '../storage/store.ts';
import type { StoredItem } from '../storage/stored-item.ts';
import { entryChanges, entryOf } from './index-entry.ts';
import type { ItemImage } from './index-entry.ts';
import { expirySeconds } from './expiry-time.ts';
import type { TableIndexes } from './secondary-index.ts';
import { parseItem } from './stored-image.ts';

/** Where an item is. */
export interface ItemAddress {
  readonly tree: TreeId;
  readonly key: KeyBytes;
}

/** Where an item is, and which indexes hold it too. */
export interface ItemPlace extends ItemAddress {
  readonly indexes: TableIndexes;
  /** Whether the log keeps the item that a write replaces. */
  readonly keepsImages: boolean;
  /** The attribute that says when the item expires, in tables where items do. */
  readonly expiryAttribute: string | undefined;
}

/** The image of a stored item. */
export function storedImage(stored: StoredItem | undefined): ItemImage | undefined {
  if (stored === undefined) return undefined;
  return { item: parseItem(stored.text), text: stored.text, sizeBytes: stored.sizeBytes };
}

/**
 * Everything that one log record has to hold for `after` to stand where `before` stood: the item and its entries in local
 * indexes. Global indexes follow the record. `before` is looked at for tables with local indexes only.
 */
export function itemChanges(
  { tree, key, indexes, keepsImages: keepsImage, expiryAttribute }: ItemPlace,
  before: StoredItem | undefined,
  after: ItemImage | undefined,
): readonly Change[] {
  const isFollowed = indexes.global.length > 0;
  const hasEntries = indexes.all.some(({ projected }) => projected === undefined);
  const expiresAt =
    expiryAttribute === undefined || after === undefined
      ? undefined
      : expirySeconds(after.item, expiryAttribute);
  const change: Change =
    after === undefined
      ? { kind: 'delete', tree, key, isFollowed, keepsImage }
      : { kind: 'put', tree, key, isFollowed, keepsImage, hasEntries, expiresAt, ...after };
  if (indexes.local.length === 0) return [change];
  const old = storedImage(before);
  const entries = indexes.local.flatMap((index) =>
    entryChanges(index.tree, entryOf(index, old, key), entryOf(index, after, key), true),
  );
  return [change, ...entries];
}
