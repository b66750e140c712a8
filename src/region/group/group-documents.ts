/** The documents of global tables in this Region: in the records of its tables, and of tables that it no longer has. */
import { isA, isNumber } from '../../kernel/check.ts';
import { randomUuid } from '../../kernel/random.ts';
import { groupOf, isMember, otherMembers } from '../../placement/region-group.ts';
import { isStoredGroup } from '../../placement/record/global-table.ts';
import type { RegionGroup } from '../../placement/record/global-table.ts';
import type { TableRecord } from '../../placement/record/table.ts';
import { dropTable, findTable, putTable } from '../../placement/table-catalog.ts';
import type { Table } from '../../placement/table-catalog.ts';
import { collection } from '../../storage/system-record.ts';
import { PLACES } from '../../storage/system-tree.ts';
import type { Change, Store } from '../../storage/store.ts';
import { confirmations, followName, forgetFollowState } from './follow-state.ts';
import { isLeavingTable, onItsOwn } from './departure.ts';
import { mergeGroups, withMember, withSettings } from './group-merge.ts';
import type { Author } from './group-merge.ts';
import { withOrigins } from './origins.ts';
import type { RegionPorts } from '../region-ports.ts';
import {
  isSameSettings,
  regionReplicaRecord,
  settingsOf,
  withSharedSettings,
} from './shared-settings.ts';
import { asShared, sharedTablesOf } from './shared-table.ts';
import type { SharedTable } from './shared-table.ts';

/** Documents of tables that this Region no longer has are told to others for so long. */
const LEFT_KEPT_MS = 30 * 86_400_000;

/** A document of a table that is not here: it left, or could not be made. */
interface LeftGroup {
  readonly group: RegionGroup;
  readonly leftMs: number;
}

const leftGroups = collection(
  PLACES.leftGroup,
  isA<LeftGroup>({ group: isStoredGroup, leftMs: isNumber }),
);

export function leftGroupsOf(store: Store): readonly LeftGroup[] {
  const groups: LeftGroup[] = [];
  leftGroups.visit(store, '', (left) => {
    groups.push(left);
    return true;
  });
  return groups;
}

function putLeft(group: RegionGroup, leftMs: number): Change {
  return leftGroups.put(group.id, { group, leftMs });
}

/** Puts a record whose table may have joined another group than it was in: those of the old one are yet to hear that it left. */
export function putJoined(
  before: TableRecord,
  after: TableRecord,
  nowMs: number,
): readonly Change[] {
  const left = before.replicas?.group;
  const isOther = left !== undefined && left.id !== after.replicas?.group.id;
  return isOther ? [putTable(after), putLeft(left, nowMs)] : [putTable(after)];
}

/** What forgets documents that everybody has heard by now. */
export function forgetLeft(store: Store, nowMs: number): readonly Change[] {
  return leftGroupsOf(store)
    .filter(({ leftMs }) => leftMs + LEFT_KEPT_MS < nowMs)
    .map(({ group }) => leftGroups.remove(group.id));
}

/** What takes the table away from this Region: its items, how far it followed others, its place in the global table. */
export function leaveChanges(table: Table, group: RegionGroup, nowMs: number): readonly Change[] {
  const follows = Object.keys(group.members).flatMap((region) => [
    forgetFollowState(table.tree, region),
    confirmations.remove(followName(table.tree, region)),
  ]);
  return [...dropTable(table), ...follows, putLeft(group, nowMs)];
}

/** What deletes the table of one Region; the others hear that it has left. */
export function deleteChanges(
  table: Table,
  { region, nowMs }: { readonly region: string; readonly nowMs: number },
): readonly Change[] {
  const { replicas } = table.record;
  if (replicas === undefined) return dropTable(table);
  const gone = withMember(replicas.group, region, { status: 'GONE' }, { region, nowMs });
  return leaveChanges(table, gone, nowMs);
}

/** The document with what this Region alone knows: whoever wrote its entry before hearing of its table has written over that. */
function withOwnTable(
  group: RegionGroup,
  { id: tableId, status }: TableRecord,
  author: Author,
): RegionGroup {
  const member = group.members[author.region];
  const isTold = status === 'CREATING' || member?.status === 'ACTIVE';
  if (isTold && member?.tableId === tableId) return group;
  return withMember(group, author.region, { tableId, status }, author);
}

/** The document with the settings of a record that was changed here since. */
function withOwnSettings(
  record: TableRecord,
  { region, world }: RegionPorts,
): RegionGroup | undefined {
  const author = { region, nowMs: world.service.now() };
  const known = groupOf(record, region);
  const group = known && withOwnTable(known, record, author);
  if (group?.version !== '2019.11.21' || record.status !== 'ACTIVE') return group;
  if (otherMembers(group, region).length === 0) return group;
  const value = settingsOf(record, region);
  if (isSameSettings(value, group.settings.value)) return group;
  return withSettings(group, value, author);
}

