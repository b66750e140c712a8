/** What the Regions of a database tell of each other, put together: links, flows of global tables, conflicts. */
import { WHOLE_LINK, type LinkSettings } from '../../database/connection.svelte.ts';
import type { WireItem } from '../../values/attribute-value.ts';
import { isObject, type JsonObject } from '../../values/json-text.ts';

/** A link one way, as the Region where it ends tells. */
export interface LinkReport {
  readonly from: string;
  readonly settings: LinkSettings;
  readonly delivered: number;
  readonly lost: number;
}

/** How a Region stands with another one, in one table. */
export interface ReplicaReport {
  readonly table: string;
  readonly other: string;
  readonly status: string;
  /** Items that the other one lacks of what was written in this Region, and for how long. */
  readonly pending: number;
  readonly lagMs: number;
  /** How far this Region has taken over the writes of the other one. */
  readonly appliedLsn: number;
  /** True while the whole table is being copied. */
  readonly isCopying: boolean;
}

export interface ConflictSide {
  readonly region: string;
  /** When it was written, by the clock of its Region. */
  readonly writtenAt: Date;
  readonly stamp: number;
  /** Undefined where the item was deleted. */
  readonly item: WireItem | undefined;
}

/** Two writes of one item that did not know of each other. */
export interface Conflict {
  readonly id: string;
  readonly table: string;
  readonly foundAt: Date;
  readonly winner: ConflictSide;
  readonly loser: ConflictSide;
}

/** What one Region tells. */
export interface RegionReport {
  readonly region: string;
  readonly replicas: readonly ReplicaReport[];
  readonly links: readonly LinkReport[];
  readonly conflicts: readonly Conflict[];
  readonly conflictCount: number;
  /** What went wrong last in replication itself; empty while nothing has. */
  readonly failure: string;
  /** When each other Region was last heard. */
  readonly heard: ReadonlyMap<string, Date>;
  /** By its own clock, as all times in it. */
  readonly toldAt: Date;
}

/** Both ways between two Regions. */
export interface LinkPair {
  readonly id: string;
  readonly regions: readonly [string, string];
  /** The ways whose end is open in this page, and can be set. */
  readonly ways: readonly LinkWay[];
  readonly state: 'whole' | 'cut' | 'cut one way';
}

export interface LinkWay extends LinkReport {
  readonly to: string;
  /** Items on their way. */
  readonly pending: number;
  /** How long ago anything was last heard; undefined for never. */
  readonly silentMs: number | undefined;
}

/** Writes of one Region on their way into another, for one table. */
export interface Flow extends Omit<ReplicaReport, 'other'> {
  readonly id: string;
  readonly from: string;
  readonly to: string;
  /** The Region that writes is not open here, and only that one knows what is pending. */
  readonly isUnknown: boolean;
}

/** Regions greet each other every five seconds. */
export const SILENCE_MS = 12_000;

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function count(value: unknown): number {
  return typeof value === 'number' ? value : 0;
}

function objects(value: unknown): readonly JsonObject[] {
  return Array.isArray(value) ? value.filter(isObject) : [];
}

function readLink(link: JsonObject): LinkReport {
  return {
    from: text(link['From']),
    settings: {
      Cut: link['Cut'] === true,
      DelayMs: count(link['DelayMs']),
      Loss: count(link['Loss']),
      Duplicate: count(link['Duplicate']),
      Reorder: count(link['Reorder']),
    },
    delivered: count(link['Delivered']),
    lost: count(link['Lost']),
  };
}

function readReplica(replica: JsonObject): ReplicaReport {
  return {
    table: text(replica['TableName']),
    other: text(replica['Region']),
    status: text(replica['Status']),
    lagMs: count(replica['LagMs']),
    pending: count(replica['PendingItems']),
    appliedLsn: count(replica['AppliedLsn']),
    isCopying: replica['IsCopying'] === true,
  };
}

/** A stamp counts so many steps a millisecond. */
const STAMP_STEPS = 1024;

function readSide(side: unknown): ConflictSide {
  const told = isObject(side) ? side : {};
  const stamp = count(told['Stamp']);
  return {
    region: text(told['Region']),
    writtenAt: new Date(Math.floor(stamp / STAMP_STEPS)),
    stamp,
    item: isObject(told['Item']) ? (told['Item'] as WireItem) : undefined,
  };
}

