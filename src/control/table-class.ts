import type { TableClass } from '../placement/table-record.ts';
import { validationError } from '../wire/dynamo-error.ts';

/** The class that a request names. */
export function tableClassOf(name: string | undefined): TableClass | undefined {
  if (name === undefined || name === 'STANDARD' || name === 'STANDARD_INFREQUENT_ACCESS')
    return name;
  throw validationError(
    'Invalid table-class parameter provided. Please try again with a valid table-class value: ' +
      '[STANDARD, STANDARD_INFREQUENT_ACCESS].',
  );
}
