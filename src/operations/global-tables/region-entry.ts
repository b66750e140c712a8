/**
 * What the other Regions are told of what is each Region's own, its key and its table class, by its entry in the group's document.
 * Source: reference api-surface.md section 5d.
 */
import { isManagedKey } from '../../placement/key-arn.ts';
import { groupOf, otherMembers } from '../../placement/region-group.ts';
import type { ArnScope } from '../../placement/table-arn.ts';
import type { BillingMode } from '../../placement/record/throughput.ts';
import type { RegionGroup, RegionOverrides } from '../../placement/record/global-table.ts';
import type { TableRecord } from '../../placement/record/table.ts';
import { withMember } from '../../region/group/group-merge.ts';
import { checkMade } from './replica-refusals.ts';
import { changedClassOf } from '../throughput/table-class.ts';

/** The document with this Region's own entry as its table stands. */
export function withOwnEntry(
  group: RegionGroup,
  { sse, tableClass }: TableRecord,
  scope: ArnScope,
  nowMs: number,
): RegionGroup {
  const { region } = scope;
  const { keyId: _, tableClass: __, ...kept } = group.members[region]?.overrides ?? {};
  const hasKey = sse !== undefined && !isManagedKey(sse.keyArn, scope);
  const overrides = {
    ...kept,
    ...(hasKey ? { keyId: sse.keyArn } : {}),
    ...(tableClass === undefined ? {} : { tableClass: tableClass.name }),
  };
  const { recentChangesMs } = tableClass ?? {};
  const change = {
    overrides,
    ...(recentChangesMs === undefined ? {} : { classChangesMs: recentChangesMs }),
  };
  return withMember(group, region, change, { region, nowMs });
}

/**
 * The record whose group knows what became of `before`. The class of the base, which nobody has added, goes to every replica. Throws where
 * one of these may have no further class.
 */
export function toldToGroup(
  before: TableRecord,
  after: TableRecord,
  scope: ArnScope,
  nowMs: number,
): TableRecord {
  const known = groupOf(after, scope.region);
  const isNews = after.sse !== before.sse || after.tableClass !== before.tableClass;
  if (!isNews || after.replicas === undefined || known === undefined) return after;
  let group = withOwnEntry(known, after, scope, nowMs);
  const { name } = after.tableClass ?? {};
  const isBase =
    known.version === '2019.11.21' && known.members[scope.region]?.source === undefined;
  if (name !== undefined && isBase && after.tableClass !== before.tableClass) {
    const author = { region: scope.region, nowMs };
    for (const [region, member] of otherMembers(known, scope.region)) {
      // Those that have the class have nothing to change, and nothing to be refused.
      if ((member.overrides.tableClass ?? 'STANDARD') === name) continue;
      checkMade(member);
      group = withMember(group, region, changedClassOf(region, member, name, nowMs), author);
    }
  }
  return { ...after, replicas: { ...after.replicas, group } };
}

type Reads = Pick<RegionOverrides, 'readUnits' | 'maxReadUnits'>;
type Metered = Pick<TableRecord, 'throughput' | 'onDemand'>;

/**
 * The record whose own overrides of reads end where its reads were changed here: what is asked of any Region is for all, and the table
 * that was asked has it as well.
 */
export function withoutChangedReads(
  before: TableRecord,
  after: TableRecord,
  { region }: ArnScope,
  nowMs: number,
): TableRecord {
  const known = groupOf(after, region);
  const { overrides } = known?.members[region] ?? {};
  if (known?.version !== '2019.11.21' || after.replicas === undefined || overrides === undefined)
    return after;
  const { mode } = after.billing;
  const indexes = Object.entries(overrides.indexes ?? {}).map(([name, reads]) => {
    const [was, is] = [before, after].map(({ globalIndexes = [] }) =>
      globalIndexes.find((index) => index.name === name),
    );
    return [name, was && is ? keptReads(reads, was, is, mode) : reads] as const;
  });
  const own = keptReads(overrides, before, after, mode);
  const isSame =
    countOf(own) === countOf(overrides) &&
    indexes.every(([name, reads]) => countOf(reads) === countOf(overrides.indexes?.[name] ?? {}));
  if (isSame) return after;
  const { readUnits: _, maxReadUnits: __, indexes: ___, ...rest } = overrides;
  const kept = {
    ...rest,
    ...own,
    ...(indexes.length === 0 ? {} : { indexes: Object.fromEntries(indexes) }),
  };
  const group = withMember(known, region, { overrides: kept }, { region, nowMs });
  return { ...after, replicas: { ...after.replicas, group } };
}

function countOf({ readUnits, maxReadUnits }: Reads): number {
  return Number(readUnits !== undefined) + Number(maxReadUnits !== undefined);
}

function keptReads(reads: Reads, before: Metered, after: Metered, mode: BillingMode): Reads {
  const { readUnits, maxReadUnits } = reads;
  const hasUnits =
    mode !== 'PROVISIONED' || before.throughput.readUnits === after.throughput.readUnits;
  const hasCeiling =
    mode !== 'PAY_PER_REQUEST' || before.onDemand?.maxReadUnits === after.onDemand?.maxReadUnits;
  return {
    ...(readUnits === undefined || !hasUnits ? {} : { readUnits }),
    ...(maxReadUnits === undefined || !hasCeiling ? {} : { maxReadUnits }),
  };
}
