/**
 * Decides single-item writes: pure functions from the image before a write, and what was asked, to the change that goes into
 * the log. Single operations and transactions decide alike; they differ only in how they answer a refusal.
 */
import type { Condition } from '../expression/condition.ts';
import { evaluateCondition } from '../expression/condition.ts';
import type { UpdateResult } from '../expression/update-result.ts';
import type { Update } from '../expression/update.ts';
import { applyUpdate, createsItem, statementCharge } from '../expression/update.ts';
import { sizeOfItem } from '../item/size.ts';
import { ValueFault } from '../item/value-fault.ts';
import type { KeyBytes } from '../kernel/key-bytes.ts';
import type { Change, TreeId } from '../storage/store.ts';
import type { StoredItem } from '../storage/stored-item.ts';
import type { Item } from '../wire/attribute-value.ts';
import { imageOf } from './stored-image.ts';

/** The largest item, in DynamoDB bytes. Source: semantics.md section 1. */
export const ITEM_BYTES_MAX = 409_600;

/** Where an item is. */
export interface ItemPlace {
  readonly tree: TreeId;
  readonly key: KeyBytes;
}

export type WriteAction =
  /** `text` is the canonical JSON of the item. */
  | { readonly kind: 'put'; readonly text: string; readonly sizeBytes: number }
  /** `key` is what an update of a missing item begins with. No `update` asks for the item to exist, nothing else. */
  | { readonly kind: 'update'; readonly key: Item; readonly update: Update | undefined }
  | { readonly kind: 'delete' }
  | { readonly kind: 'check' };

/** What a write comes to. */
export type WriteDecision = { readonly outcome: 'conditionFailed' } | AcceptedWrite;

export interface AcceptedWrite {
  readonly outcome: 'accepted';
  /** Undefined where there is nothing to change. */
  readonly change: Change | undefined;
  /** Size of the item that is left, 0 for none. */
  readonly afterBytes: number;
  /** Of an update that left an item. */
  readonly updated: UpdatedItem | undefined;
}

export interface UpdatedItem {
  /** Canonical JSON of the new item. */
  readonly text: string;
  /** Undefined where no update was given. */
  readonly result: UpdateResult | undefined;
}

export interface WriteRequest {
  readonly place: ItemPlace;
  readonly action: WriteAction;
  readonly condition: Condition | undefined;
}

/**
 * Decides one write against `before`, the item at its place. A put or delete without a condition may pass undefined for an
 * item it did not read. Throws a `ValueFault` where an update cannot be applied or makes the item too large.
 */
export function decideWrite(request: WriteRequest, before: StoredItem | undefined): WriteDecision {
  const { action, condition, place } = request;
  if (action.kind === 'update') return decideUpdate(place, action, condition, before);
  if (condition !== undefined && !evaluateCondition(condition, imageOf(before))) {
    return { outcome: 'conditionFailed' };
  }
  switch (action.kind) {
    case 'put': {
      const { text, sizeBytes } = action;
      const { tree, key } = place;
      return accepted({ kind: 'put', tree, key, text, sizeBytes }, sizeBytes);
    }
    case 'delete':
      return accepted({ kind: 'delete', ...place }, 0);
    case 'check':
      return accepted(undefined, before?.sizeBytes ?? 0);
  }
}

function accepted(
  change: Change | undefined,
  afterBytes: number,
  updated?: UpdatedItem,
): AcceptedWrite {
  return { outcome: 'accepted', change, afterBytes, updated };
}

function decideUpdate(
  place: ItemPlace,
  { key, update }: WriteAction & { readonly kind: 'update' },
  condition: Condition | undefined,
  before: StoredItem | undefined,
): WriteDecision {
  const image = imageOf(before);
  if (update !== undefined) checkStatement(update, image);
  if (condition !== undefined && !evaluateCondition(condition, image)) {
    return { outcome: 'conditionFailed' };
  }
  const isNew = before === undefined;
  if (isNew && update !== undefined && !createsItem(update)) return accepted(undefined, 0);
  const from = isNew ? key : image;
  const result = update === undefined ? undefined : applyUpdate(update, from);
  const item = result === undefined ? from : result.item;
  const sizeBytes = sizeOfItem(item);
  if (sizeBytes > ITEM_BYTES_MAX) throw updateTooLarge();
  const text = JSON.stringify(item);
  return accepted({ kind: 'put', ...place, text, sizeBytes }, sizeBytes, { text, result });
}

/**
 * Holds an UpdateExpression itself to the item limit, before its condition is looked at; AttributeUpdates are not.
 * Throws a `ValueFault`.
 */
export function checkStatement(update: Update, image: Item): void {
  if (update.source !== 'expression') return;
  if (statementCharge(update, image) > ITEM_BYTES_MAX) throw updateTooLarge();
}

function updateTooLarge(): ValueFault {
  return new ValueFault('Item size to update has exceeded the maximum allowed size');
}
