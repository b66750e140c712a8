import type { KeyBytes } from '../kernel/key-bytes.ts';
import type { AttributeValue, Item } from '../wire/attribute-value.ts';
import type { KeySchema } from './key-schema.ts';
export function encodeScalar(_value: AttributeValue): string {
  throw new Error('pending');
}
export function encodeSortPrefix(_value: AttributeValue): string {
  throw new Error('pending');
}
export function sortKeyBytes(_value: AttributeValue): string {
  throw new Error('pending');
}
export function hashOf(_partitionValue: AttributeValue): string {
  throw new Error('pending');
}
export function keyOf(_schema: KeySchema, _item: Item): KeyBytes {
  throw new Error('pending');
}
export function collectionPrefix(_schema: KeySchema, _partitionValue: AttributeValue): KeyBytes {
  throw new Error('pending');
}
export function successor(_prefix: KeyBytes): KeyBytes | undefined {
  throw new Error('pending');
}
