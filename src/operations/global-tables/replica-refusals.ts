/** Refusals of changes of replicas. Source: reference api-surface.md section 5a. */
import { isRecent } from '../../kernel/time.ts';
import type { GroupMember, RegionGroup } from '../../placement/record/global-table.ts';
import { isMember } from '../../placement/region-group.ts';
import { stampMs } from '../../storage/log/version-stamp.ts';
import { DynamoError, validationError } from '../../wire/dynamo-error.ts';

const DAY_MS = 86_400_000;

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

/** A Region from whose endpoint others were added lately stays as long as they do. */
export function checkNoSource({ members }: RegionGroup, region: string, nowMs: number): void {
  const isSource = Object.values(members).some(
    (member) =>
      isMember(member) &&
      member.source === region &&
      isRecent(stampMs(member.joined), nowMs, DAY_MS),
  );
  if (!isSource) return;
  throw validationError(
    'Replica cannot be deleted because it has acted as a source region for new replica(s) being ' +
      'added to the table in the last 24 hours',
  );
}
