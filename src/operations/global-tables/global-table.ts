/**
 * Global tables of version 2017.11.29: tables of one name that are there already, empty and with streams, are joined. The machinery is that
 * of the later version; what differs is that tables stay where they leave, and that settings are each Region's own.
 *
 * Source: reference api-surface.md section 9, semantics.md section 10; the texts of refusals are ours where none is known.
 */
import { isMember, memberOf } from '../../placement/region-group.ts';
import type { GroupMember, RegionGroup } from '../../placement/record/global-table.ts';
import type { TableRecord } from '../../placement/record/table.ts';
import { withMember, withNewMember } from '../../region/group/group-merge.ts';
import type { TableAbroad } from '../../region/messages/region-messages.ts';
import { withOrigins } from '../../region/group/origins.ts';
import { DynamoError, invalidParameter, validationError } from '../../wire/dynamo-error.ts';
import type { JsonObject } from '../../wire/shapes/collections.ts';
import { describeReplica } from './replica-description.ts';
import { replicationOf } from './first-replica.ts';
import type { ReplicaScope } from './replica-scope.ts';
import { seconds } from '../throughput/throughput-description.ts';

const VERSION = '2017.11.29';

export type GlobalTableScope = Pick<ReplicaScope, 'region' | 'world' | 'newTree' | 'tableIn'> & {
  readonly accountId: string;
  /** The table of this Region as others see theirs. */
  readonly ownTable: () => TableAbroad | undefined;
};

/** The group of a table of version 2017.11.29; undefined where it is in none. */
export function legacyGroupOf(
  record: TableRecord | undefined,
  region: string,
): RegionGroup | undefined {
  const group = record?.replicas?.group;
  return group?.version === VERSION && isMember(group.members[region]) ? group : undefined;
}

export function globalTableNotFound(name: string): DynamoError {
  return new DynamoError(
    'GlobalTableNotFoundException',
    `Global table not found: Global table with name: '${name}' does not exist.`,
  );
}

/** The record of a table that becomes a global table in `regions`, this one among them. */
export function newGlobalTable(
  name: string,
  regions: readonly string[],
  scope: GlobalTableScope,
  recordOf: () => TableRecord,
): { readonly before: TableRecord; readonly after: TableRecord } {
  if (new Set(regions).size < regions.length) {
    throw invalidParameter('ReplicationGroup names a Region twice');
  }
  if (!regions.includes(scope.region)) {
    throw invalidParameter(
      `ReplicationGroup has to name ${scope.region}, whose endpoint was asked`,
    );
  }
  const own = joinable(name, scope.region, scope);
  const before = recordOf();
  const replicas = replicationOf(before, scope);
  const author = { region: scope.region, nowMs: scope.world.service.now() };
  let group: RegionGroup = { ...replicas.group, version: VERSION };
  group = withMember(group, scope.region, { startsEmpty: true }, author);
  for (const region of regions) {
    if (region === scope.region) continue;
    const table = joinable(name, region, scope, own);
    group = withNewMember(group, region, newMember(table), author);
  }
  const changed = { ...before, replicas: { ...replicas, group } };
  return { before, after: withOrigins(changed, Object.keys(group.members), scope.region) };
}

function newMember({ tableId }: TableAbroad): Pick<
  GroupMember,
  'status' | 'startsEmpty' | 'overrides'
> & {
  readonly tableId: string;
} {
  return { status: 'CREATING', tableId, startsEmpty: true, overrides: {} };
}

/** The table of a Region that may join: like the others, empty, with a stream, and on its own. */
function joinable(
  name: string,
  region: string,
  scope: GlobalTableScope,
  like?: TableAbroad,
): TableAbroad {
  const found = region === scope.region ? (scope.ownTable() ?? 'none') : scope.tableIn(region);
  if (found === 'none' || found === 'silent') {
    throw new DynamoError('TableNotFoundException', `Table not found: ${name} in Region ${region}`);
  }
  if (found.groupId !== undefined) {
    throw new DynamoError(
      'GlobalTableAlreadyExistsException',
      `Global table with name: '${name}' already exists in Region ${region}`,
    );
  }
  if (found.streamView !== 'NEW_AND_OLD_IMAGES') {
    throw validationError(
      `The table ${name} in Region ${region} must have a stream with NEW_AND_OLD_IMAGES`,
    );
  }
  if (found.items > 0) throw validationError(`The table ${name} in Region ${region} is not empty`);
  if (like !== undefined && like.definition !== found.definition) {
    throw validationError(
      `The table ${name} in Region ${region} has other keys or indexes than in ${scope.region}`,
    );
  }
  return found;
}

export interface LegacyUpdate {
  readonly create: string | undefined;
  readonly remove: string | undefined;
}

/** The record after Regions have joined or left. */
export function changedGlobalTable(
  record: TableRecord,
  group: RegionGroup,
  updates: readonly LegacyUpdate[],
  scope: GlobalTableScope,
): TableRecord {
  const { replicas } = record;
  if (replicas === undefined) return record;
  const author = { region: scope.region, nowMs: scope.world.service.now() };
  let changed = group;
  for (const { create, remove } of updates) {
    if ((create === undefined) === (remove === undefined)) {
      throw invalidParameter('Each element of ReplicaUpdates has to create or delete one replica');
    }
    if (create !== undefined) {
      if (memberOf(changed, create) !== undefined) {
        throw new DynamoError(
          'ReplicaAlreadyExistsException',
          `Replica already exists: Region ${create} is part of the global table ${record.name}`,
        );
      }
      const table = joinable(record.name, create, scope, scope.ownTable());
      changed = withNewMember(changed, create, newMember(table), author);
    } else if (remove !== undefined) {
      if (memberOf(changed, remove) === undefined) {
        throw new DynamoError(
          'ReplicaNotFoundException',
          `Replica not found: Region ${remove} is not part of the global table ${record.name}`,
        );
      }
      changed = withMember(changed, remove, { status: 'GONE' }, author);
    }
  }
  const after = { ...record, replicas: { ...replicas, group: changed } };
  return withOrigins(after, Object.keys(changed.members), scope.region);
}

export function membersInOrder({
  members,
}: RegionGroup): readonly (readonly [string, GroupMember])[] {
  return Object.entries(members)
    .filter(([, member]) => isMember(member))
    .sort(([a, one], [b, two]) => one.joined - two.joined || (a < b ? -1 : 1));
}

/** A GlobalTableDescription. */
export function globalTableDescription(
  group: RegionGroup,
  accountId: string,
  status?: 'CREATING' | 'UPDATING',
): JsonObject {
  const members = membersInOrder(group);
  const isReady = members.every(([, member]) => member.status === 'ACTIVE');
  return {
    ReplicationGroup: members.map(([region, member]) => describeReplica(region, member)),
    GlobalTableArn: `arn:aws:dynamodb::${accountId}:global-table/${group.tableName}`,
    CreationDateTime: seconds(group.createdMs),
    GlobalTableStatus: status ?? (isReady ? 'ACTIVE' : 'CREATING'),
    GlobalTableName: group.tableName,
  };
}