/** Tells the others, by the documents, what was changed in the settings of tables here. Answers whether anything was. */
export function noticeChanges(ports: RegionPorts): boolean {
  const changes = sharedTablesOf(ports.store).flatMap(({ record, replicas }): readonly Change[] => {
    const group = withOwnSettings(record, ports);
    if (group === undefined || group === replicas.group) return [];
    return [putTable({ ...record, replicas: { ...replicas, group } })];
  });
  if (changes.length > 0) ports.store.append(changes);
  return changes.length > 0;
}

/** Takes in what another Region's document says. Answers whether it changed anything here. */
export function takeIn(document: RegionGroup, ports: RegionPorts): boolean {
  const { store } = ports;
  const table = findTable(store, document.tableName);
  const shared = table && asShared(table);
  const changes =
    shared?.replicas.group.id === document.id
      ? reconcile(shared, document, ports)
      : arrive(table, document, ports);
  if (changes.length > 0) store.append(changes);
  return changes.length > 0;
}

function reconcile(
  table: SharedTable,
  document: RegionGroup,
  ports: RegionPorts,
): readonly Change[] {
  const { region } = ports;
  const { record, replicas } = table;
  const own = withOwnSettings(record, ports) ?? replicas.group;
  const group = mergeGroups(own, document);
  if (group === replicas.group) return [];
  const before = replicas.group.members[region];
  const member = group.members[region];
  const nowMs = ports.world.service.now();
  const isOut = !isMember(member) || member.joined !== before?.joined;
  if (isOut && group.version === '2019.11.21') {
    // The one place where a removed region replica's table is deleted (`src/testing/regions/protection.test.ts`). One that stands on its own
    // has nothing to do with the others any more.
    const stays = record.deletionProtected || isLeavingTable(table) || !isMember(before);
    if (stays) return [putTable(onItsOwn(table, group, ports))];
    return [...leaveChanges(table, group, nowMs), ...ports.streams.closed(record)];
  }
  const withGroup = { ...record, replicas: { ...replicas, group } };
  const isSettled =
    group.settings === replicas.group.settings && member?.overrides === before?.overrides;
  const carried = isSettled
    ? { record: withGroup, changes: [] }
    : withSharedSettings(withGroup, targetOf(ports));
  return [
    putTable(withOrigins(carried.record, Object.keys(group.members), region)),
    ...carried.changes,
  ];
}

/** A document of a table that is not part of its group here: maybe it is to be. */
function arrive(
  table: Table | undefined,
  document: RegionGroup,
  ports: RegionPorts,
): readonly Change[] {
  const { store, region, world } = ports;
  const left = leftGroups.find(store, document.id);
  const group = left === undefined ? document : mergeGroups(left.group, document);
  const member = group.members[region];
  const nowMs = world.service.now();
  if (!isMember(member) || member.status === 'CREATION_FAILED') {
    return left === undefined || group === left.group ? [] : [putLeft(group, left.leftMs)];
  }
  const forget: readonly Change[] = left === undefined ? [] : [leftGroups.remove(group.id)];
  if (table === undefined) return [...forget, putTable(newRegionReplica(group, ports))];
  if (group.version === '2017.11.29' && member.tableId === table.record.id) {
    return [...forget, ...putJoined(table.record, adopted(table, group, ports), nowMs)];
  }
  const failed = withMember(group, region, { status: 'CREATION_FAILED' }, { region, nowMs });
  return [putLeft(failed, nowMs)];
}

function newRegionReplica(group: RegionGroup, ports: RegionPorts): TableRecord {
  const { region, world } = ports;
  const tableId = randomUuid(world.random);
  const member = { status: 'CREATING', tableId, startsEmpty: true } as const;
  const joined = withMember(group, region, member, { region, nowMs: world.service.now() });
  const record = regionReplicaRecord(joined, tableId, targetOf(ports));
  return ports.streams.withStream(withOrigins(record, Object.keys(group.members), region));
}

/** A table that stood here before, and is part of a global table from now on. */
function adopted({ record, tree }: Table, group: RegionGroup, ports: RegionPorts): TableRecord {
  const { region, world, store } = ports;
  const startsEmpty = store.counts(tree).items === 0;
  const author = { region, nowMs: world.service.now() };
  const joined = withMember(group, region, { status: 'ACTIVE', startsEmpty }, author);
  const replicas = {
    group: joined,
    tombstoneTree: store.newTree(),
    origins: record.replicas?.origins ?? [],
  };
  return withOrigins({ ...record, replicas }, Object.keys(group.members), region);
}

function targetOf({ region, accountId, world, store }: RegionPorts): {
  readonly scope: { readonly region: string; readonly accountId: string };
  readonly nowMs: number;
  readonly newTree: Store['newTree'];
} {
  return {
    scope: { region, accountId },
    nowMs: world.service.now(),
    newTree: () => store.newTree(),
  };
}

/** All documents that this Region can tell. */
export function documentsOf(store: Store): readonly RegionGroup[] {
  return [
    ...sharedTablesOf(store).map(({ replicas }) => replicas.group),
    ...leftGroupsOf(store).map(({ group }) => group),
  ];
}
