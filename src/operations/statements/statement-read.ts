/**
 * A page of a SELECT, read as Query and Scan read theirs.
 */
import { addCharges } from '../../capacity/consumed-capacity.ts';
import type { Charge, Charged } from '../../capacity/consumed-capacity.ts';
import type { ReadConsistency } from '../../capacity/units.ts';
import type { KeyBytes } from '../../kernel/key-bytes.ts';
import type { PlannedRange, SelectPlan } from '../../partiql/select-plan.ts';
import type { SelectStatement } from '../../partiql/statements.ts';
import { rangeHolds, restOfRange, WHOLE_TREE } from '../../partition/key-range.ts';
import { PAGE_BYTES_MAX } from '../../partition/query-page-walk.ts';
import type { ReadSource } from '../../partition/read-source.ts';
import type { SourcePage, SourcePageRequest } from '../../partition/query-page.ts';
import { needPages, readPage } from '../../partition/table-access.ts';
import { NO_NAMES } from '../../item/row/row-names.ts';
import type { CountedNames } from '../../item/row/row-names.ts';
import type { Slice } from '../../kernel/slice.ts';
import type { StoredImage } from '../../partition/image/stored-image.ts';
import type { Item } from '../../wire/attribute-value.ts';
import { DynamoError, validationError } from '../../wire/dynamo-error.ts';
import type { RouterContext } from '../context.ts';

export interface SelectRequest {
  readonly select: SelectStatement;
  readonly plan: SelectPlan;
  readonly source: ReadSource;
  /** Evaluated items at most. */
  readonly limit: number | undefined;
  /** The last position that an earlier page evaluated. */
  readonly startKey: Item | undefined;
  readonly consistency: ReadConsistency;
}

export interface SelectedPage extends Charged {
  readonly rows: readonly Slice[];
  readonly names: CountedNames;
  /** The evaluated item behind which there may be more. */
  readonly stoppedAt: StoredImage | undefined;
}

/** One page of a SELECT. */
export function readSelected(request: SelectRequest, context: RouterContext): SelectedPage {
  const { plan, limit } = request;
  const start = startBytes(request);
  if (plan.kind === 'scan') {
    const range = start === undefined ? WHOLE_TREE : restOfRange(WHOLE_TREE, start, false);
    return readRange(request, { range, reverse: false, limit }, context);
  }
  const ranges = start === undefined ? plan.ranges : restOfPlan(plan, start);
  return readRanges(request, ranges.length > 0 ? ranges : [NOTHING], plan.reverse, context);
}

type WalkedRange = Pick<PlannedRange, 'range' | 'isItem'>;

/** What is read where no key can meet the WHERE clause: a read nevertheless. */
const NOTHING: WalkedRange = { range: { from: '' as KeyBytes, to: '' as KeyBytes }, isItem: false };

/** Reads range by range until a page is full: by its limit, or by a megabyte. Each range is charged as a read of its own. */
function readRanges(
  request: SelectRequest,
  ranges: readonly WalkedRange[],
  reverse: boolean,
  context: RouterContext,
): SelectedPage {
  needWholeKeys(request, ranges, context);
  const rows: Slice[] = [];
  let names: CountedNames = NO_NAMES;
  const pages: Charged[] = [];
  const charge = (): Charge => pages.map((page) => page.charge()).reduce(addCharges);
  let left = request.limit ?? Infinity;
  let bytesMax = PAGE_BYTES_MAX;
  for (const [i, { range, isItem }] of ranges.entries()) {
    const limit = left === Infinity ? undefined : left;
    const page = readRange(request, { range, reverse, limit, bytesMax }, context);
    pages.push(page);
    names = page.names;
    for (const row of page.rows) rows.push(row);
    left -= page.scannedCount;
    bytesMax -= page.pageBytes;
    const { stoppedAt } = page;
    // Behind a whole key there is nothing, behind the last one of several nothing at all.
    const isDone = isItem && i === ranges.length - 1;
    if (stoppedAt === undefined || isDone) continue;
    if (!isItem || left <= 0 || bytesMax <= 0) return { rows, names, charge, stoppedAt };
  }
  return { rows, names, charge, stoppedAt: undefined };
}

/** Declares the items that will be read, so that they come in together. A whole key's range begins with it. */
function needWholeKeys(
  { source, limit }: SelectRequest,
  ranges: readonly WalkedRange[],
  context: RouterContext,
): void {
  const items = ranges.filter(({ isItem }) => isItem).slice(0, limit);
  needPages(
    context,
    source,
    items.map(({ range }) => range.from),
  );
}

/** Reads a range in the terms of Query and Scan: `*` is what the index holds. */
function readRange(
  { select, plan, source, consistency }: SelectRequest,
  where: Pick<SourcePageRequest, 'range' | 'reverse' | 'limit' | 'bytesMax'>,
  context: RouterContext,
): SourcePage {
  return readPage(context, source, {
    ...where,
    filter: plan.kind === 'keyed' && plan.isExact ? undefined : select.where,
    projection: select.projection,
    countOnly: false,
    allAttributes: false,
    consistency,
    isScan: plan.kind === 'scan',
  });
}

/** What is left of a plan behind the position where an earlier page ended. */
function restOfPlan(
  { ranges, reverse }: SelectPlan & { readonly kind: 'keyed' },
  start: KeyBytes,
): readonly PlannedRange[] {
  const at = ranges.findIndex(({ range }) => rangeHolds(range, start));
  const current = ranges[at];
  if (current === undefined) throw validationError('NextToken does not match request');
  const others = ranges.slice(at + 1);
  if (current.isItem) return others;
  return [{ ...current, range: restOfRange(current.range, start, reverse) }, ...others];
}

function startBytes({ startKey, source }: SelectRequest): KeyBytes | undefined {
  if (startKey === undefined) return undefined;
  try {
    return source.positionOf(startKey);
  } catch (error) {
    if (!(error instanceof DynamoError)) throw error;
    throw validationError('Invalid NextToken');
  }
}
