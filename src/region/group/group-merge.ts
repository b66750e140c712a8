/** Documents of global tables: what is the later of two entries, and how a Region writes its own. */
import { nextGroupStamp } from '../../placement/region-group.ts';
import type {
  EntryVersion,
  GroupMember,
  RegionGroup,
  SharedSettings,
} from '../../placement/record/global-table.ts';

/** Short for the state of a document: equal where two documents are, whoever holds them. */
export function digestOf({ members, settings }: RegionGroup): string {
  const entries = Object.entries(members).sort(([a], [b]) => (a < b ? -1 : 1));
  const parts = entries.map(([region, { stamp, by }]) => `${region}:${String(stamp)}:${by}`);
  return [...parts, `${String(settings.stamp)}:${settings.by}`].join(' ');
}

/** What both documents know: the very same document as `own` where the other one has no news. */
export function mergeGroups(own: RegionGroup, other: RegionGroup): RegionGroup {
  if (own.id !== other.id) return own;
  const members = new Map(Object.entries(own.members));
  let hasNews = false;
  for (const [region, member] of Object.entries(other.members)) {
    const known = members.get(region);
    if (known !== undefined && !isLaterMember(member, known)) continue;
    members.set(region, member);
    hasNews = true;
  }
  const hasSettings = isLater(other.settings, own.settings);
  if (!hasNews && !hasSettings) return own;
  const settings = hasSettings ? other.settings : own.settings;
  return { ...own, members: Object.fromEntries(members), settings };
}

/** Who has left stays out, whoever wrote about it without knowing: it comes back by joining again. */
function isLaterMember(a: GroupMember, b: GroupMember): boolean {
  if (a.joined !== b.joined) return a.joined > b.joined;
  const isGone = a.status === 'GONE';
  return isGone === (b.status === 'GONE') ? isLater(a, b) : isGone;
}

function isLater(a: EntryVersion, b: EntryVersion): boolean {
  return a.stamp !== b.stamp ? a.stamp > b.stamp : a.by > b.by;
}

/** Who changes a document, and when. */
export interface Author {
  readonly region: string;
  readonly nowMs: number;
}

type NewMember = Omit<GroupMember, keyof EntryVersion | 'joined'>;

/** The document with `region` as a member from now on. */
export function withNewMember(
  group: RegionGroup,
  region: string,
  member: NewMember,
  { region: by, nowMs }: Author,
): RegionGroup {
  const stamp = nextGroupStamp(group, nowMs);
  const entry = { ...member, joined: stamp, stamp, by };
  return { ...group, members: { ...group.members, [region]: entry } };
}

/** The document with another entry of a member; the very same where there is no such member. */
export function withMember(
  group: RegionGroup,
  region: string,
  change: Partial<NewMember>,
  { region: by, nowMs }: Author,
): RegionGroup {
  const member = group.members[region];
  if (member === undefined) return group;
  const entry = { ...member, ...change, stamp: nextGroupStamp(group, nowMs), by };
  return { ...group, members: { ...group.members, [region]: entry } };
}

/** The document with other settings. */
export function withSettings(
  group: RegionGroup,
  value: SharedSettings,
  { region: by, nowMs }: Author,
): RegionGroup {
  return { ...group, settings: { stamp: nextGroupStamp(group, nowMs), by, value } };
}
