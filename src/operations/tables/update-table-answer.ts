/**
 * What the answer of UpdateTable shows: the change is not over while it is written. Source: api-surface.md section 5c.
 */
import type { GlobalIndexRecord } from '../../placement/record/indexes.ts';
import type { TableRecord } from '../../placement/record/table.ts';
import type { ThroughputRecord } from '../../placement/record/throughput.ts';
import type { JsonObject } from '../../wire/shapes/collections.ts';
import type { IndexChange } from '../indexes/index-change.ts';
import type { IndexStatus } from '../indexes/index-description.ts';
import type { GlobalIndexUpdatesRequest } from '../request/table-shapes.ts';
import { decreasesToday } from '../throughput/throughput-change.ts';
import type { DescriptionView } from './table-description.ts';

/** A change that was made. */
export interface MadeChange {
  readonly before: TableRecord;
  readonly after: TableRecord;
  /** The members that asked for something. */
  readonly asked: ReadonlySet<string>;
  readonly updates: GlobalIndexUpdatesRequest;
  readonly indexes: IndexChange | undefined;
  readonly nowMs: number;
}

export interface ShownChange {
  readonly record: TableRecord;
  readonly view: Pick<
    DescriptionView,
    'status' | 'statusOf' | 'warm' | 'sse' | 'hidesBillingDate' | 'answerOf'
  >;
}

/** Changes that a table passes through UPDATING for; the others leave it ACTIVE. */
const UPDATING: ReadonlySet<string> = new Set([
  'BillingMode',
  'ProvisionedThroughput',
  'StreamSpecification',
  'TableClass',
  'VectorIndexUpdates',
]);

export function shownChange(change: MadeChange): ShownChange {
  const { before, after, asked, indexes } = change;
  const isOnline = indexes?.created !== undefined || indexes?.dropped !== undefined;
  const isUpdating = isOnline || [...asked].some((member) => UPDATING.has(member));
  const { tableClass: _, globalIndexes: __, ...rest } = after;
  const shown = shownIndexes(change);
  return {
    record: {
      ...rest,
      throughput: shownThroughput(change),
      warm: before.warm,
      ...(before.replicas === undefined ? {} : { replicas: before.replicas }),
      ...(before.tableClass === undefined ? {} : { tableClass: before.tableClass }),
      ...(shown.length === 0 ? {} : { globalIndexes: shown }),
    },
    view: {
      status: isUpdating ? 'UPDATING' : 'ACTIVE',
      statusOf: (index) => statusOf(index, change),
      answerOf: 'UpdateTable',
      hidesBillingDate: isSwitch(change),
      ...(asked.has('WarmThroughput') ? { warm: 'UPDATING' } : {}),
      ...(asked.has('SSESpecification') ? { sse: shownEncryption(before) } : {}),
    },
  };
}

/** What the answer that adds the first replica shows of it: a replica is seen once its Region knows of it. */
export const FIRST_REPLICA: JsonObject = { GlobalTableVersion: '2019.11.21', Replicas: [] };

/** A table whose replicas were changed: as it was, but for the stream that a first replica switches on. */
export function shownReplicaChange(before: TableRecord, after: TableRecord): TableRecord {
  const { stream = before.stream, lastStreamLabel = before.lastStreamLabel } = after;
  return {
    ...before,
    ...(stream === undefined ? {} : { stream }),
    ...(lastStreamLabel === undefined ? {} : { lastStreamLabel }),
  };
}

function isSwitch({ before, after }: MadeChange): boolean {
  return before.billing.mode !== after.billing.mode;
}

/** New units of a switch at once, with the date of a decrease to none; else old units beside the date of the change. */
function shownThroughput(change: MadeChange): ThroughputRecord {
  const { before, after, nowMs } = change;
  if (isSwitch(change)) {
    const isOnDemand = after.billing.mode === 'PAY_PER_REQUEST';
    return isOnDemand ? { ...after.throughput, lastDecreaseMs: nowMs } : after.throughput;
  }
  const { readUnits, writeUnits } = before.throughput;
  const decreases = decreasesToday(before.throughput, nowMs);
  return { ...after.throughput, readUnits, writeUnits, decreases };
}

/** On the way: what goes is still there, units and warm throughput are the old ones, ceilings the new ones. */
function shownIndexes(change: MadeChange): readonly GlobalIndexRecord[] {
  const { before, after, indexes } = change;
  const found = (name: string): GlobalIndexRecord | undefined =>
    after.globalIndexes?.find((index) => index.name === name);
  const known = (before.globalIndexes ?? []).map((index) => {
    const changed = found(index.name);
    if (changed === undefined) return index;
    if (isSwitch(change)) return { ...changed, warm: index.warm };
    return { ...changed, throughput: index.throughput, warm: index.warm };
  });
  const created = indexes?.created === undefined ? undefined : found(indexes.created);
  return created === undefined ? known : [...known, created];
}

function statusOf(
  { name }: GlobalIndexRecord,
  { indexes, updates }: MadeChange,
): IndexStatus | undefined {
  if (name === indexes?.dropped) return 'DELETING';
  if (name === indexes?.created) return 'CREATING';
  const update = updates.find((each) => each.Update?.IndexName === name)?.Update;
  if (update === undefined) return undefined;
  const isWarmOnly =
    update.ProvisionedThroughput === undefined && update.OnDemandThroughput === undefined;
  return isWarmOnly ? 'ACTIVE' : 'UPDATING';
}

/** The key from before, none where there was none. */
function shownEncryption({ sse }: TableRecord): JsonObject {
  if (sse === undefined) return { Status: 'UPDATING' };
  return { Status: 'UPDATING', SSEType: 'KMS', KMSMasterKeyArn: sse.keyArn };
}
