/**
 * Why a transaction was cancelled: one reason an action, in their order. Source: semantics.md section 6.
 */
import { COLLECTION_FULL } from '../partition/item-collection.ts';
import { UpdatedIndexKeyFault } from '../partition/index-key-faults.ts';
import type { ItemImage } from '../partition/image/stored-image.ts';
import { DUPLICATE_ITEM, refusalError, TRANSACTION_ONGOING } from '../partition/write-refusal.ts';
import type { WriteRefusal } from '../partition/write-refusal.ts';
import { DynamoError } from '../wire/dynamo-error.ts';

export type CancellationReason =
  | { readonly code: 'None' }
  | { readonly code: 'ValidationError'; readonly message: string }
  | { readonly code: 'ItemCollectionSizeLimitExceeded' }
  | { readonly code: 'TransactionConflict' }
  /** An INSERT of PartiQL found the item there. */
  | { readonly code: 'DuplicateItem' }
  /** `item` is shown where the action asked for it. */
  | { readonly code: 'ConditionalCheckFailed'; readonly item: ItemImage | undefined };

export const NO_REASON: CancellationReason = { code: 'None' };

/** How an action wants a failed condition told. */
interface ToldAction {
  /** Whether a failed condition shows the item it failed on. */
  readonly itemOnFailure: boolean;
  /** Whether the condition is that of an INSERT: that no item is there. */
  readonly isInsert?: boolean;
}

/** The reason that the refusal of an action is; one that stands outright is thrown. */
export function reasonOf(refusal: WriteRefusal, action: ToldAction): CancellationReason {
  switch (refusal.kind) {
    case 'keyValue':
    case 'itemSize':
      throw refusalError(refusal);
    case 'key':
    case 'keyUse':
      return { code: 'ValidationError', message: refusal.message };
    case 'indexKey':
    case 'update':
      return { code: 'ValidationError', message: refusal.fault.message };
    case 'contended':
      return { code: 'TransactionConflict' };
    case 'condition':
      if (action.isInsert === true) return { code: 'DuplicateItem' };
      return {
        code: 'ConditionalCheckFailed',
        item: action.itemOnFailure ? refusal.before : undefined,
      };
    case 'collection':
      return { code: 'ItemCollectionSizeLimitExceeded' };
  }
}

/**
 * The error of a transaction for a refusal that no action may meet, whatever the others do: a key that is empty or too long, an item that is
 * too large. An index key of another type cancels. Source: validation.md section 5.
 */
export function findOutrightRefusal(refusal: WriteRefusal): DynamoError | undefined {
  switch (refusal.kind) {
    case 'keyValue':
    case 'itemSize':
      return refusalError(refusal);
    case 'indexKey':
      return refusal.fault.kind === 'type' ? undefined : refusalError(refusal);
    case 'update': {
      const { fault } = refusal;
      const cancels = !(fault instanceof UpdatedIndexKeyFault) || fault.fault.kind === 'type';
      return cancels ? undefined : refusalError(refusal);
    }
    default:
      return undefined;
  }
}

/** The error of a transaction with these reasons, or undefined where none of them is one. */
export function findCancellation(reasons: readonly CancellationReason[]): DynamoError | undefined {
  if (reasons.every((reason) => reason.code === 'None')) return undefined;
  const codes = reasons.map((reason) => reason.code).join(', ');
  return new DynamoError(
    'TransactionCanceledException',
    `Transaction cancelled, please refer cancellation reasons for specific reasons [${codes}]`,
    { CancellationReasons: reasons.map(wireReason) },
  );
}

function wireReason(reason: CancellationReason): Readonly<Record<string, unknown>> {
  switch (reason.code) {
    case 'None':
      return { Code: 'None' };
    case 'ValidationError':
      return { Code: 'ValidationError', Message: reason.message };
    case 'ItemCollectionSizeLimitExceeded':
      return { Code: 'ItemCollectionSizeLimitExceeded', Message: COLLECTION_FULL };
    case 'TransactionConflict':
      return { Code: 'TransactionConflict', Message: TRANSACTION_ONGOING };
    case 'DuplicateItem':
      return { Code: 'DuplicateItem', Message: DUPLICATE_ITEM };
    case 'ConditionalCheckFailed': {
      const base = { Code: 'ConditionalCheckFailed', Message: 'The conditional request failed' };
      return reason.item === undefined ? base : { ...base, Item: reason.item.item };
    }
  }
}
