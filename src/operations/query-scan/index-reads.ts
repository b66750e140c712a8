/**
 * What reads of an index may ask for.
 * Source: validation.md section 8, semantics.md section 4.
 */
import type { ReadConsistency } from '../../capacity/units.ts';
import { conditionAttributes } from '../../expression/condition/condition.ts';
import { projectionAttributes } from '../../expression/projection/projection.ts';
import type { SecondaryIndex } from '../../placement/secondary-index.ts';
import { invalidParameter, validationError } from '../../wire/dynamo-error.ts';
import type { PageParameters } from './page-parameters.ts';
import type { ReadSource } from '../../partition/read-source.ts';

/** Refuses strongly consistent reads of global indexes. */
export function checkConsistency(
  index: SecondaryIndex | undefined,
  consistency: ReadConsistency,
): void {
  if (index?.kind !== 'global' || consistency !== 'strong') return;
  throw validationError('Consistent reads are not supported on global secondary indexes');
}

/** Refuses what a global index does not hold, and filters of a query over what no index of either kind holds. */
export function checkProjected(
  { index }: ReadSource,
  request: Pick<PageParameters, 'allAttributes' | 'filter' | 'projection'>,
  isQuery: boolean,
): void {
  if (index?.projected === undefined) return;
  if (index.kind === 'global') {
    if (request.allAttributes) {
      throw invalidParameter(
        'Select type ALL_ATTRIBUTES is not supported for global secondary index ' +
          `${index.name} because its projection type is not ALL`,
      );
    }
    const missing = missingOf(index, projectedNames(request));
    if (missing.length > 0) {
      throw invalidParameter(
        `Global secondary index ${index.name} does not project [${missing.join(', ')}]`,
      );
    }
  }
  if (!isQuery || request.filter === undefined) return;
  const missing = missingOf(index, conditionAttributes(request.filter));
  if (missing.length > 0) {
    throw invalidParameter(
      `Secondary index ${index.name} does not project one or more filter attributes: [${missing.join(', ')}]`,
    );
  }
}

function projectedNames({ projection }: Pick<PageParameters, 'projection'>): Iterable<string> {
  return projection === undefined ? [] : projectionAttributes(projection);
}

function missingOf({ projected }: SecondaryIndex, names: Iterable<string>): readonly string[] {
  return [...names].filter((name) => projected?.has(name) === false);
}
