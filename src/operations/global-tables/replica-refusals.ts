import type { GroupMember } from '../../placement/record/global-table.ts';
/** Refusals of changes of replicas. Source: reference api-surface.md section 5a. */
import { DynamoError, validationError } from '../../wire/dynamo-error.ts';

export function notPart(region: string): DynamoError {
  return validationError(
    'Update global table operation failed because one or more replicas were not part of the ' +
      `global table. Please retry the request without these replicas: [${region}].`,
  );
}

export function inUse(): DynamoError {
  return new DynamoError(
    'ResourceInUseException',
    'The resource which you are attempting to change is in use.',
  );
}

/** What is written about a replica before its Region has told of its table would be lost to that, or that to it. */
export function checkMade({ status }: GroupMember): void {
  if (status === 'CREATING') throw inUse();
}
