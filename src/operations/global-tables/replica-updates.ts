/**
 * Replicas of a table, added, changed and taken away: global tables of version 2019.11.21.
 *
 * Source: reference api-surface.md section 5; texts as AWS answered in October 2026.
 */
import type { RegionOverrides } from '../../placement/record/global-table.ts';
import type { TableRecord } from '../../placement/record/table.ts';
import { groupOf, hasOtherRegions, memberOf, otherMembers } from '../../placement/region-group.ts';
import { withMember, withNewMember } from '../../region/group/group-merge.ts';
import { withOrigins } from '../../region/group/origins.ts';
import { settingsOf, withSharedSettings } from '../../region/group/shared-settings.ts';
import type { Change } from '../../storage/store.ts';
import type { DynamoError } from '../../wire/dynamo-error.ts';
import { validationError } from '../../wire/dynamo-error.ts';
import { changedClassOf } from '../throughput/table-class.ts';
import { disassociated, protectedAnew } from './disassociation.ts';
import { replicationOf } from './first-replica.ts';
import { withOwnEntry } from './region-entry.ts';
import type { AskedReplicaChange } from './replica-actions.ts';
import { keyOfEach, keyOfReplica } from './replica-keys.ts';
import { mergedReads } from './replica-overrides.ts';
import { checkMade, checkNoSource, inUse, notPart } from './replica-refusals.ts';
import type { ReplicaScope } from './replica-scope.ts';
import { checkOverrideQuotas, checkOverridesFitMode } from './replica-units.ts';

const REGION_NAME = /^[a-z0-9-]{1,64}$/;

export interface ReplicaChange {
  readonly record: TableRecord;
  readonly changes: readonly Change[];
}

/** The record after all actions: its document tells the other Regions what to do. */
export function changedReplicas(
  record: TableRecord,
  actions: readonly AskedReplicaChange[],
  scope: ReplicaScope,
): ReplicaChange {
  let changed = record;
  const changes: Change[] = [];
  for (const action of actions) {
    const after = changedReplica(changed, action, scope);
    changed = after.record;
    changes.push(...after.changes);
  }
  return { record: changed, changes };
}

function changedReplica(
  record: TableRecord,
  action: AskedReplicaChange,
  scope: ReplicaScope,
): ReplicaChange {
  const { region } = action;
  if (action.kind === 'disassociate') {
    return { record: disassociated(record, region, scope), changes: [] };
  }
  if (region === scope.region) {
    throw validationError(
      'Cannot add or delete the local region through ReplicaUpdates. ' +
        'Use CreateTable, DeleteTable, or UpdateTable as required.',
    );
  }
  if (!REGION_NAME.test(region)) {
    throw validationError(
      `Region ${region} is not supported. The latest version of global tables are only ` +
        `supported in the following regions: [${scope.region}]`,
    );
  }
  if (record.status === 'CREATING') {
    throw validationError(
      'Create/Update/Delete of replica is not allowed while the replica is being added to table ' +
        `with name: ${record.name} in region ${scope.region}`,
    );
  }
  switch (action.kind) {
    case 'create':
      return { record: withReplica(record, action, scope), changes: [] };
    case 'update':
      return withOverrides(record, action, scope);
    case 'delete':
      return { record: withoutReplica(record, region, scope), changes: [] };
  }
}

