import type { KeyBytes } from '../kernel/key-bytes.ts';
import type { Table } from '../placement/table-catalog.ts';
import type { Change, TreeId } from '../storage/store.ts';
import type { ItemVersion, StoredItem } from '../storage/stored-item.ts';
import { entryChanges, entryOf } from './index-entry.ts';
import type { ItemImage } from './index-entry.ts';
import { expirySeconds } from './expiry-time.ts';
import { decodeItem } from './stored-image.ts';

/** What a tombstone holds beside its version. */
export const TOMBSTONE_TEXT = '{}';

/** Where an item is. */
export interface ItemPlace {
  readonly table: Table;
  readonly key: KeyBytes;
}

/** What is told of a change beside the items: nothing, of a write that was asked for here. */
export interface ChangeNotes {
  /** Of a write that comes from another Region. */
  readonly version?: ItemVersion;
  /** Whether the item had expired, and nobody asked for its deletion. */
  readonly isExpiry?: boolean;
}

const NO_NOTES: ChangeNotes = {};

/** One item in the place of another. */
export interface Replacement extends ItemPlace, ChangeNotes {
  readonly before: StoredItem | undefined;
  /** Undefined where the item goes. */
  readonly after: ItemImage | undefined;
}

/** The image of a stored item. */
export function storedImage(stored: StoredItem | undefined): ItemImage | undefined {
  if (stored === undefined) return undefined;
  return { item: decodeItem(stored.text), text: stored.text, sizeBytes: stored.sizeBytes };
}

/**
 * Everything that one log record has to hold for `after` to stand where `before` stood: the item and its entries in local
 * indexes. Global indexes follow the record. `before` is looked at for tables with local indexes or tombstones only.
 */
export function itemChanges(
  place: ItemPlace,
  before: StoredItem | undefined,
  after: ItemImage | undefined,
  notes: ChangeNotes = NO_NOTES,
): readonly Change[] {
  const { table, key } = place;
  const change = after === undefined ? deletion(place, notes) : put(place, after, notes);
  const changes =
    table.tombstones === undefined
      ? [change]
      : [change, ...graves(place, table.tombstones, before, after, notes)];
  const { local } = table.indexes;
  if (local.length === 0) return changes;
  const old = storedImage(before);
  const entries = local.flatMap((index) =>
    entryChanges(index.tree, entryOf(index, old, key), entryOf(index, after, key), true),
  );
  return [...changes, ...entries];
}

// Written out member by member: a spread costs more than all else that a write decides.

function put({ table, key }: ItemPlace, after: ItemImage, { version }: ChangeNotes): Change {
  const { tree, indexes, keepsImages: keepsImage, expiryAttribute } = table;
  const { item, text, sizeBytes } = after;
  return {
    kind: 'put',
    tree,
    key,
    text,
    sizeBytes,
    isFollowed: indexes.global.length > 0,
    keepsImage,
    version,
    expiresAt: expiryAttribute === undefined ? undefined : expirySeconds(item, expiryAttribute),
    item,
    hasEntries: indexes.all.some(({ projected }) => projected === undefined),
  };
}

function deletion({ table, key }: ItemPlace, { version, isExpiry }: ChangeNotes): Change {
  const { tree, indexes, keepsImages: keepsImage } = table;
  const isFollowed = indexes.global.length > 0;
  return { kind: 'delete', tree, key, isFollowed, keepsImage, version, isExpiry };
}

/** A tombstone where an item goes, and none where one comes. */
function graves(
  { key }: ItemPlace,
  tree: TreeId,
  before: StoredItem | undefined,
  after: ItemImage | undefined,
  { version }: ChangeNotes,
): readonly Change[] {
  if (after !== undefined) {
    return before === undefined ? [{ kind: 'delete', tree, key, keepsImage: true }] : [];
  }
  // Whoever deletes here what is not here deletes nothing; elsewhere it may have been there.
  if (before === undefined && version === undefined) return [];
  const sizeBytes = TOMBSTONE_TEXT.length;
  return [{ kind: 'put', tree, key, text: TOMBSTONE_TEXT, sizeBytes, version }];
}
