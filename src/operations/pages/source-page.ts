import { keyOf } from '../../item/key-codec.ts';
import { PAGE_BYTES_MAX, readPage } from '../../partition/page-of-items.ts';
import type { PageOfItems, PageRequest } from '../../partition/page-of-items.ts';
import { parseItem } from '../../partition/stored-image.ts';
import type { KeyBytes } from '../../kernel/key-bytes.ts';
import type { RouterContext } from '../context.ts';
import { reachBackOf } from './index-reads.ts';
import type { PageParameters } from './page-parameters.ts';
import type { ReadSource } from '../../partition/read-source.ts';

/** One page of a table or index; an index is read as of the newest write. */
export function readSourcePage(
  source: ReadSource,
  request: PageParameters,
  where: Pick<PageRequest, 'range' | 'reverse' | 'bytesMax'>,
  { store, indexes }: RouterContext,
): PageOfItems {
  if (source.index?.kind === 'global') indexes.mustBeCaughtUp();
  const { limit, filter, projection, countOnly } = request;
  const page = { tree: source.tree, ...where, limit, filter, projection, countOnly };
  const reachBack = reachBackOf(source, request, store);
  if (reachBack === undefined) return readPage(store, page);
  needItemsBehind(source, page, store);
  return readPage(store, { ...page, reachBack });
}

/** Declares the items that a page of a local index will fetch, so that they come in together. */
function needItemsBehind(
  { table }: ReadSource,
  { tree, range, reverse, limit = Infinity }: PageRequest,
  store: RouterContext['store'],
): void {
  const keys: KeyBytes[] = [];
  let bytes = 0;
  store.scan(tree, range, { reverse }, (_, entry) => {
    keys.push(keyOf(table.keySchema, parseItem(entry.text)));
    bytes += entry.sizeBytes;
    return keys.length < limit && bytes < PAGE_BYTES_MAX;
  });
  store.need(table.tree, keys);
}
