/**
 * SELECT as the reads that GetItem, Query and Scan are.
 */
import { addCharges } from '../../capacity/consumed-capacity.ts';
import type { Charge, Charged } from '../../capacity/consumed-capacity.ts';
import type { ReadConsistency } from '../../capacity/units.ts';
import { ValueFault } from '../../item/value-fault.ts';
import { InvariantViolation } from '../../kernel/invariant.ts';
import type { KeyBytes } from '../../kernel/key-bytes.ts';
import { planRanges } from '../../partiql/select-plan.ts';
import type { PlannedRange, PlanTarget, SelectPlan } from '../../partiql/select-plan.ts';
import { isWholeKey, keyEqualitiesOf } from '../../partiql/statement-key.ts';
import type { SelectStatement } from '../../partiql/statements.ts';
import { collectionRange, keyConditionRange } from '../../partition/collection-range.ts';
import { indexConditionRange } from '../../partition/index-range.ts';
import { rangeHolds, restOfRange, WHOLE_TREE } from '../../partition/key-range.ts';
import { PAGE_BYTES_MAX } from '../../partition/page-of-items.ts';
import type { SourcePage, SourcePageRequest } from '../../partition/source-page.ts';
import { needPages, readPage } from '../../partition/table-access.ts';
import { findTableNamed } from '../../placement/table-catalog.ts';
import type { CatalogScope, Table } from '../../placement/table-catalog.ts';
import type { StoredItem } from '../../storage/stored-item.ts';
import type { Item } from '../../wire/attribute-value.ts';
import { DynamoError, invalidParameter, validationError } from '../../wire/dynamo-error.ts';
import type { RouterContext } from '../context.ts';
import { checkProjected } from '../query-scan/index-reads.ts';
import { checkKeyValue } from '../../partition/key-check.ts';
import {
  findConditionKeyFault,
  findProjectionKeyFault,
} from '../../partition/key-attribute-use.ts';
import { readSource } from '../../partition/read-source.ts';
import type { ReadSource } from '../../partition/read-source.ts';
import { STATEMENT_RULES } from './statement-members.ts';
import { guard } from '../request/value-wording.ts';

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
export function checkRead(
  { table: name, index, fault }: SelectStatement,
  scope: CatalogScope,
): void {
  if (fault === undefined) return;
  const table = findTableNamed(scope, name);
  if (table !== undefined) checkIndexKey(table, index);
  throw fault;
}

/** How a SELECT finds its items. Throws what it is refused with. */
export function planSelect(select: SelectStatement, source: ReadSource): SelectPlan {
  const { table } = source;
  const fault =
    findConditionKeyFault(table, select.where) ?? findProjectionKeyFault(table, select.projection);
  if (fault !== undefined) throw validationError(fault);
  const target = targetOf(source);
  const plan = guard(STATEMENT_RULES, () => planRanges(select.where, select.order, target));
  checkProjected(source, { ...select, filter: select.where, allAttributes: false }, false);
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
function checkFiltered(plan: SelectPlan, { index }: ReadSource): void {
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
  readonly plan: SelectPlan;
  readonly source: ReadSource;
  /** Evaluated items at most. */
  readonly limit: number | undefined;
  /** The last position that an earlier page evaluated. */
  readonly startKey: Item | undefined;
  readonly consistency: ReadConsistency;
}

export interface SelectedPage extends Charged {
  /** JSON text of the rows. */
  readonly texts: readonly string[];
  /** The evaluated item behind which there may be more. */
  readonly stoppedAt: StoredItem | undefined;
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
  const texts: string[] = [];
  const pages: Charged[] = [];
  const charge = (): Charge => pages.map((page) => page.charge()).reduce(addCharges);
  let left = request.limit ?? Infinity;
  let bytesMax = PAGE_BYTES_MAX;
  for (const [i, { range, isItem }] of ranges.entries()) {
    const limit = left === Infinity ? undefined : left;
    const page = readRange(request, { range, reverse, limit, bytesMax }, context);
    pages.push(page);
    for (const text of page.texts) texts.push(text);
    left -= page.scannedCount;
    bytesMax -= page.pageBytes;
    const { stoppedAt } = page;
    // Behind a whole key there is nothing, behind the last one of several nothing at all.
    const isDone = isItem && i === ranges.length - 1;
    if (stoppedAt === undefined || isDone) continue;
    if (!isItem || left <= 0 || bytesMax <= 0) return { texts, charge, stoppedAt };
  }
  return { texts, charge, stoppedAt: undefined };
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
