import { DynamoError, invalidParameter } from '../../wire/dynamo-error.ts';
import type { IndexedTable } from './index-rules.ts';
import { attributeNames } from './key-schema-rules.ts';
import { refuseLater } from '../request/unsupported.ts';
import type { VectorIndexRequest, VectorIndexUpdatesRequest } from '../request/table-shapes.ts';

const VECTOR_INDEX_LIMIT = 5;
const DIMENSIONS_LIMIT = 4096;

/** Refuses vector index definitions that AWS refuses. Source: reference validation.md section 12. */
export function checkVectorIndexes(
  table: IndexedTable,
  indexes: readonly VectorIndexRequest[],
): void {
  if (table.mode !== 'PAY_PER_REQUEST') {
    throw invalidParameter('Vector indexes are only supported for PAY_PER_REQUEST tables');
  }
  const defined = attributeNames(table.definitions);
  const dimensions = new Map<string, number>();
  for (const index of indexes) {
    const search = attributeNames(index.SearchSchema ?? []);
    if (!search.every((name) => defined.includes(name))) {
      throw invalidParameter('One element in SearchSchema is not defined in attribute definitions');
    }
    if (index.Dimensions > DIMENSIONS_LIMIT) {
      throw invalidParameter('Number of dimensions must be between 1 and 4096 inclusive.');
    }
    const attribute = index.VectorAttribute.AttributeName;
    if ((dimensions.get(attribute) ?? index.Dimensions) !== index.Dimensions) {
      throw invalidParameter(
        `Conflicting attribute definition for '${attribute}'. ` +
          'All VectorIndexes on the same vector attribute must use the same dimensions.',
      );
    }
    dimensions.set(attribute, index.Dimensions);
  }
  if (indexes.length > VECTOR_INDEX_LIMIT) {
    throw invalidParameter(
      `VectorIndex count exceeds the per-table limit of ${String(VECTOR_INDEX_LIMIT)}`,
    );
  }
}

/** Refuses what AWS would of a change to the vector indexes of a table that has none, and then what this version cannot do. */
export function refuseVectorChange(
  updates: VectorIndexUpdatesRequest,
  table: Omit<IndexedTable, 'isNew'>,
): void {
  if (updates.some((each) => each.Create === undefined)) {
    throw new DynamoError('ResourceNotFoundException', 'Requested resource not found');
  }
  if (updates.length > 1) {
    throw new DynamoError(
      'LimitExceededException',
      'Subscriber limit exceeded: Only 1 online index can be created or deleted simultaneously per table',
    );
  }
  const created = updates.flatMap((each) => each.Create ?? []);
  if (created.length > 0) checkVectorIndexes({ ...table, isNew: false }, created);
  refuseLater('VectorIndexUpdates', created.length > 0);
}
