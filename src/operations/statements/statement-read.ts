/**
 * SELECT as the reads that GetItem, Query and Scan are.
 */
import { addCharges } from '../../capacity/consumed-capacity.ts';
import type { CapacityCharge } from '../../capacity/consumed-capacity.ts';
import type { ReadConsistency } from '../../capacity/units.ts';
import { ValueFault } from '../../item/value-fault.ts';
import { InvariantViolation } from '../../kernel/invariant.ts';
import type { KeyBytes } from '../../kernel/key-bytes.ts';
import { planRead } from '../../partiql/read-plan.ts';
import type { PlannedRange, PlanTarget, ReadPlan } from '../../partiql/read-plan.ts';
import { isWholeKey, keyEqualitiesOf } from '../../partiql/statement-key.ts';
import type { SelectStatement } from '../../partiql/statements.ts';
import { collectionRange, keyConditionRange } from '../../partition/collection-range.ts';
import { indexConditionRange } from '../../partition/index-range.ts';
import { rangeHolds, restOfRange, WHOLE_TREE } from '../../partition/key-range.ts';
import { PAGE_BYTES_MAX } from '../../partition/page-of-items.ts';
import type { PageOfItems, PageRequest } from '../../partition/page-of-items.ts';
import { findTable } from '../../placement/table-catalog.ts';
import type { Table } from '../../placement/table-catalog.ts';
import type { KeyRange, Store } from '../../storage/store.ts';
import type { StoredItem } from '../../storage/stored-item.ts';
import type { Item } from '../../wire/attribute-value.ts';
import { DynamoError, invalidParameter, validationError } from '../../wire/dynamo-error.ts';
import type { RouterContext } from '../context.ts';
import { checkProjected } from '../pages/index-reads.ts';
import { checkKeyValue } from '../../partition/key-check.ts';
import { findConditionKeyFault, findProjectionKeyFault } from '../../partition/key-use.ts';
import { pageCharge } from '../pages/page-answer.ts';
import type { PageParameters } from '../pages/page-parameters.ts';
import { readSource } from '../../partition/read-source.ts';
import type { ReadSource } from '../../partition/read-source.ts';
import { readSourcePage } from '../pages/source-page.ts';
import { STATEMENT_RULES } from './statement-members.ts';
import { guard } from '../request/value-layer.ts';

/** The table or the index that a SELECT reads. Throws what keeps it from it. */
export function sourceOf(
  { index: indexName }: SelectStatement,
  table: Table,
  consistency: ReadConsistency,
): ReadSource {
  if (indexName !== undefined && !table.indexes.all.some(({ name }) => name === indexName)) {
    throw validationError('The table does not have the specified index');
  }
  checkIndexKey(table, indexName);
  const source = readSource(table, indexName);
  if (source.index?.kind === 'global' && consistency === 'strong') {
    throw validationError('Strongly consistent read is not supported on Global Secondary Indexes');
  }
  return source;
}

/** Refuses an index whose key has several attributes of one type. Source: validation.md section 16. */
function checkIndexKey({ indexes }: Table, indexName: string | undefined): void {
  const index = indexes.all.find(({ name }) => name === indexName);
  if (index === undefined) return;
  const { hash, range } = index.keySchema;
  if (hash.length === 1 && range.length <= 1) return;
  throw validationError(
    'PartiQL statements cannot be executed on tables with multi-attribute HASH keys or ' +
      'multi-attribute RANGE keys.',
  );
}

/** Throws what a SELECT of an index was refused with while it was read, behind what its index is refused with. */
export function checkRead({ table: name, index, fault }: SelectStatement, store: Store): void {
  if (fault === undefined) return;
  const table = findTable(store, name);
  if (table !== undefined) checkIndexKey(table, index);
  throw fault;
}

/** How a SELECT finds its items. Throws what it is refused with. */
export function planSelect(select: SelectStatement, source: ReadSource): ReadPlan {
  const { table } = source;
  const fault =
    findConditionKeyFault(table, select.where) ?? findProjectionKeyFault(table, select.projection);
  if (fault !== undefined) throw validationError(fault);
  const target = targetOf(source);
  const plan = guard(STATEMENT_RULES, () => planRead(select.where, select.order, target));
  checkProjected(source, parametersOf(select, 'eventual'), false);
  checkFiltered(plan, source);
  return plan;
}

function targetOf({ table, index }: ReadSource): PlanTarget {
  const checkValue: PlanTarget['checkValue'] = ({ key, role }, value) => {
    checkKeyValue(key, value, role);
  };
  if (index === undefined) {
    const { keySchema: schema } = table;
    return {
      schema,
      isUnique: true,
      rangeOf: (partition, sort) =>
        sort === undefined
          ? collectionRange(schema, partition)
          : keyConditionRange(schema, { partition, sort }),
      checkValue,
    };
  }
  const { hash, range } = index.keySchema;
  const [partitionKey] = hash;
  if (partitionKey === undefined) throw new InvariantViolation('an index without a key');
  return {
    schema: { partitionKey, sortKey: range[0] },
    isUnique: false,
    rangeOf: (partition, sort) => indexConditionRange({ hash: [partition], equal: [], sort }),
    checkValue,
  };
}

/** Reads by key may not filter by what the index lacks, unless one of their branches filters by nothing of the kind. */
function checkFiltered(plan: ReadPlan, { index }: ReadSource): void {
  if (index?.projected === undefined || plan.kind === 'scan') return;
  const { projected } = index;
  const missing = plan
    .filteredByBranch()
    .map((names) => [...names].filter((name) => !projected.has(name)));
  const last = missing.at(-1);
  if (last === undefined || missing.some((names) => names.length === 0)) return;
  throw invalidParameter(
    `Secondary index ${index.name} does not project one or more filter attributes: ` +
      `[${last.join(', ')}]`,
  );
}

