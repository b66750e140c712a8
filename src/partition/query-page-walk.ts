/**
 * One page of a Query or a Scan: walks a key range in order until a limit, a megabyte or the end.
 *
 * 1. Limit and size count evaluated items, before the filter; the item that crosses a megabyte is still in the page.
 * 2. A page that stopped by either has a last key, also when nothing lies behind it.
 * 3. Without filter and projection no item is read: the stored rows are the answer.
 *
 * Source: semantics.md section 4.
 */
import type { Condition } from '../expression/condition/condition.ts';
import { evaluateCondition } from '../expression/condition/condition.ts';
import type { Projection } from '../expression/projection/projection.ts';
import type { Slice } from '../kernel/slice.ts';
import type { CountedNames } from '../item/row/row-names.ts';
import type { StoredItem } from '../storage/stored-item.ts';
import type { KeyRange, Store, TreeId } from '../storage/store.ts';
import { projectedImage } from './image/projected-image.ts';
import { StoredImage } from './image/stored-image.ts';

export const PAGE_BYTES_MAX = 1_048_576;
/** A fetched item counts for the page in whole multiples of this. Source: semantics.md section 4. */
const FETCH_BYTES = 4096;

export interface PageWalk {
  readonly tree: TreeId;
  /** Of the rows in it. */
  readonly names: CountedNames;
  readonly range: KeyRange;
  readonly reverse: boolean;
  /** Evaluated items at most. */
  readonly limit: number | undefined;
  readonly filter: Condition | undefined;
  readonly projection: Projection | undefined;
  /** Count only: no item is answered. */
  readonly countOnly: boolean;
  /** Whether it reads whatever there is: each partition that the range comes to is charged for, whatever it holds. */
  readonly isScan: boolean;
  /** Of a local index that lacks what is asked for: the item behind an entry. */
  readonly reachBack?: (entry: StoredImage) => StoredImage | undefined;
  /** Evaluated bytes that end the page, where other reads have taken a part of its megabyte. */
  readonly bytesMax?: number;
}

export interface PageOfItems {
  /** The items that passed the filter, projected; none with `countOnly`. */
  readonly rows: readonly Slice[];
  readonly names: CountedNames;
  readonly count: number;
  readonly scannedCount: number;
  /** Bytes of the evaluated items: what the page is charged for. */
  readonly evaluatedBytes: number;
  /** Bytes of each item that was fetched from the table behind an entry of an index. */
  readonly fetchedBytes: readonly number[];
  /** Bytes that count for the megabyte of the page. */
  readonly pageBytes: number;
  /** The evaluated item the page stopped at, undefined when it reached the end of its range. */
  readonly stoppedAt: StoredImage | undefined;
}

/** Bytes to read ahead: the whole page, or as many average items as the limit allows. */
function expectedBytes(store: Store, request: PageWalk): number {
  if (request.limit === undefined) return PAGE_BYTES_MAX;
  const counts = store.counts(request.tree);
  const average = counts.items === 0 ? 0 : counts.sizeBytes / counts.items;
  return Math.min(PAGE_BYTES_MAX, Math.ceil(average * request.limit));
}

export function walkPage(store: Store, request: PageWalk): PageOfItems {
  const { names, countOnly, isScan, limit = Infinity, bytesMax = PAGE_BYTES_MAX } = request;
  const rows: Slice[] = [];
  let count = 0;
  let scannedCount = 0;
  let evaluatedBytes = 0;
  let pageBytes = 0;
  const fetchedBytes: number[] = [];
  let stoppedAt: StoredImage | undefined;
  const { reverse } = request;
  const options = { reverse, isScan, expectedBytes: expectedBytes(store, request) };
  store.scan(request.tree, request.range, options, (_key, stored) => {
    scannedCount++;
    evaluatedBytes += stored.sizeBytes;
    pageBytes += stored.sizeBytes;
    const fetched = request.reachBack?.(imageOf(stored, names));
    if (fetched !== undefined) {
      fetchedBytes.push(fetched.sizeBytes);
      pageBytes += Math.ceil(fetched.sizeBytes / FETCH_BYTES) * FETCH_BYTES;
    }
    const row = answerRow(stored, fetched, request);
    if (row !== undefined) {
      count++;
      if (!countOnly) rows.push(row);
    }
    if (scannedCount < limit && pageBytes < bytesMax) return true;
    stoppedAt = imageOf(stored, names);
    return false;
  });
  return { rows, names, count, scannedCount, evaluatedBytes, fetchedBytes, pageBytes, stoppedAt };
}

/** The item's row in the answer, or undefined where the filter drops it. */
function answerRow(
  stored: StoredItem,
  fetched: StoredImage | undefined,
  { filter, projection, names }: PageWalk,
): Slice | undefined {
  const shown = fetched?.row ?? stored;
  if (filter === undefined && projection === undefined) return shown;
  const entry = imageOf(stored, names);
  if (filter !== undefined && !evaluateCondition(filter, entry.attributes)) return undefined;
  if (projection === undefined) return shown;
  return projectedImage(fetched ?? entry, projection).row;
}

function imageOf(stored: StoredItem, names: CountedNames): StoredImage {
  return new StoredImage(stored, stored.sizeBytes, names);
}
