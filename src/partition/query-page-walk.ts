/**
 * One page of a Query or a Scan: walks a key range in order until a limit, a megabyte or the end.
 *
 * 1. Limit and size count evaluated items, before the filter; the item that crosses a megabyte is still in the page.
 * 2. A page that stopped by either has a last key, also when nothing lies behind it.
 * 3. Without filter and projection no item is parsed: the stored texts are the answer.
 *
 * Source: semantics.md section 4.
 */
import type { Condition } from '../expression/condition/condition.ts';
import { evaluateCondition } from '../expression/condition/condition.ts';
import type { Projection } from '../expression/projection/projection.ts';
import { projectItem } from '../expression/projection/projection.ts';
import type { KeyRange, Store, TreeId } from '../storage/store.ts';
import type { StoredItem } from '../storage/stored-item.ts';
import { decodeItem } from './stored-image.ts';

export const PAGE_BYTES_MAX = 1_048_576;
/** A fetched item counts for the page in whole multiples of this. Source: semantics.md section 4. */
const FETCH_BYTES = 4096;

export interface PageWalk {
  readonly tree: TreeId;
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
  readonly reachBack?: (entry: StoredItem) => StoredItem | undefined;
  /** Evaluated bytes that end the page, where other reads have taken a part of its megabyte. */
  readonly bytesMax?: number;
}

export interface PageOfItems {
  /** JSON text of the items that passed the filter, projected; none with `countOnly`. */
  readonly texts: readonly string[];
  readonly count: number;
  readonly scannedCount: number;
  /** Bytes of the evaluated items: what the page is charged for. */
  readonly evaluatedBytes: number;
  /** Bytes of each item that was fetched from the table behind an entry of an index. */
  readonly fetchedBytes: readonly number[];
  /** Bytes that count for the megabyte of the page. */
  readonly pageBytes: number;
  /** The evaluated item the page stopped at, undefined when it reached the end of its range. */
  readonly stoppedAt: StoredItem | undefined;
}

/** Bytes to read ahead: the whole page, or as many average items as the limit allows. */
function expectedBytes(store: Store, request: PageWalk): number {
  if (request.limit === undefined) return PAGE_BYTES_MAX;
  const counts = store.counts(request.tree);
  const average = counts.items === 0 ? 0 : counts.sizeBytes / counts.items;
  return Math.min(PAGE_BYTES_MAX, Math.ceil(average * request.limit));
}

export function walkPage(store: Store, request: PageWalk): PageOfItems {
  const {
    filter,
    projection,
    countOnly,
    isScan,
    limit = Infinity,
    bytesMax = PAGE_BYTES_MAX,
  } = request;
  const texts: string[] = [];
  let count = 0;
  let scannedCount = 0;
  let evaluatedBytes = 0;
  let pageBytes = 0;
  const fetchedBytes: number[] = [];
  let stoppedAt: StoredItem | undefined;
  const { reverse } = request;
  const options = { reverse, isScan, expectedBytes: expectedBytes(store, request) };
  store.scan(request.tree, request.range, options, (_key, stored) => {
    scannedCount++;
    evaluatedBytes += stored.sizeBytes;
    pageBytes += stored.sizeBytes;
    const fetched = request.reachBack?.(stored);
    if (fetched !== undefined) {
      fetchedBytes.push(fetched.sizeBytes);
      pageBytes += Math.ceil(fetched.sizeBytes / FETCH_BYTES) * FETCH_BYTES;
    }
    const text = answerText(stored, filter, projection, fetched);
    if (text !== undefined) {
      count++;
      if (!countOnly) texts.push(text);
    }
    if (scannedCount < limit && pageBytes < bytesMax) return true;
    stoppedAt = stored;
    return false;
  });
  return { texts, count, scannedCount, evaluatedBytes, fetchedBytes, pageBytes, stoppedAt };
}

/** The item's text in the answer, or undefined where the filter drops it. */
function answerText(
  stored: StoredItem,
  filter: Condition | undefined,
  projection: Projection | undefined,
  fetched: StoredItem | undefined,
): string | undefined {
  const shown = fetched ?? stored;
  if (filter === undefined && projection === undefined) return shown.text;
  const item = decodeItem(stored.text);
  if (filter !== undefined && !evaluateCondition(filter, item)) return undefined;
  if (projection === undefined) return shown.text;
  const whole = fetched === undefined ? item : decodeItem(fetched.text);
  return JSON.stringify(projectItem(projection, whole));
}
