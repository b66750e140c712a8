/**
 * Why a transaction was cancelled: one reason an action, in their order. Source: semantics.md section 6.
 */
import { COLLECTION_FULL } from '../partition/item-collection.ts';
import { parseItem } from '../partition/stored-image.ts';
import type { StoredItem } from '../storage/stored-item.ts';
import { DynamoError } from '../wire/dynamo-error.ts';

export type CancellationReason =
  | { readonly code: 'None' }
  | { readonly code: 'ValidationError'; readonly message: string }
  | { readonly code: 'ItemCollectionSizeLimitExceeded' }
  | { readonly code: 'TransactionConflict' }
  /** An INSERT of PartiQL found the item there. */
  | { readonly code: 'DuplicateItem' }
  /** `item` is shown where the action asked for it. */
  | { readonly code: 'ConditionalCheckFailed'; readonly item: StoredItem | undefined };

/** What an INSERT of PartiQL is told of an item that is there. Source: validation.md section 11. */
export const DUPLICATE_ITEM = 'Duplicate primary key exists in table';

/** What a write is told of an item that a transaction is at. Source: validation.md section 10. */
export const TRANSACTION_ONGOING = 'Transaction is ongoing for the item';

export const NO_REASON: CancellationReason = { code: 'None' };

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
      return reason.item === undefined ? base : { ...base, Item: parseItem(reason.item.text) };
    }
  }
}