function readConflict(conflict: JsonObject): Conflict {
  const table = text(conflict['TableName']);
  const winner = readSide(conflict['Winner']);
  const loser = readSide(conflict['Loser']);
  const sides = [winner, loser].flatMap(({ region, stamp }) => [region, stamp]);
  return {
    id: JSON.stringify([table, ...sides, winner.item ?? loser.item]),
    table,
    foundAt: new Date(count(conflict['AtMs'])),
    winner,
    loser,
  };
}

/** Reads an answer of `Hashrange.DescribeRegions`. */
export function readRegionReport(body: JsonObject): RegionReport {
  return {
    region: text(body['Region']),
    replicas: objects(body['Replicas']).map(readReplica),
    links: objects(body['Links']).map(readLink),
    conflicts: objects(body['Conflicts']).map(readConflict),
    conflictCount: count(body['ConflictCount']),
    failure: text(body['Failure']),
    heard: new Map(
      objects(body['Peers']).map((peer) => [
        text(peer['Region']),
        new Date(count(peer['LastHeardMs'])),
      ]),
    ),
    toldAt: new Date(count(body['NowMs'])),
  };
}

/** Every Region that is open or that one of them tells of, in order of name. */
export function allRegions(
  reports: readonly RegionReport[],
  open: readonly string[],
): readonly string[] {
  const told = reports.flatMap(({ region, replicas, links }) => [
    region,
    ...replicas.map(({ other }) => other),
    ...links.map(({ from }) => from),
  ]);
  return [...new Set([...open, ...told])].sort();
}

/** Each two Regions of which at least one tells. */
export function linkPairs(
  reports: readonly RegionReport[],
  regions: readonly string[],
): readonly LinkPair[] {
  return regions.flatMap((one, place) =>
    regions.slice(place + 1).flatMap((other) => {
      const ways = [wayBetween(reports, one, other), wayBetween(reports, other, one)].filter(
        (way) => way !== undefined,
      );
      if (ways.length === 0) return [];
      return [
        { id: `${one} ${other}`, regions: [one, other] as const, ways, state: stateOf(ways) },
      ];
    }),
  );
}

function wayBetween(
  reports: readonly RegionReport[],
  from: string,
  to: string,
): LinkWay | undefined {
  const report = reports.find(({ region }) => region === to);
  if (report === undefined) return undefined;
  const link = report.links.find((candidate) => candidate.from === from);
  const flows = flowsOf(reports).filter((flow) => flow.from === from && flow.to === to);
  return {
    from,
    settings: WHOLE_LINK,
    delivered: 0,
    lost: 0,
    ...link,
    to,
    pending: flows.reduce((sum, { pending }) => sum + pending, 0),
    silentMs: silenceOf(report, from),
  };
}

function silenceOf({ heard, toldAt }: RegionReport, from: string): number | undefined {
  const heardAt = heard.get(from);
  return heardAt === undefined ? undefined : Math.max(0, toldAt.getTime() - heardAt.getTime());
}

function stateOf(ways: readonly LinkWay[]): LinkPair['state'] {
  const cut = ways.filter(({ settings }) => settings.Cut).length;
  if (cut === 0) return 'whole';
  return cut === ways.length ? 'cut' : 'cut one way';
}

/** By table, then by Region. */
export function flowsOf(reports: readonly RegionReport[]): readonly Flow[] {
  return reports
    .flatMap((report) => report.replicas.map((replica) => flowInto(report, replica, reports)))
    .sort((one, other) => (one.id < other.id ? -1 : 1));
}

/** Whoever writes counts what the other one lacks: over a cut link that one hears of nothing. */
function flowInto(
  { region: to }: RegionReport,
  { other: from, ...replica }: ReplicaReport,
  reports: readonly RegionReport[],
): Flow {
  const { table } = replica;
  const source = reports.find(({ region }) => region === from);
  const told = source?.replicas.find((each) => each.table === table && each.other === to);
  const { pending = 0, lagMs = 0 } = told ?? {};
  const isUnknown = told === undefined;
  return { ...replica, pending, lagMs, isUnknown, from, to, id: `${table} ${from} ${to}` };
}

/** Newest first; each once, whoever has found it. */
export function conflictsOf(reports: readonly RegionReport[]): readonly Conflict[] {
  const known = new Map<string, Conflict>();
  for (const { conflicts } of reports) {
    for (const conflict of conflicts) if (!known.has(conflict.id)) known.set(conflict.id, conflict);
  }
  return [...known.values()].sort((one, other) => other.foundAt.getTime() - one.foundAt.getTime());
}