/**
 * The key that a SELECT in a batch or a transaction must name, and nothing else; `refusal` is what it is told that does not.
 * What every SELECT would be refused for goes before. Throws `ValueFault`.
 */
export function getSelectedKey(select: SelectStatement, table: Table, refusal: string): Item {
  const { keySchema } = table;
  const { key, conflict, isAlone } = keyEqualitiesOf(select.where, keySchema, {
    oneValueIn: true,
  });
  const isKey = isAlone && conflict === undefined && isWholeKey(key, keySchema);
  if (isKey && select.index === undefined) return key;
  if (select.index === undefined) planSelect(select, readSource(table, undefined));
  else checkIndexKey(table, select.index);
  throw new ValueFault(refusal);
}

export interface SelectRequest {
  readonly select: SelectStatement;
  readonly plan: ReadPlan;
  readonly source: ReadSource;
  /** Evaluated items at most. */
  readonly limit: number | undefined;
  /** The last position that an earlier page evaluated. */
  readonly startKey: Item | undefined;
  readonly consistency: ReadConsistency;
}

export interface SelectedPage {
  /** JSON text of the rows. */
  readonly texts: readonly string[];
  readonly charge: CapacityCharge;
  /** The evaluated item behind which there may be more. */
  readonly stoppedAt: StoredItem | undefined;
}

/** One page of a SELECT. */
export function readSelected(request: SelectRequest, context: RouterContext): SelectedPage {
  const { plan, limit } = request;
  const start = startBytes(request);
  if (plan.kind === 'scan') {
    const range = start === undefined ? WHOLE_TREE : restOfRange(WHOLE_TREE, start, false);
    const page = readRange(request, { range, reverse: false }, limit, context);
    const charge = chargeOf(request, page, range);
    return { texts: page.texts, charge, stoppedAt: page.stoppedAt };
  }
  const ranges = start === undefined ? plan.ranges : restOfPlan(plan, start);
  return readRanges(request, { ...plan, ranges }, context);
}

/** Reads range by range until a page is full: by its limit, or by a megabyte. */
function readRanges(
  request: SelectRequest,
  { ranges, reverse }: ReadPlan & { readonly kind: 'keyed' },
  context: RouterContext,
): SelectedPage {
  needWholeKeys(request, ranges, context);
  const texts: string[] = [];
  const charges: CapacityCharge[] = [];
  let left = request.limit ?? Infinity;
  let bytesMax = PAGE_BYTES_MAX;
  for (const [i, { range, isItem }] of ranges.entries()) {
    const limit = left === Infinity ? undefined : left;
    const page = readRange(request, { range, reverse, bytesMax }, limit, context);
    charges.push(chargeOf(request, page));
    for (const text of page.texts) texts.push(text);
    left -= page.scannedCount;
    bytesMax -= page.pageBytes;
    const { stoppedAt } = page;
    // Behind a whole key there is nothing, behind the last one of several nothing at all.
    const isDone = isItem && i === ranges.length - 1;
    if (stoppedAt === undefined || isDone) continue;
    if (!isItem || left <= 0 || bytesMax <= 0) {
      return { texts, charge: sumOf(charges, request), stoppedAt };
    }
  }
  return { texts, charge: sumOf(charges, request), stoppedAt: undefined };
}

/** Declares the items that will be read, so that they come in together. A whole key's range begins with it. */
function needWholeKeys(
  { source, limit }: SelectRequest,
  ranges: readonly PlannedRange[],
  { store }: RouterContext,
): void {
  const items = ranges.filter(({ isItem }) => isItem).slice(0, limit);
  if (items.length < 2) return;
  store.need(
    source.tree,
    items.map(({ range }) => range.from),
  );
}

function readRange(
  { select, plan, source, consistency }: SelectRequest,
  where: Pick<PageRequest, 'range' | 'reverse' | 'bytesMax'>,
  limit: number | undefined,
  context: RouterContext,
): PageOfItems {
  const filter = plan.kind === 'keyed' && plan.isExact ? undefined : select.where;
  const parameters = { ...parametersOf(select, consistency), limit, filter };
  return readSourcePage(source, parameters, where, context);
}

/** A SELECT in the terms of Query and Scan: `*` is what the index holds. */
function parametersOf(select: SelectStatement, consistency: ReadConsistency): PageParameters {
  return {
    tableName: select.table,
    indexName: select.index,
    limit: undefined,
    startKey: undefined,
    countOnly: false,
    allAttributes: false,
    filter: select.where,
    projection: select.projection,
    consistency,
    capacity: 'NONE',
  };
}

function chargeOf(
  { select, source, consistency }: SelectRequest,
  page: PageOfItems,
  scanned?: KeyRange,
): CapacityCharge {
  return pageCharge({ tableName: select.table, consistency }, source, page, scanned);
}

/** What is read where no key can meet the WHERE clause: a read nevertheless. */
const NO_PAGE: PageOfItems = {
  texts: [],
  count: 0,
  scannedCount: 0,
  evaluatedBytes: 0,
  fetchedBytes: [],
  pageBytes: 0,
  stoppedAt: undefined,
};

/** Each range is charged as a read of its own. */
function sumOf(charges: readonly CapacityCharge[], request: SelectRequest): CapacityCharge {
  const [first = chargeOf(request, NO_PAGE), ...others] = charges;
  return others.reduce(addCharges, first);
}

/** What is left of a plan behind the position where an earlier page ended. */
function restOfPlan(
  { ranges, reverse }: ReadPlan & { readonly kind: 'keyed' },
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
