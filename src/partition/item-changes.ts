import type { Change, TreeId } from '../storage/store.ts';
import type { ItemVersion } from '../storage/stored-item.ts';
import { entryChanges, entryOf } from './index-entry.ts';
import { expirySeconds } from './expiry-time.ts';
import type { ItemPlace } from './item-place.ts';
import type { RowsInWriting } from './image/rows-in-writing.ts';
import type { ItemImage, StoredImage } from './image/stored-image.ts';

/** What a tombstone, which is an item without attributes, counts for. */
const TOMBSTONE_BYTES = 2;

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
  readonly before: StoredImage | undefined;
  /** Undefined where the item goes. */
  readonly after: ItemImage | undefined;
}

/**
 * Everything that one log record has to hold for `after` to stand where `before` stood: the item and its entries in local
 * indexes. Global indexes follow the record. `before` is looked at for tables with local indexes or tombstones only.
 */
export function itemChanges(
  place: ItemPlace,
  before: StoredImage | undefined,
  after: StoredImage | undefined,
  rows: RowsInWriting,
  notes: ChangeNotes = NO_NOTES,
): readonly Change[] {
  const { table, key } = place;
  const change = after === undefined ? deletion(place, notes) : put(place, after, notes);
  const changes =
    table.tombstones === undefined
      ? [change]
      : [change, ...graves(place, table.tombstones, before, { after, rows, notes })];
  const { local } = table.indexes;
  if (local.length === 0) return changes;
  const entries = local.flatMap((index) =>
    entryChanges(index.tree, entryOf(index, before, key), entryOf(index, after, key), true),
  );
  return [...changes, ...entries];
}

// Written out member by member: a spread costs more than all else that a write decides.

function put({ table, key }: ItemPlace, after: StoredImage, { version }: ChangeNotes): Change {
  const { tree, indexes, keepsImages: keepsImage, expiryAttribute } = table;
  const { row, sizeBytes, attributes } = after;
  return {
    kind: 'put',
    tree,
    key,
    row,
    sizeBytes,
    isFollowed: indexes.global.length > 0,
    keepsImage,
    version,
    expiresAt:
      expiryAttribute === undefined ? undefined : expirySeconds(attributes, expiryAttribute),
    item: after.valuesAtHand,
    hasEntries: indexes.all.some(({ projected }) => projected === undefined),
  };
}

function deletion({ table, key }: ItemPlace, { version, isExpiry }: ChangeNotes): Change {
  const { tree, indexes, keepsImages: keepsImage } = table;
  const isFollowed = indexes.global.length > 0;
  return { kind: 'delete', tree, key, isFollowed, keepsImage, version, isExpiry };
}

/** What comes in the place of an item, or nothing. */
interface Grave {
  readonly after: ItemImage | undefined;
  readonly rows: RowsInWriting;
  readonly notes: ChangeNotes;
}

/** A tombstone where an item goes, and none where one comes. */
function graves(
  { key }: ItemPlace,
  tree: TreeId,
  before: ItemImage | undefined,
  { after, rows, notes: { version } }: Grave,
): readonly Change[] {
  if (after !== undefined) {
    return before === undefined ? [{ kind: 'delete', tree, key, keepsImage: true }] : [];
  }
  // Whoever deletes here what is not here deletes nothing; elsewhere it may have been there.
  if (before === undefined && version === undefined) return [];
  const row = rows.tombstone(TOMBSTONE_BYTES);
  return [{ kind: 'put', tree, key, row, sizeBytes: TOMBSTONE_BYTES, version }];
}
