import type { BoundKeyCondition } from '../expression/key-condition-nodes.ts';
import type { KeySchema } from '../item/key-schema.ts';
import type { KeyBytes } from '../kernel/key-bytes.ts';
import { collectionRange } from '../partition/collection-range.ts';
import { rangeHolds, restOfRange } from '../partition/key-range.ts';
import type { KeyRange } from '../storage/store.ts';
import type { Item } from '../wire/attribute-value.ts';
import { DynamoError, validationError } from '../wire/dynamo-error.ts';
import { getKeyOfParameter } from './key-parameters.ts';

export interface QueryStart {
  /** The keys that meet the key condition. */
  readonly whole: KeyRange;
  readonly condition: BoundKeyCondition;
  readonly keySchema: KeySchema;
  readonly startKey: Item | undefined;
  readonly reverse: boolean;
}

/** What is left of a query behind its ExclusiveStartKey. Source: validation.md section 8. */
export function startOfQuery({
  whole,
  condition,
  keySchema,
  startKey,
  reverse,
}: QueryStart): KeyRange {
  if (startKey === undefined) return whole;
  const key = keyOfStart(keySchema, startKey);
  if (keySchema.sortKey === undefined) {
    throw validationError('The query can return at most one row and cannot be restarted');
  }
  if (!rangeHolds(collectionRange(keySchema, condition.partition), key)) {
    throw validationError(
      'The provided starting key is outside query boundaries based on provided conditions',
    );
  }
  if (!rangeHolds(whole, key)) {
    throw validationError('The provided starting key does not match the range key predicate');
  }
  return restOfRange(whole, key, reverse);
}

function keyOfStart(schema: KeySchema, startKey: Item): KeyBytes {
  try {
    return getKeyOfParameter(schema, startKey);
  } catch (error) {
    if (!(error instanceof DynamoError)) throw error;
    throw validationError(`The provided starting key is invalid: ${error.message}`);
  }
}
