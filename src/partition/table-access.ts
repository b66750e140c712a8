/**
 * The table: the one way of operations, and of whoever else reads and writes items, to what the store holds of them. It finds the place
 * of an item, reads it, decides, counts what that costs and appends.
 *
 * Everything is read before anything is appended, in one run of a request: what is missing throws `PageFault` (ADR 23).
 */
import type { Charge, Charged } from '../capacity/consumed-capacity.ts';
import type { ReadConsistency } from '../capacity/units.ts';
import { InvariantViolation } from '../kernel/invariant.ts';
import type { KeyBytes } from '../kernel/key-bytes.ts';
import type { Change, Lsn, Store } from '../storage/store.ts';
import { storedImage } from './image/stored-image.ts';
import type { StoredImage } from './image/stored-image.ts';
import { attributeNames } from '../placement/attribute-names.ts';
import { readCharge } from './access-charge.ts';
import { itemChanges } from './item-changes.ts';
import type { Replacement } from './item-changes.ts';
import type { ItemPlace } from './item-place.ts';
import type { ItemWrite } from './item-write.ts';
import { prefetchItems } from './prefetch-items.ts';
import type { ReadSource } from './read-source.ts';
import { RowsInWriting } from './image/rows-in-writing.ts';
import { readSourcePage } from './query-page.ts';
import type { IndexReads, SourcePage, SourcePageRequest } from './query-page.ts';
import type { CheckedWrite } from './write-check.ts';
import type { MadeWrite, WriteOutcome, WriteRules } from './write-outcome.ts';
import { checkStatementOf, isOfKeys, WriteRound } from './write-round.ts';
import type { MetWrite } from './write-round.ts';

/** The store in which tables are read and written. */
export interface TableScope {
  readonly store: Store;
}

/** The scope of reads that may go to an index. */
export interface IndexScope extends TableScope {
  readonly indexes: IndexReads;
}

export interface ItemRead extends ItemPlace {
  readonly consistency: ReadConsistency;
}

/** The item found at a place, if any. */
export class FoundItem implements Charged {
  readonly item: StoredImage | undefined;
  readonly #consistency: ReadConsistency;

  constructor(item: StoredImage | undefined, consistency: ReadConsistency) {
    this.item = item;
    this.#consistency = consistency;
  }

  charge(): Charge {
    return readCharge(this.item?.sizeBytes ?? 0, this.#consistency);
  }
}

export function readItem(
  { store }: TableScope,
  { table, key }: ItemPlace,
  consistency: ReadConsistency,
): FoundItem {
  const names = attributeNames(store, table.tree);
  return new FoundItem(storedImage(store.find(table.tree, key), names), consistency);
}

/** The items at the places, in their order: as many as come to no more than `bytesMax` bytes together. */
export function readItems(
  scope: TableScope,
  reads: readonly ItemRead[],
  bytesMax = Infinity,
): readonly FoundItem[] {
  prefetchItems(scope.store, reads);
  const found: FoundItem[] = [];
  let bytes = 0;
  for (const read of reads) {
    const each = readItem(scope, read, read.consistency);
    bytes += each.item?.sizeBytes ?? 0;
    if (bytes > bytesMax) break;
    found.push(each);
  }
  return found;
}

/** Whether a write of the item is not over: it, or the transaction that it is of, is not durable yet. */
export function isBeingWritten({ store }: TableScope, { table, key }: ItemPlace): boolean {
  return store.isInTransaction(table.tree, key) || store.isBeingWritten(table.tree, key);
}

/** One page of a table or an index; an index as of the newest write. */
export function readPage(
  { store, indexes }: IndexScope,
  source: ReadSource,
  request: SourcePageRequest,
): SourcePage {
  return readSourcePage(source, request, store, indexes);
}

/** Declares items that several pages will begin with, so that they come in together. */
export function needPages(
  { store }: TableScope,
  { tree }: ReadSource,
  keys: readonly KeyBytes[],
): void {
  if (keys.length > 1) store.need(tree, keys);
}

/** Makes one write. Throws what `rules` say of its refusal: something of every one. */
export function writeItem({ store }: TableScope, write: ItemWrite, rules: WriteRules): MadeWrite {
  const round = new WriteRound(store, rules);
  const made = round.decide(round.meet(round.check(write)));
  if (made.refusal !== undefined) throw new InvariantViolation('a refusal that nobody throws');
  const { changes } = made.decision;
  if (changes.length > 0) store.append([...changes, ...round.rows.changes()]);
  return made;
}

/**
 * Makes writes of different items in one log record, and answers an outcome for each, in their order. A transaction has none behind the
 * first action whose key or index key is bad; where one is refused, none is made.
 */
export function writeItems(
  { store }: TableScope,
  writes: readonly ItemWrite[],
  rules: WriteRules,
): readonly WriteOutcome[] {
  const isTransaction = rules.isTransaction === true;
  const round = new WriteRound(store, rules);
  const checked = writes.map((write) => round.check(write));
  const places = checked.map(({ place }) => place).filter((place) => place !== undefined);
  prefetchItems(store, readPlaces(round, checked));
  const met = checked.map((each) => round.meet(each));
  const outcomes = isTransaction
    ? decideTransaction(round, met)
    : met.map((each) => round.decide(each));
  const made = outcomes.filter((outcome) => outcome.refusal === undefined);
  if (isTransaction && made.length < writes.length) return outcomes;
  const changes: Change[] = [];
  for (const { decision } of made) changes.push(...decision.changes);
  changes.push(...round.rows.changes());
  if (rules.along !== undefined) changes.push(...rules.along(made));
  const items = isTransaction ? places.map(({ table: { tree }, key }) => ({ tree, key })) : [];
  if (changes.length > 0) store.append(changes, items);
  return outcomes;
}

function readPlaces(round: WriteRound, checked: readonly CheckedWrite[]): readonly ItemPlace[] {
  return checked.flatMap((each) =>
    each.place !== undefined && round.reads(each) ? [each.place] : [],
  );
}

function decideTransaction(
  round: WriteRound,
  writes: readonly MetWrite[],
): readonly WriteOutcome[] {
  writes.forEach(checkStatementOf);
  const outcomes: WriteOutcome[] = [];
  for (const each of writes) {
    const outcome = round.decide(each);
    outcomes.push(outcome);
    if (isOfKeys(outcome.refusal)) break;
  }
  return outcomes;
}

/** Puts items in the place of others, as was decided elsewhere, in one log record with what goes along. */
export function replaceItems(
  { store }: TableScope,
  replacements: readonly Replacement[],
  along: readonly Change[] = [],
): Lsn {
  const rows = new RowsInWriting(store);
  const changes = replacements.flatMap((each) =>
    itemChanges(each, each.before, each.after && rows.put(each, each.after), rows, each),
  );
  return store.append([...changes, ...rows.changes(), ...along]);
}
