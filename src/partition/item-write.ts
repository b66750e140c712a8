/**
 * Decides single-item writes: pure functions from the image before a write, and what was asked, to the change that goes into
 * the log. Single operations and transactions decide alike; they differ only in how they answer a refusal.
 */
import type { Condition } from '../expression/condition/condition.ts';
import { evaluateCondition } from '../expression/condition/condition.ts';
import type { UpdateResult } from '../expression/update/update-result.ts';
import type { Update } from '../expression/update/update.ts';
import { createsItem, statementCharge } from '../expression/update/update.ts';
import type { Attributes } from '../item/attributes.ts';
import { sizeOfItem } from '../item/item-size.ts';
import { ValueFault } from '../item/value-fault.ts';
import type { Table } from '../placement/table-catalog.ts';
import type { Change } from '../storage/store.ts';
import type { Item } from '../wire/attribute-value.ts';
import { ITEM_BYTES_MAX } from '../wire/limits.ts';
import { findIndexKeyFault, UpdatedIndexKeyFault } from './index-key-faults.ts';
import { itemChanges } from './item-changes.ts';
import type { ItemPlace } from './item-place.ts';
import { isTooLarge, UPDATE_TOO_LARGE } from './item-limit.ts';
import type { RowsInWriting } from './image/rows-in-writing.ts';
import { attributesIn, GivenImage } from './image/stored-image.ts';
import type { ItemImage, StoredImage } from './image/stored-image.ts';

export type WriteAction =
  | { readonly kind: 'put'; readonly image: ItemImage }
  /** `key` is what an update of a missing item begins with. No `update` asks for the item to exist, nothing else. */
  | { readonly kind: 'update'; readonly key: Item; readonly update: Update | undefined }
  | { readonly kind: 'delete' }
  | { readonly kind: 'check' };

/** What a write comes to. */
export type WriteDecision = { readonly outcome: 'conditionFailed' } | AcceptedWrite;

export interface AcceptedWrite {
  readonly outcome: 'accepted';
  /** What goes into one log record; empty where there is nothing to change. */
  readonly changes: readonly Change[];
  /** The item that is left, by a put or an update. */
  readonly after: StoredImage | undefined;
  /** Of an update that was given one and applied it. */
  readonly updated: UpdateResult | undefined;
}

/** A write as it is asked for. */
export interface ItemWrite {
  readonly table: Table;
  /** The item to put, or the key attributes. */
  readonly attributes: Item;
  readonly action: WriteAction;
  readonly condition: Condition | undefined;
}

/**
 * Decides one write against `before`, the item at its place. Throws a `ValueFault` where an update cannot be applied or makes
 * the item too large.
 */
export function decideWrite(
  { action, condition }: ItemWrite,
  place: ItemPlace,
  before: StoredImage | undefined,
  rows: RowsInWriting,
): WriteDecision {
  if (action.kind === 'update') return decideUpdate(place, { action, condition, rows }, before);
  if (condition !== undefined && !evaluateCondition(condition, attributesIn(before))) {
    return { outcome: 'conditionFailed' };
  }
  switch (action.kind) {
    case 'put': {
      const after = rows.put(place, action.image);
      return accepted(itemChanges(place, before, after, rows), after);
    }
    case 'delete':
      return accepted(itemChanges(place, before, undefined, rows), undefined);
    case 'check':
      return accepted([], undefined);
  }
}

function accepted(
  changes: readonly Change[],
  after: StoredImage | undefined,
  updated?: UpdateResult,
): AcceptedWrite {
  return { outcome: 'accepted', changes, after, updated };
}

/** An update that is to be decided. */
interface AskedUpdate {
  readonly action: WriteAction & { readonly kind: 'update' };
  readonly condition: Condition | undefined;
  readonly rows: RowsInWriting;
}

function decideUpdate(
  place: ItemPlace,
  { action: { key, update }, condition, rows }: AskedUpdate,
  before: StoredImage | undefined,
): WriteDecision {
  const image = attributesIn(before);
  if (update !== undefined) checkStatement(update, image);
  if (condition !== undefined && !evaluateCondition(condition, image)) {
    return { outcome: 'conditionFailed' };
  }
  const isNew = before === undefined;
  if (isNew && update !== undefined && !createsItem(update)) return accepted([], undefined);
  const from = before ?? rows.put(place, new GivenImage(key, sizeOfItem(key)));
  const updated = update === undefined ? undefined : rows.update(place, from, update);
  const after = updated?.image ?? from;
  if (isTooLarge(place, after)) throw new ValueFault(UPDATE_TOO_LARGE);
  const fault = findIndexKeyFault(place.table.indexes, after.attributes);
  if (fault !== undefined) throw new UpdatedIndexKeyFault(fault, update?.source !== 'legacy');
  return accepted(itemChanges(place, before, after, rows), after, updated?.result);
}

/**
 * Holds an UpdateExpression itself to the item limit, before its condition is looked at; AttributeUpdates are not.
 * Throws a `ValueFault`.
 */
export function checkStatement(update: Update, image: Attributes): void {
  if (update.source !== 'expression') return;
  if (statementCharge(update, image) > ITEM_BYTES_MAX) throw new ValueFault(UPDATE_TOO_LARGE);
}
