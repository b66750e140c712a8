import type { BillingMode } from '../placement/table-record.ts';
import { invalidParameter, validationError } from '../wire/dynamo-error.ts';

/** Members of UpdateTable that go with no other, and what messages call them. The first of several is reported. */
const ALONE = [
  ['SSESpecification', 'Server-Side Encryption modification'],
  ['TableClass', 'TableClass modification'],
  ['DeletionProtectionEnabled', 'DeletionProtection modification'],
  ['WarmThroughput', 'WarmThroughput'],
] as const;

/** Members that are about replicas. */
const GLOBAL: ReadonlySet<string> = new Set([
  'ReplicaUpdates',
  'MultiRegionConsistency',
  'GlobalTableWitnessUpdates',
]);

/** Refuses changes that one call may not mix. `asked` are the members that ask for something. */
export function checkOneChange(asked: readonly string[], mode: BillingMode | undefined): void {
  if (asked.length === 1) return;
  const others = asked.filter((member) => !GLOBAL.has(member));
  if (asked.includes('ReplicaUpdates') && others.length > 0) {
    throw validationError(
      'Requests that modify replicas or witnesses must not also modify other fields',
    );
  }
  for (const [member, name] of ALONE) {
    if (!asked.includes(member)) continue;
    throw invalidParameter(`${name} must be the only operation in the request`);
  }
  const ceilings = 'OnDemandThroughput';
  if (
    asked.includes(ceilings) &&
    asked.some((each) => each !== ceilings && each !== 'BillingMode')
  ) {
    throw invalidParameter(
      'OnDemandThroughput can only be combined with BillingMode in an UpdateTable request',
    );
  }
  const changesUnits = asked.includes('ProvisionedThroughput') || mode === 'PROVISIONED';
  if (changesUnits && asked.includes('StreamSpecification')) {
    throw invalidParameter('You cannot modify stream status while updating table IOPS');
  }
  if (asked.includes('GlobalSecondaryIndexUpdates') && asked.includes('StreamSpecification')) {
    // In words of ours: AWS's are not known.
    throw invalidParameter('You cannot modify stream status while creating or deleting an index');
  }
}
