import { invalidParameter } from '../wire/dynamo-error.ts';
import type { IndexedTable } from './index-rules.ts';
import { attributeNames } from './key-schema-rules.ts';
import type { VectorIndexRequest } from './table-shapes.ts';

const VECTOR_INDEX_LIMIT = 5;
const DIMENSIONS_LIMIT = 4096;

/** Refuses vector index definitions that AWS refuses. Source: reference validation.md section 12. */
export function checkVectorIndexes(
  table: IndexedTable,
  indexes: readonly VectorIndexRequest[],
): void {
  if (!table.isOnDemand) {
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
