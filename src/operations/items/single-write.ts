/**
 * Runs one PutItem, UpdateItem or DeleteItem whose request and key have passed their checks: read, decide, append, answer.
 */
import { consumedCapacity } from '../../capacity/consumed-capacity.ts';
import { writeUnits } from '../../capacity/units.ts';
import type { Condition } from '../../expression/condition/condition.ts';
import { indexWriteUnits } from '../../partition/index-charge.ts';
import { findIndexKeyFault } from '../../partition/index-key-rules.ts';
import { storedImage } from '../../partition/item-changes.ts';
import type { ItemPlace } from '../../partition/item-changes.ts';
import {
  COLLECTION_FULL,
  CollectionGrowth,
  collectionMetrics,
} from '../../partition/item-collection.ts';
import type { ItemCollectionMetrics } from '../../partition/item-collection.ts';
import { isTooLarge, ITEM_TOO_LARGE } from '../../partition/item-limit.ts';
import { decideWrite } from '../../partition/item-write.ts';
import type { AcceptedWrite, WriteAction } from '../../partition/item-write.ts';
import type { KeyBytes } from '../../kernel/key-bytes.ts';
import type { Table } from '../../placement/table-catalog.ts';
import type { Store } from '../../storage/store.ts';
import type { StoredItem } from '../../storage/stored-item.ts';
import type { Item } from '../../wire/attribute-value.ts';
import { TRANSACTION_ONGOING } from '../../transaction/cancellation.ts';
import { DynamoError, validationError } from '../../wire/dynamo-error.ts';
import { jsonText, objectText } from '../request/answer-text.ts';
import { findConditionKeyFault, findUpdateKeyFault } from '../../partition/key-use.ts';
import { guard } from '../request/value-layer.ts';
import type { ValueRules } from '../request/value-layer.ts';
import type { WriteReturns } from '../request/write-parameters.ts';

export interface SingleWrite {
  readonly action: WriteAction;
  readonly condition: Condition | undefined;
  readonly returns: WriteReturns;
}

/** What a table or the update itself is at odds with is not enveloped, whatever the operation. */
const BARE: ValueRules = { layer: 'current', enveloped: false, wrapsExpressionValues: false };

/** The item that is written: its key bytes, and its attributes or key attributes. */
export interface WriteTarget {
  readonly key: KeyBytes;
  readonly attributes: Item;
}

/** Runs `write` on the item at `target`. */
export function runWrite(
  write: SingleWrite,
  table: Table,
  target: WriteTarget,
  store: Store,
): string {
  const growth = new CollectionGrowth(store);
  const { decision, ...standing } = decideSingleWrite(write, table, target, { store, growth });
  const metrics = write.returns.metrics
    ? collectionMetrics(store, table, target.attributes)
    : undefined;
  const answer = answerText(write.returns, decision, { ...standing, metrics });
  if (decision.changes.length > 0) store.append(decision.changes);
  return answer;
}

/** A write that may be appended. */
export interface DecidedWrite extends Standing {
  readonly decision: AcceptedWrite;
}

/** What a write is decided against. */
export interface WriteGround {
  readonly store: Store;
  /** What the request has written so far. */
  readonly growth: CollectionGrowth;
}

/** Decides `write` on the item at `target`. Throws what it is refused with; appends nothing. */
export function decideSingleWrite(
  write: SingleWrite,
  table: Table,
  { key, attributes }: WriteTarget,
  { store, growth }: WriteGround,
): DecidedWrite {
  const { action, condition, returns } = write;
  const { tree, indexes, tombstones } = table;
  const place = { table, key };
  const fault = findKeyFault(write, table) ?? findSizeFault(action, place);
  if (fault !== undefined) throw validationError(fault);
  if (store.isInTransaction(tree, key)) {
    throw new DynamoError('TransactionConflictException', TRANSACTION_ONGOING);
  }
  const isRead = indexes.local.length > 0 || tombstones !== undefined || needsBefore(write);
  const before = isRead ? store.get(tree, key) : undefined;
  const decision = guard(BARE, () => decideWrite({ place, action, condition }, before));
  if (decision.outcome === 'conditionFailed') {
    throw conditionalCheckFailed(returns.itemOnFailure ? before : undefined);
  }
  if (!growth.takes(table, attributes, decision.changes)) {
    throw new DynamoError('ItemCollectionSizeLimitExceededException', COLLECTION_FULL);
  }
  return { decision, place, before };
}

function findKeyFault({ action, condition }: SingleWrite, table: Table): string | undefined {
  const update = action.kind === 'update' ? action.update : undefined;
  const fault = findUpdateKeyFault(table, update) ?? findConditionKeyFault(table, condition);
  if (fault !== undefined || action.kind !== 'put') return fault;
  return findIndexKeyFault(table.indexes, action.image.item)?.message;
}

/** An item that is small enough may be too large with its entries in local indexes. */
function findSizeFault(action: WriteAction, place: ItemPlace): string | undefined {
  return action.kind === 'put' && isTooLarge(place, action.image) ? ITEM_TOO_LARGE : undefined;
}

/** A blind put or delete need not read: what stood there before shows in nothing that it answers. */
function needsBefore({ action, condition, returns }: SingleWrite): boolean {
  return (
    action.kind === 'update' ||
    condition !== undefined ||
    returns.values !== 'NONE' ||
    returns.capacity !== 'NONE'
  );
}

function conditionalCheckFailed(shown: StoredItem | undefined): DynamoError {
  return new DynamoError(
    'ConditionalCheckFailedException',
    'The conditional request failed',
    shown === undefined ? {} : { Item: JSON.parse(shown.text) as unknown },
  );
}

/** The item that a write met, undefined also where nobody asked for it, and where. */
interface Standing {
  readonly place: ItemPlace;
  readonly before: StoredItem | undefined;
}

function answerText(
  returns: WriteReturns,
  write: AcceptedWrite,
  { place, before, metrics }: Standing & { readonly metrics: ItemCollectionMetrics | undefined },
): string {
  const isPlain = returns.values === 'NONE' && returns.capacity === 'NONE';
  if (isPlain && metrics === undefined) return '{}';
  const units = writeUnits(before?.sizeBytes ?? 0, write.after?.sizeBytes ?? 0);
  const indexes = indexWriteUnits(place, storedImage(before), write.after);
  const { tableName } = returns;
  const capacity = consumedCapacity(returns.capacity, { tableName, units, indexes });
  return objectText({
    Attributes: returnedAttributes(returns, write, before),
    ConsumedCapacity: jsonText(capacity),
    ItemCollectionMetrics: jsonText(metrics),
  });
}

/** JSON text of what ReturnValues asks for, undefined where there is nothing. Source: semantics.md section 3. */
function returnedAttributes(
  { values }: WriteReturns,
  { after, updated }: AcceptedWrite,
  before: StoredItem | undefined,
): string | undefined {
  switch (values) {
    case 'NONE':
      return undefined;
    case 'ALL_OLD':
      return before?.text;
    case 'ALL_NEW':
      return after?.text;
    case 'UPDATED_OLD':
      return jsonText(updated?.updatedOld);
    case 'UPDATED_NEW':
      return jsonText(updated?.updatedNew);
  }
}
