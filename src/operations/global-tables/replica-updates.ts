/**
 * Replicas of a table, added, changed and taken away: global tables of version 2019.11.21.
 *
 * Source: reference api-surface.md section 5; texts as AWS answered in October 2026.
 */
import { randomUuid } from '../../kernel/random.ts';
import { isRecent } from '../../kernel/time.ts';
import type { World } from '../../kernel/world.ts';
import {
  groupOf,
  isReplicated,
  isMember,
  memberOf,
  nextGroupStamp,
  otherMembers,
} from '../../placement/replica-group.ts';
import type {
  GroupMember,
  ReplicaGroup,
  ReplicaOverrides,
  ReplicationRecord,
} from '../../placement/record/global-table.ts';
import type { TableRecord } from '../../placement/record/table.ts';
import { withMember, withNewMember } from '../../region/group/group-merge.ts';
import type { TableAbroad } from '../../region/messages/messages.ts';
import { withOrigins } from '../../region/group/origins.ts';
import { settingsOf, withSharedSettings } from '../../region/group/shared-settings.ts';
import { stampMs } from '../../storage/log/version-stamp.ts';
import type { Change, Lsn, TreeId } from '../../storage/store.ts';
import type { DynamoError } from '../../wire/dynamo-error.ts';
import { invalidParameter, validationError } from '../../wire/dynamo-error.ts';
import { disassociated, protectedAnew } from './disassociation.ts';
import { withOwnEntry } from './region-entry.ts';
import { keyOfEach, keyOfReplica } from './replica-keys.ts';
import { mergedReads, overridesOf } from './replica-overrides.ts';
import { checkMade, inUse, notPart } from './replica-refusals.ts';
import type { ReplicaUpdatesRequest } from './replica-shapes.ts';
import { checkOverrideQuotas, checkOverridesFitMode } from './replica-units.ts';
import { changedClassOf } from '../throughput/table-class.ts';

const REGION_NAME = /^[a-z0-9-]{1,64}$/;
const DAY_MS = 86_400_000;

export type ReplicaAction =
  | { readonly kind: 'create'; readonly region: string; readonly overrides: ReplicaOverrides }
  | { readonly kind: 'update'; readonly region: string; readonly overrides: ReplicaOverrides }
  | { readonly kind: 'delete' | 'disassociate'; readonly region: string };

/** What ReplicaUpdates asks for. What one call may not ask for together is refused. */
export function replicaActions(updates: ReplicaUpdatesRequest): readonly ReplicaAction[] {
  const actions = updates.map((update): ReplicaAction => {
    const { Create: create, Update: change, Delete: removal, Disassociate: leave } = update;
    const given = [create, change, removal, leave].filter((each) => each !== undefined);
    if (leave !== undefined && given.length * updates.length > 1) throw notAlone();
    if (given.length > 1) throw mixed();
    if (create !== undefined) {
      return { kind: 'create', region: create.RegionName, overrides: overridesOf(create, false) };
    }
    if (removal !== undefined) return { kind: 'delete', region: removal.RegionName };
    if (leave !== undefined) return { kind: 'disassociate', region: leave.RegionName };
    const overrides = change === undefined ? {} : overridesOf(change, true);
    if (change === undefined || Object.keys(overrides).length === 0) {
      throw validationError(
        'There are no actions specified in the Replica Update Action of the request.',
      );
    }
    return { kind: 'update', region: change.RegionName, overrides };
  });
  const kinds = new Set(actions.map(({ kind }) => kind));
  if (kinds.size > 1) throw mixed();
  const named = new Set(actions.map(({ region }) => region));
  if (!kinds.has('update') && named.size > 1) {
    throw validationError(
      'Update table operation with more than one create or delete replica actions not allowed',
    );
  }
  // The same creation twice is one.
  return kinds.has('update') ? actions : actions.slice(0, 1);
}

function mixed(): DynamoError {
  return validationError(
    'Update table operation with more than one type of replica actions not allowed.',
  );
}

function notAlone(): DynamoError {
  return invalidParameter('Disassociate must be the only replica action in the request');
}

/** Where replicas are changed from. */
export interface ReplicaScope {
  readonly region: string;
  readonly accountId: string;
  readonly world: World;
  readonly newTree: () => TreeId;
  /** The record that the change will be in. */
  readonly lsn: Lsn;
  /** What another Region has under the table's name. May throw `RegionFault`. */
  readonly tableIn: (region: string) => TableAbroad | 'none' | 'silent';
  /** The record with the stream that every replica has. */
  readonly withStream: (record: TableRecord) => TableRecord;
}

export interface ReplicaChange {
  readonly record: TableRecord;
  readonly changes: readonly Change[];
}

/** The record after one action: its document tells the other Regions what to do. */
export function changedReplicas(
  record: TableRecord,
  action: ReplicaAction,
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
  { region, overrides }: ReplicaAction & { readonly kind: 'create' },
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
  const own = isReplicated(record, scope.region) ? record : protectedAnew(record);
  const shared = scope.withStream({ ...own, replicas: { ...replicas, group } });
  return withOrigins(shared, Object.keys(group.members), scope.region);
}

/** What a new replica has of its own: the class of the table it is made from, where it is given no other. */
function overridesOfNew(
  record: TableRecord,
  { keyId: _, ...asked }: ReplicaOverrides,
  keyId: string | undefined,
  { region }: ReplicaScope,
): ReplicaOverrides {
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

/** What makes a table the first of a global table; of one that is already, what it has. */
export function replicationOf(
  record: TableRecord,
  { region, world, newTree }: Pick<ReplicaScope, 'region' | 'world' | 'newTree'>,
): ReplicationRecord {
  const { replicas } = record;
  const nowMs = world.service.now();
  if (replicas !== undefined && isReplicated(record, region)) return replicas;
  const known = groupOf(record, region);
  const stamp = nextGroupStamp(known, nowMs);
  const member: GroupMember = {
    stamp,
    by: region,
    joined: stamp,
    status: 'ACTIVE',
    tableId: record.id,
    startsEmpty: false,
    overrides: {},
  };
  const group: ReplicaGroup = {
    // Regions that left hear of it by the document that they know.
    id: known?.id ?? randomUuid(world.random),
    version: '2019.11.21',
    createdMs: nowMs,
    tableName: record.name,
    keySchema: record.keySchema,
    localIndexes: (record.localIndexes ?? []).map(({ name, keySchema, projection }) => ({
      name,
      keySchema,
      projection,
    })),
    members: { ...known?.members, [region]: member },
    settings: { stamp, by: region, value: settingsOf(record, region) },
  };
  return {
    group,
    tombstoneTree: replicas?.tombstoneTree ?? newTree(),
    origins: replicas?.origins ?? [],
  };
}

function withOverrides(
  record: TableRecord,
  { region, overrides }: ReplicaAction & { readonly kind: 'update' },
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

/** A Region from whose endpoint others were added lately stays as long as they do. */
export function checkNoSource({ members }: ReplicaGroup, region: string, nowMs: number): void {
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

export function isProtected(): DynamoError {
  return validationError(
    'Resource cannot be deleted as it is currently protected against deletion. ' +
      'Disable deletion protection first.',
  );
}

function alreadyThere(name: string): DynamoError {
  return validationError(
    `Failed to create a the new replica of table with name: ‘${name}’ because one or more ` +
      'replicas already existed as tables.',
  );
}
