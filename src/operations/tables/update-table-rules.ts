/**
 * What one UpdateTable may mix, checked before the state of the table. Source: api-surface.md sections 5 and 5a.
 */
import type { BillingMode } from '../../placement/record/throughput.ts';
import { invalidParameter, validationError } from '../../wire/dynamo-error.ts';

/** What the changes of one request come to. */
export interface MixedChanges {
  /** The members that ask for something. */
  readonly asked: readonly string[];
  readonly mode: BillingMode | undefined;
  /** Whether an index is made, and whether one is made or goes. */
  readonly createsIndex: boolean;
  readonly hasOnlineIndex: boolean;
}

/** Members of UpdateTable that go with no other, and what messages call them. The first of several is reported. */
const ALONE = [
  ['SSESpecification', 'Server-Side Encryption modification'],
  ['TableClass', 'TableClass modification'],
  ['DeletionProtectionEnabled', 'DeletionProtection modification'],
  ['DisassociationProtectionEnabled', 'DisassociationProtection modification'],
  ['ReplicaUpdates', 'Replica modification'],
  ['WarmThroughput', 'WarmThroughput'],
  // Not known of AWS.
  ['GlobalTableSettingsReplicationMode', 'GlobalTableSettingsReplicationMode modification'],
] as const;

/** Members that are about replicas beside ReplicaUpdates, and go with it. */
const WITH_REPLICAS: ReadonlySet<string> = new Set([
  'MultiRegionConsistency',
  'GlobalTableWitnessUpdates',
]);

/** Refuses changes that one call may not mix. */
export function checkOneChange(changes: MixedChanges): void {
  const { asked, createsIndex } = changes;
  if (asked.length === 1) return;
  checkReplicaChange(asked);
  if (createsIndex && asked.includes('WarmThroughput')) {
    throw invalidParameter(
      'Create global secondary index cannot be specified when updating WarmThroughput',
    );
  }
  const others = asked.filter((member) => !WITH_REPLICAS.has(member));
  for (const [member, name] of ALONE) {
    if (!asked.includes(member) || (member === 'ReplicaUpdates' && others.length === 1)) continue;
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
  checkOnlineChange(changes);
}

function checkReplicaChange(asked: readonly string[]): void {
  const isGlobal = asked.some((member) => WITH_REPLICAS.has(member));
  const others = asked.filter((each) => each !== 'ReplicaUpdates' && !WITH_REPLICAS.has(each));
  if (!isGlobal || others.length === 0) return;
  throw invalidParameter(
    'Requests that modify replicas or witnesses must not also modify other fields',
  );
}

/** Units, streams and indexes do not change together. */
function checkOnlineChange({ asked, mode, hasOnlineIndex }: MixedChanges): void {
  const changesUnits = asked.includes('ProvisionedThroughput') || mode === 'PROVISIONED';
  const changesStream = asked.includes('StreamSpecification');
  if (hasOnlineIndex && changesUnits) {
    throw invalidParameter('You cannot create or delete index while updating table IOPS');
  }
  if (hasOnlineIndex && changesStream) {
    throw invalidParameter('You cannot create or delete index while changing stream status');
  }
  if (changesStream && (changesUnits || asked.includes('GlobalSecondaryIndexUpdates'))) {
    throw invalidParameter('You cannot modify stream status while updating table IOPS');
  }
}

/** What a request may ask for, as the refusal of one that asks for nothing lists it. */
const POSSIBLE = [
  'ProvisionedThroughput',
  'BillingMode',
  'UpdateStreamEnabled',
  'GlobalSecondaryIndexUpdates',
  'SSESpecification',
  'ReplicaUpdates',
  'MultiAccountReplicaReady',
  'ReplicaTransitRoleArn',
  'MultiRegionConsistency',
  'DeletionProtectionEnabled',
  'OnDemandThroughput',
  'WarmThroughput',
  'TableClass',
] as const;

/** The refusal of a request that asks for nothing; `given` are members that are there all the same. */
export function nothingAsked(given: readonly string[]): Error {
  const names = POSSIBLE.filter((name) => !given.includes(name));
  const last = names.at(-1) ?? '';
  const list = `${names.slice(0, -1).join(', ')} or ${last}`;
  return validationError(`At least one of ${list} is required`);
}
