import type { Charge, Charged } from '../capacity/consumed-capacity.ts';
import { invariant } from '../kernel/invariant.ts';
import type { Change } from '../storage/store.ts';
import type { StoredImage } from './image/stored-image.ts';
import type { DynamoError } from '../wire/dynamo-error.ts';
import { refusedCharge, repeatedUnits, transactedCharge, writeCharge } from './access-charge.ts';
import type { ItemPlace } from './item-place.ts';
import type { ItemCollectionMetrics } from './item-collection.ts';
import type { AcceptedWrite, ItemWrite } from './item-write.ts';
import type { WriteRefusal } from './write-refusal.ts';

/** What the writes of one request are to each other, and what is asked of them. */
export interface WriteRules {
  /** What a refusal is to the request: an error, which is thrown at once, or nothing: it stays with its write. */
  readonly refuse: (refusal: WriteRefusal) => DynamoError | undefined;
  /** All or none; the items are in the transaction until the writes are durable. */
  readonly isTransaction?: boolean;
  /** Whether the items before will be shown. */
  readonly showsBefore?: boolean;
  /** Nothing of the items before is shown, nor what the writes cost: where they do not rest on them either, they are not read. */
  readonly showsNothing?: boolean;
  /** Whether the sizes of item collections are asked for. */
  readonly measuresCollections?: boolean;
  /** What goes into the same log record. Called when no write can be refused any more. */
  readonly along?: (made: readonly MadeWrite[]) => readonly Change[];
}

/** A write that was made. */
export class MadeWrite implements Charged {
  readonly write: ItemWrite;
  readonly refusal = undefined;
  /** The item that it met; undefined too where it looked for none. */
  readonly before: StoredImage | undefined;
  readonly decision: AcceptedWrite;
  /** What the item's collection held before, in a table with local indexes, where asked for. */
  readonly collection: ItemCollectionMetrics | undefined;
  readonly #place: ItemPlace;
  readonly #isUnseen: boolean;
  readonly #isTransaction: boolean;

  constructor(
    met: Pick<MadeWrite, 'write' | 'before'> & {
      readonly place: ItemPlace;
      readonly isUnseen: boolean;
    },
    decision: AcceptedWrite,
    collection: ItemCollectionMetrics | undefined,
    isTransaction: boolean,
  ) {
    this.write = met.write;
    this.before = met.before;
    this.decision = decision;
    this.collection = collection;
    this.#place = met.place;
    this.#isUnseen = met.isUnseen;
    this.#isTransaction = isTransaction;
  }

  charge(): Charge {
    invariant(!this.#isUnseen, 'who asks what a write costs says so before it is made');
    const { after } = this.decision;
    return this.#isTransaction
      ? transactedCharge(this.#place, this.write.action, this.before, after)
      : writeCharge(this.#place, this.before, after);
  }

  /** Units of the same action of a transaction when that is asked for again: it reads what it read and left. */
  repeatedUnits(): number {
    return repeatedUnits(this.before, this.decision.after);
  }
}

/** A write that was refused. */
export class RefusedWrite implements Charged {
  readonly write: ItemWrite;
  readonly refusal: WriteRefusal;
  readonly #before: StoredImage | undefined;

  constructor(write: ItemWrite, before: StoredImage | undefined, refusal: WriteRefusal) {
    this.write = write;
    this.refusal = refusal;
    this.#before = before;
  }

  charge(): Charge {
    return refusedCharge(this.write.action, this.#before);
  }
}

export type WriteOutcome = MadeWrite | RefusedWrite;
