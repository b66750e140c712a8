import type {
  BoundKeyCondition,
  SortCondition,
} from '../expression/key-condition/key-condition-nodes.ts';
import { collectionPrefix, encodeSortPrefix, sortKeyBytes, successor } from '../item/key-codec.ts';
import type { KeySchema } from '../item/key-schema.ts';
import type { KeyBytes } from '../kernel/key-bytes.ts';
import type { KeyRange } from '../storage/store.ts';
import type { AttributeValue } from '../wire/attribute-value.ts';
import { justAbove } from './key-range.ts';

/** The keys of a whole item collection. */
export function collectionRange(schema: KeySchema, partition: AttributeValue): KeyRange {
  return prefixRange(collectionPrefix(schema, partition));
}

/** The keys of the items that meet a key condition. Empty where its bounds are crossed. */
export function keyConditionRange(schema: KeySchema, condition: BoundKeyCondition): KeyRange {
  const prefix = collectionPrefix(schema, condition.partition);
  const collection = prefixRange(prefix);
  if (condition.sort === undefined) return collection;
  return sortRange(prefix, collection, condition.sort);
}

function prefixRange(prefix: KeyBytes): KeyRange {
  return { from: prefix, to: successor(prefix) };
}

function sortRange(prefix: KeyBytes, collection: KeyRange, sort: SortCondition): KeyRange {
  const keyAt = (value: AttributeValue): KeyBytes => (prefix + sortKeyBytes(value)) as KeyBytes;
  switch (sort.kind) {
    case '=':
      return { from: keyAt(sort.value), to: justAbove(keyAt(sort.value)) };
    case '<':
      return { from: collection.from, to: keyAt(sort.value) };
    case '<=':
      return { from: collection.from, to: justAbove(keyAt(sort.value)) };
    case '>':
      return { from: justAbove(keyAt(sort.value)), to: collection.to };
    case '>=':
      return { from: keyAt(sort.value), to: collection.to };
    case 'between':
      return { from: keyAt(sort.lower), to: justAbove(keyAt(sort.upper)) };
    case 'begins_with':
      return prefixRange((prefix + encodeSortPrefix(sort.prefix)) as KeyBytes);
  }
}