function withReplica(
  record: TableRecord,
  { region, overrides }: AskedReplicaChange & { readonly kind: 'create' },
  scope: ReplicaScope,
): TableRecord {
  const known = groupOf(record, scope.region);
  if (memberOf(known, region) !== undefined) throw alreadyThere(record.name);
  const isBusy = Object.values(known?.members ?? {}).some(({ status }) => status === 'CREATING');
  if (isBusy) throw inUse();
  if (known?.version === '2017.11.29' && otherMembers(known, scope.region).length > 0) {
    throw validationError(
      'ReplicaUpdates cannot be used on a global table of version 2017.11.29: use UpdateGlobalTable',
    );
  }
  checkCapacity(record);
  checkOverrideQuotas(overrides, region);
  const keyId = keyOfReplica(record, { region, keyId: overrides.keyId }, scope);
  const abroad = scope.tableIn(region);
  if (abroad !== 'none' && abroad !== 'silent') throw alreadyThere(record.name);
  const author = { region: scope.region, nowMs: scope.world.service.now() };
  const replicas = replicationOf(record, scope);
  const member = {
    status: 'CREATING',
    source: scope.region,
    startsEmpty: true,
    overrides: overridesOfNew(record, overrides, keyId, scope),
  } as const;
  const entry = withOwnEntry(replicas.group, record, scope, author.nowMs);
  const group = withNewMember(entry, region, member, author);
  const own = hasOtherRegions(record, scope.region) ? record : protectedAnew(record);
  const shared = scope.withStream({ ...own, replicas: { ...replicas, group } });
  return withOrigins(shared, Object.keys(group.members), scope.region);
}

/** What a new replica has of its own: the class of the table it is made from, where it is given no other. */
function overridesOfNew(
  record: TableRecord,
  { keyId: _, ...asked }: RegionOverrides,
  keyId: string | undefined,
  { region }: ReplicaScope,
): RegionOverrides {
  const tableClass = asked.tableClass ?? record.tableClass?.name;
  return {
    ...mergedReads({}, asked, settingsOf(record, region)),
    ...(tableClass === undefined ? {} : { tableClass }),
    ...(keyId === undefined ? {} : { keyId }),
  };
}

/** Source: api-surface.md section 5. There is no auto scaling here that could stand in. */
function checkCapacity({ billing }: TableRecord): void {
  if (billing.mode === 'PAY_PER_REQUEST') return;
  throw validationError('Table write capacity should either be Pay-Per-Request or AutoScaled.');
}

function withOverrides(
  record: TableRecord,
  { region, overrides }: AskedReplicaChange & { readonly kind: 'update' },
  scope: ReplicaScope,
): ReplicaChange {
  if (overrides.keyId !== undefined) throw keyOfEach();
  const { replicas } = record;
  const member = memberOf(groupOf(record, scope.region), region);
  if (replicas === undefined || member === undefined) throw notPart(region);
  checkOverridesFitMode(record.billing.mode, overrides);
  checkOverrideQuotas(overrides, region);
  checkMade(member);
  const author = { region: scope.region, nowMs: scope.world.service.now() };
  const reads = mergedReads(member.overrides, overrides, settingsOf(record, scope.region));
  const withReads = { ...member, overrides: reads };
  const { tableClass } = overrides;
  const change =
    tableClass === undefined
      ? { overrides: reads }
      : changedClassOf(region, withReads, tableClass, author.nowMs);
  const group = withMember(replicas.group, region, change, author);
  const changed = { ...record, replicas: { ...replicas, group } };
  return withSharedSettings(changed, {
    scope,
    nowMs: author.nowMs,
    newTree: scope.newTree,
  });
}

function withoutReplica(record: TableRecord, region: string, scope: ReplicaScope): TableRecord {
  const { replicas } = record;
  const member = memberOf(groupOf(record, scope.region), region);
  if (replicas === undefined || member === undefined) throw notPart(region);
  const nowMs = scope.world.service.now();
  checkNoSource(replicas.group, region, nowMs);
  const abroad = scope.tableIn(region);
  if (abroad !== 'none' && abroad !== 'silent' && abroad.isProtected) {
    throw validationError(
      `Cannot delete table ${record.name} in region ${region} because it has deletion protection ` +
        'enabled. Disable deletion protection first.',
    );
  }
  const author = { region: scope.region, nowMs };
  const group = withMember(replicas.group, region, { status: 'GONE' }, author);
  return { ...record, replicas: { ...replicas, group } };
}

function alreadyThere(name: string): DynamoError {
  return validationError(
    `Failed to create a the new replica of table with name: ‘${name}’ because one or more ` +
      'replicas already existed as tables.',
  );
}
