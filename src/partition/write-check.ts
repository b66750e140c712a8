import { attributesOf } from '../item/attributes.ts';
import { keyOf } from '../item/key-codec.ts';
import type { Store } from '../storage/store.ts';
import { findIndexKeyFault } from './index-key-faults.ts';
import type { ItemPlace } from './item-place.ts';
import { isTooLarge } from './item-limit.ts';
import type { ItemWrite } from './item-write.ts';
import { findItemKeyMismatch, findKeyMismatch, findKeyValueError } from './key-check.ts';
import { findConditionKeyFault, findUpdateKeyFault } from './key-attribute-use.ts';
import type { WriteRefusal } from './write-refusal.ts';

/** A write held against its table, before its item is read. It has no place where its key is none of the table's. */
export type CheckedWrite = { readonly write: ItemWrite } & (
  | { readonly place: ItemPlace; readonly refusal: WriteRefusal | undefined }
  | { readonly place: undefined; readonly refusal: WriteRefusal }
);

/** Finds the place of a write's item, and the first thing that keeps it from there. Source: validation.md section 5. */
export function checkWrite(write: ItemWrite, store: Store): CheckedWrite {
  const refusal = findKeyRefusal(write);
  if (refusal !== undefined) return { write, place: undefined, refusal };
  const { table, attributes } = write;
  const place = { table, key: keyOf(table.keySchema, attributesOf(attributes)) };
  return { write, place, refusal: findUseRefusal(write, place) ?? findContention(place, store) };
}

function findKeyRefusal({ table, attributes, action }: ItemWrite): WriteRefusal | undefined {
  const item = attributesOf(attributes);
  const message =
    action.kind === 'put'
      ? findItemKeyMismatch(table.keySchema, item)
      : findKeyMismatch(table.keySchema, attributes);
  if (message !== undefined) return { kind: 'key', message };
  const error = findKeyValueError(table.keySchema, item);
  return error && { kind: 'keyValue', error };
}

function findUseRefusal(
  { table, action, condition }: ItemWrite,
  place: ItemPlace,
): WriteRefusal | undefined {
  const update = action.kind === 'update' ? action.update : undefined;
  const message = findUpdateKeyFault(table, update) ?? findConditionKeyFault(table, condition);
  if (message !== undefined) return { kind: 'keyUse', message };
  if (action.kind !== 'put') return undefined;
  const fault = findIndexKeyFault(table.indexes, attributesOf(action.image.item));
  if (fault !== undefined) return { kind: 'indexKey', fault };
  return isTooLarge(place, action.image) ? { kind: 'itemSize' } : undefined;
}

function findContention({ table, key }: ItemPlace, store: Store): WriteRefusal | undefined {
  return store.isInTransaction(table.tree, key) ? { kind: 'contended' } : undefined;
}
