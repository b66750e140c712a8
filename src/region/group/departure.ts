/**
 * A region replica that leaves its global table and stays as a table of its own (AWS: disassociation).
 *
 * The record that asks for it is the cut: what was written here before it goes to every other Region, what is written behind it to
 * none. The table leaves when each of them has the one and this Region has what was written there when it was asked. Where that
 * comes no nearer for a while the departure is called off, and the table is a region replica as before.
 */
import { isMember, otherMembers } from '../../placement/region-group.ts';
import { putTable } from '../../placement/table-catalog.ts';
import type {
  GroupMember,
  RegionGroup,
  GlobalTableRecord,
} from '../../placement/record/global-table.ts';
import type { TableRecord } from '../../placement/record/table.ts';
import type { Change } from '../../storage/store.ts';
import { withMember } from './group-merge.ts';
import type { RegionPorts } from '../region-ports.ts';
import type { SharedTable } from './shared-table.ts';

/** A table that is on its way out. */
export interface LeavingTable extends SharedTable {
  readonly replicas: GlobalTableRecord & Required<Pick<GlobalTableRecord, 'leaving'>>;
}

export function isLeavingTable(table: SharedTable): table is LeavingTable {
  return table.replicas.leaving !== undefined;
}

/** The Regions whose writes and whose cursors a departure waits for. */
export function awaitedMembers(
  { replicas }: SharedTable,
  region: string,
): readonly (readonly [string, GroupMember])[] {
  return otherMembers(replicas.group, region).filter(
    ([, { status }]) => status !== 'CREATION_FAILED',
  );
}

/** Takes the table out of its global table; the others hear that it has left. */
export function departureChange(table: LeavingTable, ports: RegionPorts): Change {
  return putTable(onItsOwn(table, table.replicas.group, ports));
}

/** Calls the departure off. */
export function stayChange({ record, replicas }: LeavingTable): Change {
  const { leaving: _, ...kept } = replicas;
  return putTable({ ...record, replicas: kept });
}

/** The table of a Region that has left, and keeps it. Where it stands the Region does not join again. */
export function onItsOwn(
  { record, replicas }: SharedTable,
  group: RegionGroup,
  { region, world }: RegionPorts,
): TableRecord {
  const { disassociationProtected: _, ...bare } = record;
  const { leaving: __, ...kept } = replicas;
  const gone = isMember(group.members[region])
    ? withMember(group, region, { status: 'GONE' }, { region, nowMs: world.service.now() })
    : group;
  return { ...bare, replicas: { ...kept, group: gone } };
}
