/**
 * What the Regions of a global table agree on: who belongs to it, and the settings that all share.
 *
 * Every Region keeps the whole document in its table's record and changes what it is asked to change. Documents are merged entry
 * by entry, the later one of each kept, so that Regions which heard the same changes in any order hold the same document.
 */
import { nextStamp } from '../storage/log/version-stamp.ts';
import type { GroupMember, RegionGroup } from './record/global-table.ts';
import type { TableRecord } from './record/table.ts';

/** A time of the document's clock above everything in it. */
export function nextGroupStamp(group: RegionGroup | undefined, nowMs: number): number {
  const known =
    group === undefined
      ? []
      : [group.settings.stamp, ...Object.values(group.members).map(({ stamp }) => stamp)];
  return nextStamp(Math.max(0, ...known), nowMs);
}

export function isMember(member: GroupMember | undefined): member is GroupMember {
  return member !== undefined && member.status !== 'GONE';
}

/** The entry of a Region that somebody names; undefined for one that is no member, whatever it is called. */
export function memberOf(group: RegionGroup | undefined, region: string): GroupMember | undefined {
  if (group === undefined || !Object.hasOwn(group.members, region)) return undefined;
  const member = group.members[region];
  return isMember(member) ? member : undefined;
}

/** The group that the table belongs to; undefined for one that has left, and stays as a table of its own. */
export function groupOf({ replicas }: TableRecord, region: string): RegionGroup | undefined {
  return isMember(replicas?.group.members[region]) ? replicas.group : undefined;
}

/** The other Regions of the table in order of joining. */
export function otherMembers(
  group: RegionGroup,
  region: string,
): readonly (readonly [string, GroupMember])[] {
  return Object.entries(group.members)
    .filter(([name, member]) => name !== region && isMember(member))
    .sort(([a, one], [b, two]) => one.joined - two.joined || (a < b ? -1 : 1));
}

/** Whether the table's writes go to other Regions: it is a member, and not the only one. */
export function hasOtherRegions(record: TableRecord, region: string): boolean {
  const group = groupOf(record, region);
  return group !== undefined && otherMembers(group, region).length > 0;
}
