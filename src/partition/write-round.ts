import { ValueFault } from '../item/value-fault.ts';
import type { Store } from '../storage/store.ts';
import { DamagedRangeError } from '../storage/tree/page-fault.ts';
import { validationError } from '../wire/dynamo-error.ts';
import { UpdatedIndexKeyFault } from './index-key-faults.ts';
import type { ItemPlace } from './item-place.ts';
import { CollectionGrowth, collectionMetrics } from './item-collection.ts';
import { checkStatement, decideWrite } from './item-write.ts';
import type { AcceptedWrite, ItemWrite } from './item-write.ts';
import { attributesIn, storedImage } from './image/stored-image.ts';
import type { StoredImage } from './image/stored-image.ts';
import { RowsInWriting } from './image/rows-in-writing.ts';
import { checkWrite } from './write-check.ts';
import type { CheckedWrite } from './write-check.ts';
import { MadeWrite, RefusedWrite } from './write-outcome.ts';
import type { WriteOutcome, WriteRules } from './write-outcome.ts';
import type { WriteRefusal } from './write-refusal.ts';

/** A write and the item that it meets. */
export interface MetWrite {
  readonly checked: CheckedWrite;
  readonly before: StoredImage | undefined;
  /** Whether nobody has looked for an item. */
  readonly isUnseen: boolean;
}

/**
 * The writes of one request on their way, none of which is in the store yet: each is checked, meets its item and is decided. Throws what
 * the whole request is refused with.
 */
export class WriteRound {
  readonly #store: Store;
  readonly #rules: WriteRules;
  readonly #growth: CollectionGrowth;
  readonly rows: RowsInWriting;

  constructor(store: Store, rules: WriteRules) {
    this.#store = store;
    this.rows = new RowsInWriting(store);
    this.#rules = rules;
    this.#growth = new CollectionGrowth(store);
  }

  check(write: ItemWrite): CheckedWrite {
    const checked = checkWrite(write, this.#store);
    if (checked.refusal !== undefined) this.#throwIfOutright(checked.refusal);
    return checked;
  }

  /** Whether the item has to be read: the write rests on it, or something of it is shown. */
  reads(checked: CheckedWrite): boolean {
    if (checked.place === undefined) return false;
    const { showsNothing, isTransaction } = this.#rules;
    if (showsNothing !== true || isTransaction === true) return true;
    return checked.refusal !== undefined || !this.#isBlind(checked);
  }

  /** Reads the item. Where the write rests on nothing of it, damage is no matter: the write mends it. */
  meet(checked: CheckedWrite): MetWrite {
    const { place } = checked;
    if (place === undefined || !this.reads(checked))
      return { checked, before: undefined, isUnseen: true };
    try {
      const found = this.#store.find(place.table.tree, place.key);
      const before = storedImage(found, this.rows.namesOf(place.table));
      return { checked, before, isUnseen: false };
    } catch (error) {
      const isBlind = error instanceof DamagedRangeError && this.#isBlind(checked);
      if (isBlind) return { checked, before: undefined, isUnseen: false };
      throw error;
    }
  }

  decide({ checked, before, isUnseen }: MetWrite): WriteOutcome {
    const { write, place } = checked;
    if (place === undefined) return new RefusedWrite(write, before, checked.refusal);
    if (checked.refusal !== undefined) return new RefusedWrite(write, before, checked.refusal);
    const decision = decisionOf(write, place, before, this.rows);
    if ('kind' in decision) return this.#refused(write, before, decision);
    const { table, attributes } = write;
    if (!this.#growth.takes(table, attributes, decision.changes)) {
      return this.#refused(write, before, { kind: 'collection' });
    }
    const collection = this.#collectionOf(write);
    const isTransaction = this.#rules.isTransaction === true;
    const met = { write, place, before, isUnseen };
    return new MadeWrite(met, decision, collection, isTransaction);
  }

  #isBlind({ write: { table, action, condition }, refusal }: CheckedWrite): boolean {
    if (refusal !== undefined) return true;
    if (table.indexes.local.length > 0 || table.tombstones !== undefined) return false;
    return action.kind !== 'update' && condition === undefined && this.#rules.showsBefore !== true;
  }

  #collectionOf({ table, attributes, action }: ItemWrite): MadeWrite['collection'] {
    if (this.#rules.measuresCollections !== true || action.kind === 'check') return undefined;
    return collectionMetrics(this.#store, table, attributes);
  }

  #refused(write: ItemWrite, before: StoredImage | undefined, refusal: WriteRefusal): RefusedWrite {
    this.#throwIfOutright(refusal);
    return new RefusedWrite(write, before, refusal);
  }

  #throwIfOutright(refusal: WriteRefusal): void {
    const error = this.#rules.refuse(refusal);
    if (error !== undefined) throw error;
  }
}

/** A statement too large is refused before a transaction opens; an item too large cancels it. */
export function checkStatementOf({ checked, before }: MetWrite): void {
  const { action } = checked.write;
  if (action.kind !== 'update' || action.update === undefined) return;
  try {
    checkStatement(action.update, attributesIn(before));
  } catch (fault) {
    throw fault instanceof ValueFault ? validationError(fault.message) : fault;
  }
}

function decisionOf(
  write: ItemWrite,
  place: ItemPlace,
  before: StoredImage | undefined,
  rows: RowsInWriting,
): AcceptedWrite | WriteRefusal {
  try {
    const decision = decideWrite(write, place, before, rows);
    return decision.outcome === 'accepted' ? decision : { kind: 'condition', before };
  } catch (fault) {
    if (!(fault instanceof ValueFault)) throw fault;
    return { kind: 'update', fault };
  }
}

/** Whether a refusal is of a key, of the table or of an index: it ends a transaction. Source: validation.md section 16. */
export function isOfKeys(refusal: WriteRefusal | undefined): boolean {
  switch (refusal?.kind) {
    case 'key':
    case 'keyUse':
    case 'indexKey':
      return true;
    case 'update':
      return refusal.fault instanceof UpdatedIndexKeyFault;
    default:
      return false;
  }
}
