import type { ConditionNode } from '../expression/condition-nodes.ts';
import type { KeySchema } from '../item/key-schema.ts';
import { compareScalars, valuesEqual } from '../item/order.ts';
import { ValueFault } from '../item/value-fault.ts';
import type { KeyBytes } from '../kernel/key-bytes.ts';
import type { KeyRange } from '../storage/store.ts';
import type { AttributeValue } from '../wire/attribute-value.ts';
import { conditionAttributes } from '../expression/condition/condition.ts';
import type { SortCondition } from '../expression/key-condition/key-condition-nodes.ts';
import { keyBranchesOf, pinsPartition } from './key-branches.ts';
import type { KeyBranch } from './key-branches.ts';
import { checkKeyType, valuesOfClause } from './key-clauses.ts';
import type { KeyClauses } from './key-clauses.ts';
import type { OrderTerm } from './statements.ts';

/** One query of a plan: keys of one item collection. */
export interface PlannedRange {
  readonly partition: AttributeValue;
  readonly range: KeyRange;
  /** Whether it is one whole key: read as GetItem reads. */
  readonly isItem: boolean;
}

/** How the items of a SELECT are found: by walking everything, or range by range, in this order. No two ranges overlap. */
export type SelectPlan =
  | { readonly kind: 'scan' }
  | {
      readonly kind: 'keyed';
      readonly ranges: readonly PlannedRange[];
      /** Whether each range is walked from its end. */
      readonly reverse: boolean;
      /** Whether every item of the ranges meets the WHERE clause. */
      readonly isExact: boolean;
      /** The attributes that each branch filters by, in the order of their partition keys. */
      readonly filteredByBranch: () => readonly ReadonlySet<string>[];
    };

/** What is planned for: a table or an index. */
export interface PlanTarget {
  readonly schema: KeySchema;
  /** Whether no two items have all key attributes alike. */
  readonly isUnique: boolean;
  readonly rangeOf: (partition: AttributeValue, sort: SortCondition | undefined) => KeyRange;
  /** Refuses key values that no item can have. */
  readonly checkValue: (clauses: KeyClauses, value: AttributeValue) => void;
}

/**
 * Plans a SELECT. Throws `ValueFault` for key values of the wrong type, branches that overlap, and orders that no plan has.
 *
 * Source: reference semantics.md section 7, SELECT plan; validation.md section 11.
 */
export function planRanges(
  where: ConditionNode | undefined,
  order: readonly OrderTerm[] | undefined,
  target: PlanTarget,
): SelectPlan {
  if (where === undefined) return { kind: 'scan' };
  const { schema } = target;
  const { branches, keyClauses } = keyBranchesOf(where, schema);
  for (const clauses of keyClauses) {
    for (const value of clauses.clauses.flatMap(valuesOfClause)) {
      checkKeyType(clauses.key, value);
      target.checkValue(clauses, value);
    }
  }
  if (branches === undefined && pinsPartition(where, schema)) {
    throw new ValueFault('Too many decomposed read operations for a given query.');
  }
  const planned = branches?.map((branch) => planBranch(branch, target));
  const directions = directionsOf(order, schema);
  if (planned === undefined || !planned.every((each) => each !== undefined)) {
    if (order === undefined) return { kind: 'scan' };
    throw new ValueFault(
      'Must have at least one non-optional hash key condition in WHERE clause when using ORDER BY clause.',
    );
  }
  const ranges = mergeRanges(planned.filter(({ range }) => !isEmpty(range)));
  ranges.sort((a, b) => {
    const partitions = compareScalars(a.partition, b.partition);
    if (partitions !== 0) return directions.partition * partitions;
    return directions.sort * (a.range.from < b.range.from ? -1 : 1);
  });
  const isExact =
    branches?.every(({ filters, isLoose }) => filters.length === 0 && !isLoose) === true;
  const filteredByBranch = (): readonly ReadonlySet<string>[] =>
    planned
      .toSorted((a, b) => compareScalars(a.partition, b.partition))
      .map(({ filters }) => conditionAttributes({ kind: 'and', conditions: filters }));
  return { kind: 'keyed', ranges, reverse: directions.sort < 0, isExact, filteredByBranch };
}

