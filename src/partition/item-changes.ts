import type { KeyBytes } from '../kernel/key-bytes.ts';
import type { Table } from '../placement/table-catalog.ts';
import type { Change } from '../storage/store.ts';
import type { ItemVersion, StoredItem } from '../storage/stored-item.ts';
import { entryChanges, entryOf } from './index-entry.ts';
import type { ItemImage } from './index-entry.ts';
import { expirySeconds } from './expiry-time.ts';
import { parseItem } from './stored-image.ts';

/** What a tombstone holds beside its version. */
export const TOMBSTONE_TEXT = '{}';

/** Where an item is. */
export interface ItemPlace {
  readonly table: Table;
  readonly key: KeyBytes;
}

/** The image of a stored item. */
export function storedImage(stored: StoredItem | undefined): ItemImage | undefined {
  if (stored === undefined) return undefined;
  return { item: parseItem(stored.text), text: stored.text, sizeBytes: stored.sizeBytes };
}

/**
 * Everything that one log record has to hold for `after` to stand where `before` stood: the item and its entries in local
 * indexes. Global indexes follow the record. `before` is looked at for tables with local indexes or tombstones only. A write that
 * comes from another Region has a `version` of its own.
 */
export function itemChanges(
  place: ItemPlace,
  before: StoredItem | undefined,
  after: ItemImage | undefined,
  version?: ItemVersion,
): readonly Change[] {
  const { table, key } = place;
  const { tree, indexes, tombstones, expiryAttribute, keepsImages: keepsImage } = table;
  const isFollowed = indexes.global.length > 0;
  const hasEntries = indexes.all.some(({ projected }) => projected === undefined);
  const expiresAt =
    expiryAttribute === undefined || after === undefined
      ? undefined
      : expirySeconds(after.item, expiryAttribute);
  const change: Change =
    after === undefined
      ? { kind: 'delete', tree, key, isFollowed, keepsImage, ...(version && { version }) }
      : {
          kind: 'put',
          tree,
          key,
          isFollowed,
          keepsImage,
          hasEntries,
          expiresAt,
          ...after,
          ...(version && { version }),
        };
  const changes =
    tombstones === undefined ? [change] : [change, ...graves(place, before, after, version)];
  if (indexes.local.length === 0) return changes;
  const old = storedImage(before);
  const entries = indexes.local.flatMap((index) =>
    entryChanges(index.tree, entryOf(index, old, key), entryOf(index, after, key), true),
  );
  return [...changes, ...entries];
}

/** A tombstone where an item goes, and none where one comes. */
function graves(
  { key, table: { tombstones: tree } }: ItemPlace,
  before: StoredItem | undefined,
  after: ItemImage | undefined,
  version: ItemVersion | undefined,
): readonly Change[] {
  if (tree === undefined) return [];
  if (after !== undefined) {
    return before === undefined ? [{ kind: 'delete', tree, key, keepsImage: true }] : [];
  }
  // Whoever deletes here what is not here deletes nothing; elsewhere it may have been there.
  if (before === undefined && version === undefined) return [];
  const sizeBytes = TOMBSTONE_TEXT.length;
  const grave = { kind: 'put', tree, key, text: TOMBSTONE_TEXT, sizeBytes } as const;
  return [version === undefined ? grave : { ...grave, version }];
}
