/**
 * One page of a table or of one of its indexes: what Query, Scan and SELECT read. Source: semantics.md section 4.
 */
import type { Charge, Charged } from '../capacity/consumed-capacity.ts';
import type { ReadConsistency } from '../capacity/units.ts';
import { projectionAttributes } from '../expression/projection/projection.ts';
import { keyOf } from '../item/key-codec.ts';
import type { KeyBytes } from '../kernel/key-bytes.ts';
import type { Store } from '../storage/store.ts';
import { pageCharge } from './query-page-charge.ts';
import { PAGE_BYTES_MAX, walkPage } from './query-page-walk.ts';
import type { PageOfItems, PageWalk } from './query-page-walk.ts';
import type { ReadSource } from './read-source.ts';
import { storedImage } from './image/stored-image.ts';
import type { StoredImage } from './image/stored-image.ts';
import { RowView } from '../item/row/row-view.ts';
import { attributeNames } from '../placement/attribute-names.ts';

export interface SourcePageRequest extends Omit<PageWalk, 'tree' | 'names' | 'reachBack'> {
  readonly consistency: ReadConsistency;
  /** Whether all attributes of the items are asked for, also where an index is read. */
  readonly allAttributes: boolean;
}

export interface SourcePage extends PageOfItems, Charged {}

/** What reads of global indexes ask of the follower that keeps these. */
export interface IndexReads {
  /** Throws `FollowerBehind` while an index may lack a write: the request then runs again when it does not. */
  readonly mustBeCaughtUp: () => void;
}

/** Reads one page; an index is read as of the newest write. */
export function readSourcePage(
  source: ReadSource,
  request: SourcePageRequest,
  store: Store,
  indexes: IndexReads,
): SourcePage {
  if (source.index?.kind === 'global') indexes.mustBeCaughtUp();
  const names = attributeNames(store, source.table.tree);
  const walk = { ...request, tree: source.tree, names };
  const page = lacksAttributes(source, request)
    ? walkWithItems(source, walk, store)
    : walkPage(store, walk);
  return { ...page, charge: (): Charge => pageCharge(source, request, page) };
}

/** Whether a local index does not hold all that is asked for: it is fetched from the table then. */
function lacksAttributes({ index }: ReadSource, request: SourcePageRequest): boolean {
  if (index?.kind !== 'local' || index.projected === undefined) return false;
  if (request.allAttributes) return true;
  const { projection } = request;
  if (projection === undefined) return false;
  const { projected } = index;
  return [...projectionAttributes(projection)].some((name) => !projected.has(name));
}

/** Walks a local index with the item behind each entry. */
function walkWithItems(source: ReadSource, walk: PageWalk, store: Store): PageOfItems {
  const { tree, keySchema } = source.table;
  needItemsBehind(source, walk, store);
  return walkPage(store, {
    ...walk,
    reachBack: ({ attributes, names }: StoredImage) =>
      storedImage(store.find(tree, keyOf(keySchema, attributes)), names),
  });
}

/** Declares the items that a page of a local index will fetch, so that they come in together. */
function needItemsBehind(
  { table }: ReadSource,
  { tree, names, range, reverse, isScan, limit = Infinity }: PageWalk,
  store: Store,
): void {
  const keys: KeyBytes[] = [];
  let bytes = 0;
  store.scan(tree, range, { reverse, isScan }, (_, entry) => {
    keys.push(keyOf(table.keySchema, new RowView(entry, names)));
    bytes += entry.sizeBytes;
    return keys.length < limit && bytes < PAGE_BYTES_MAX;
  });
  store.need(table.tree, keys);
}
