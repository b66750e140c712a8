/**
 * What a write is refused for, and how a request of one write words it. Batches and transactions take some of these for their own:
 * each says which it throws and which stay with their write.
 */
import type { ValueFault } from '../item/value-fault.ts';
import { DynamoError, validationError } from '../wire/dynamo-error.ts';
import type { IndexKeyFault } from './index-key-faults.ts';
import { COLLECTION_FULL } from './item-collection.ts';
import { ITEM_TOO_LARGE } from './item-limit.ts';
import type { ItemImage } from './image/stored-image.ts';

export type WriteRefusal =
  /** Its key is none of the table's. */
  | { readonly kind: 'key'; readonly message: string }
  /** A key attribute is empty or too long. */
  | { readonly kind: 'keyValue'; readonly error: DynamoError }
  /** Its expressions reach into keys, or update them. */
  | { readonly kind: 'keyUse'; readonly message: string }
  /** An index could not hold the item that is put. */
  | { readonly kind: 'indexKey'; readonly fault: IndexKeyFault }
  /** The item that is put is too large with its entries in local indexes. */
  | { readonly kind: 'itemSize' }
  /** A transaction is at the item. */
  | { readonly kind: 'contended' }
  /** Its update cannot be applied to the item. */
  | { readonly kind: 'update'; readonly fault: ValueFault }
  | { readonly kind: 'condition'; readonly before: ItemImage | undefined }
  /** The item's collection would become too large. */
  | { readonly kind: 'collection' };

/** What a write is told of an item that a transaction is at. Source: validation.md section 10. */
export const TRANSACTION_ONGOING = 'Transaction is ongoing for the item';

/** What an INSERT of PartiQL is told of an item that is there. Source: validation.md section 11. */
export const DUPLICATE_ITEM = 'Duplicate primary key exists in table';

/** The refusal of a request that is one write; a failed condition shows the item that it failed on where that is asked for. */
export function refusalError(refusal: WriteRefusal, showsItem = false): DynamoError {
  switch (refusal.kind) {
    case 'key':
    case 'keyUse':
      return validationError(refusal.message);
    case 'keyValue':
      return refusal.error;
    case 'indexKey':
    case 'update':
      return validationError(refusal.fault.message);
    case 'itemSize':
      return validationError(ITEM_TOO_LARGE);
    case 'contended':
      return new DynamoError('TransactionConflictException', TRANSACTION_ONGOING);
    case 'condition':
      return conditionalCheckFailed(showsItem ? refusal.before : undefined);
    case 'collection':
      return new DynamoError('ItemCollectionSizeLimitExceededException', COLLECTION_FULL);
  }
}

function conditionalCheckFailed(shown: ItemImage | undefined): DynamoError {
  return new DynamoError(
    'ConditionalCheckFailedException',
    'The conditional request failed',
    shown === undefined ? {} : { Item: shown.item },
  );
}
