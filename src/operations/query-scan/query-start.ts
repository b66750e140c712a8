import type { KeyBytes } from '../../kernel/key-bytes.ts';
import { rangeHolds, restOfRange } from '../../partition/key-range.ts';
import type { KeyRange } from '../../storage/store.ts';
import type { Item } from '../../wire/attribute-value.ts';
import { DynamoError, validationError } from '../../wire/dynamo-error.ts';
import type { BoundQuery, ReadSource } from '../../partition/read-source.ts';

export interface QueryStart {
  readonly source: ReadSource;
  readonly bound: BoundQuery;
  readonly startKey: Item | undefined;
  readonly reverse: boolean;
}

/** What is left of a query behind its ExclusiveStartKey. Source: validation.md section 8. */
export function startOfQuery({ source, bound, startKey, reverse }: QueryStart): KeyRange {
  const { collection, range } = bound;
  if (startKey === undefined) return range;
  const key = keyOfStart(source, startKey);
  if (source.index === undefined && source.table.keySchema.sortKey === undefined) {
    throw validationError('The query can return at most one row and cannot be restarted');
  }
  if (!rangeHolds(collection, key)) {
    throw validationError(
      'The provided starting key is outside query boundaries based on provided conditions',
    );
  }
  if (!rangeHolds(range, key)) {
    throw validationError('The provided starting key does not match the range key predicate');
  }
  return restOfRange(range, key, reverse);
}

/** A key of a table is refused without a reason. Source: validation.md section 8. */
function keyOfStart(source: ReadSource, startKey: Item): KeyBytes {
  try {
    return source.positionOf(startKey);
  } catch (error) {
    if (!(error instanceof DynamoError)) throw error;
    if (source.index === undefined) throw validationError('The provided starting key is invalid');
    throw validationError(`The provided starting key is invalid: ${error.message}`);
  }
}