function directionsOf(
  order: readonly OrderTerm[] | undefined,
  { partitionKey, sortKey }: KeySchema,
): { readonly partition: 1 | -1; readonly sort: 1 | -1 } {
  let partition: 1 | -1 = 1;
  let sort: 1 | -1 = 1;
  for (const { attribute, descending } of order ?? []) {
    if (attribute === partitionKey.name) partition = descending ? -1 : 1;
    else if (attribute === sortKey?.name) sort = descending ? -1 : 1;
    else {
      const text = `Variable reference ${attribute} in ORDER BY clause`;
      throw new ValueFault(`${text} must be part of the primary key`);
    }
  }
  return { partition, sort };
}

interface BranchRange extends PlannedRange {
  /** Whether it may overlap others. */
  readonly mayOverlap: boolean;
  readonly filters: readonly ConditionNode[];
}

/** Undefined where the branch does not ask for one partition key value. */
function planBranch(
  branch: KeyBranch,
  { schema, isUnique, rangeOf }: PlanTarget,
): BranchRange | undefined {
  const [partition, ...others] = branch.partitions;
  if (partition === undefined) return undefined;
  if (others.some((other) => !valuesEqual(partition, other))) return undefined;
  const range = branch.sorts
    .map((sort) => rangeOf(partition, sort))
    .reduce(intersection, rangeOf(partition, undefined));
  const isWhole = schema.sortKey === undefined || branch.sorts.some(({ kind }) => kind === '=');
  const { negatesSortKey: mayOverlap, filters } = branch;
  return { partition, range, isItem: isUnique && isWhole, mayOverlap, filters };
}

function intersection(a: KeyRange, b: KeyRange): KeyRange {
  return { from: a.from > b.from ? a.from : b.from, to: isBelow(a.to, b.to) ? a.to : b.to };
}

/** Undefined is the end of all keys. */
function isBelow(a: KeyBytes | undefined, b: KeyBytes | undefined): boolean {
  return a !== undefined && (b === undefined || a < b);
}

function isEmpty({ from, to }: KeyRange): boolean {
  return to !== undefined && to <= from;
}

/** Ranges that may overlap become one with what they overlap; all others must not. */
function mergeRanges(ranges: readonly BranchRange[]): PlannedRange[] {
  checkOverlap(ranges.filter(({ mayOverlap }) => !mayOverlap));
  const merged: PlannedRange[] = [];
  for (const { partition, range, isItem } of inKeyOrder(ranges)) {
    const last = merged.at(-1);
    if (last === undefined || !overlaps(last.range, range)) {
      merged.push({ partition, range, isItem });
      continue;
    }
    const to = isBelow(last.range.to, range.to) ? range.to : last.range.to;
    merged[merged.length - 1] = {
      partition,
      range: { from: last.range.from, to },
      isItem: last.isItem && isItem,
    };
  }
  return merged;
}

function checkOverlap(ranges: readonly BranchRange[]): void {
  const ordered = inKeyOrder(ranges);
  const overlap = ordered.some((each, i) => {
    const next = ordered[i + 1];
    return next !== undefined && overlaps(each.range, next.range);
  });
  if (overlap) {
    throw new ValueFault(
      'Overlapping conditions with range keys are not supported in where clause',
    );
  }
}

function inKeyOrder(ranges: readonly BranchRange[]): readonly BranchRange[] {
  return ranges.toSorted((a, b) => (a.range.from < b.range.from ? -1 : 1));
}

/** `b` begins no earlier than `a`. */
function overlaps(a: KeyRange, b: KeyRange): boolean {
  return a.to === undefined || b.from < a.to;
}
