import type { KeyBytes } from '../kernel/key-bytes.ts';
import type { Slice } from '../kernel/slice.ts';
import type { Item } from '../wire/attribute-value.ts';
import type { ItemVersion, StoredItem } from './stored-item.ts';

/** Names one B+tree of the store. Never reused. Those of the system: `system-tree.ts`. */
export type TreeId = number & { readonly __unit: 'TreeId' };

/** Position in the replication log, gapless, from 1. 0 means "before every record". */
export type Lsn = number & { readonly __unit: 'Lsn' };

/**
 * Size of the item that stands at a key, 0 for none, as a writer knows without having looked. The change is then buffered where
 * its page is not in memory. Followers cannot want such a change.
 */
export type KnownSize = number;

/** One effect on one tree. A log record is a list of them, applied all or none. */
export type Change =
  | {
      readonly kind: 'put';
      readonly tree: TreeId;
      readonly key: KeyBytes;
      readonly row: Slice;
      readonly sizeBytes: number;
      /** The follower of global indexes wants this change, with the image before it. */
      readonly isFollowed?: boolean;
      /** The log keeps the image before, with its version: for streams and for other Regions. */
      readonly keepsImage?: boolean;
      /** Of a write that came from another Region; without it the version is the record's stamp, and of this Region. */
      readonly version?: ItemVersion | undefined;
      /** When the item expires, in seconds since 1970: whoever deletes it then hears of it. Not stored. */
      readonly expiresAt?: number | undefined;
      /** The values behind `row`, where they are at hand: followers need not read it. */
      readonly item?: Item | undefined;
      readonly replaces?: KnownSize | undefined;
      /** Whether index entries with the very same row come with this change, or soon after it. */
      readonly hasEntries?: boolean;
      /** Whether this is an index entry with the very row of its item. */
      readonly sharesRow?: boolean;
    }
  | {
      readonly kind: 'delete';
      readonly tree: TreeId;
      readonly key: KeyBytes;
      readonly isFollowed?: boolean;
      readonly keepsImage?: boolean;
      readonly version?: ItemVersion | undefined;
      /** Whether the item had expired, and nobody asked for its deletion. */
      readonly isExpiry?: boolean | undefined;
      readonly replaces?: KnownSize | undefined;
    }
  /** Forgets every key of the tree, and the tree. Its id never comes back. */
  | { readonly kind: 'dropTree'; readonly tree: TreeId };

/** An item that a transaction writes or checks. */
export interface TransactionItem {
  readonly tree: TreeId;
  readonly key: KeyBytes;
}

/** Half-open `[from, to)`; `to` undefined is the end of the tree. */
export interface KeyRange {
  readonly from: KeyBytes;
  readonly to: KeyBytes | undefined;
}

/** What the counters of a tree say: exact, durable with the log. */
export interface TreeCounts {
  readonly items: number;
  readonly sizeBytes: number;
}

/**
 * The synchronous face of the store that operations run against (ADR 23, "load, then run").
 *
 * Every read may throw `PageFault` when a page is not in memory, or `LogFault` when a stretch of the log is not: let it pass. The
 * executor loads it and runs the
 * operation again from its start, so an operation must have no effect of its own before `append`, and must do
 * nothing that can throw a `PageFault` after it.
 */
export interface Store {
  /** The item at `key`, or undefined. */
  readonly find: (tree: TreeId, key: KeyBytes) => StoredItem | undefined;
  /**
   * Declares all keys an operation will read, so that missing pages come in with one load instead of one each.
   * Throws `PageFault` when any is missing.
   */
  readonly need: (tree: TreeId, keys: readonly KeyBytes[]) => void;
  /**
   * Visits keys of `range` in key order (`reverse`: backwards from the end), until `visit` answers false.
   * `expectedBytes` is how many bytes of items the caller will want, for read-ahead (default 64 KiB). `isScan`: the caller comes by all items
   * there are, and the cache keeps no page for its sake.
   */
  readonly scan: (
    tree: TreeId,
    range: KeyRange,
    options: {
      readonly reverse: boolean;
      readonly expectedBytes?: number;
      readonly isScan?: boolean;
    },
    visit: (key: KeyBytes, item: StoredItem) => boolean,
  ) => void;
  /**
   * Appends one log record holding `changes` and applies it at once in memory. Visible to later reads of the same
   * turn; acknowledged to nobody before its commit (ADR 24: the executor sees to it).
   * A transaction names its `items`, those it only checks too: it is ongoing until the record is durable.
   */
  readonly append: (changes: readonly Change[], items?: readonly TransactionItem[]) => Lsn;
  /** Whether a transaction on the item is ongoing. */
  readonly isInTransaction: (tree: TreeId, key: KeyBytes) => boolean;
  /** Whether any write of the item is not yet durable. */
  readonly isBeingWritten: (tree: TreeId, key: KeyBytes) => boolean;
  /** A tree id never used before. Take it inside the operation that appends the first record of that tree. */
  readonly newTree: () => TreeId;
  readonly counts: (tree: TreeId) => TreeCounts;
}
