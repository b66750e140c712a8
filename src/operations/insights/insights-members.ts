import { validationError } from '../../wire/dynamo-error.ts';
import { oneOf, string } from '../../wire/shapes/scalars.ts';

/** Members that the operations of contributor insights share. */

export const insightsMode = oneOf(['THROTTLED_KEYS', 'ACCESSED_AND_THROTTLED_KEYS']);

export const insightsIndexName = string({ pattern: '[a-zA-Z0-9_.-]+' });

/** The length of an index name is told by these operations in words of their own. */
export function checkIndexName(name: string | undefined): void {
  if (name === undefined || (name.length >= 3 && name.length <= 255)) return;
  throw validationError(
    'IndexName must be at least 3 characters long and at most 255 characters long',
  );
}
