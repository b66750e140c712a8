import { isRecent } from '../../kernel/time.ts';
import type { UnitRates } from '../../placement/partition-map.ts';
import type { BillingMode, BillingRecord } from '../../placement/record/throughput.ts';
import type { GlobalIndexRecord } from '../../placement/record/indexes.ts';
import type { TableRecord } from '../../placement/record/table.ts';
import { DynamoError, invalidParameter } from '../../wire/dynamo-error.ts';
import { unitsOnDemand } from './billing-rules.ts';
import type { ThroughputRequest } from '../request/table-shapes.ts';
import { changedThroughput } from './throughput-change.ts';
import { ON_DEMAND_WARM, warmest } from './warm-throughput.ts';

const DAY_MS = 86_400_000;
/** Switches to on-demand in a rolling day. Source: reference capacity.md section 4. */
const SWITCH_LIMIT = 4;

/** What a change of billing mode or units asks for. */
export interface BillingRequest {
  readonly mode: BillingMode | undefined;
  readonly throughput: ThroughputRequest | undefined;
  /** Units of global indexes by name, which a switch to provisioned mode needs of each. */
  readonly indexUnits: Readonly<Record<string, UnitRates>>;
}

/** The record after a change of billing mode or units: the very same record when nothing changes. */
export function changedBilling(
  record: TableRecord,
  request: BillingRequest,
  nowMs: number,
): TableRecord {
  const mode = request.mode ?? record.billing.mode;
  if (mode === 'PAY_PER_REQUEST') {
    if (request.throughput !== undefined) throw unitsOnDemand();
    return record.billing.mode === mode ? record : toOnDemand(record, nowMs);
  }
  if (request.throughput === undefined) return record;
  const asked = {
    readUnits: request.throughput.ReadCapacityUnits,
    writeUnits: request.throughput.WriteCapacityUnits,
  };
  const warm = warmest(record.warm, asked);
  if (record.billing.mode === mode) {
    return { ...record, throughput: changedThroughput(record.throughput, asked, nowMs), warm };
  }
  // On-demand ceilings end with the mode.
  const { onDemand: _, ...kept } = record;
  return {
    ...kept,
    billing: { ...record.billing, mode },
    throughput: { ...record.throughput, ...asked },
    warm,
    ...indexesWith(record, ({ onDemand: __, ...index }) => {
      const units = request.indexUnits[index.name];
      if (units === undefined)
        throw invalidParameter(`ProvisionedThroughput must be specified for index: ${index.name}`);
      return {
        ...index,
        throughput: { ...index.throughput, ...units },
        warm: warmest(index.warm, units),
      };
    }),
  };
}

function indexesWith(
  { globalIndexes }: TableRecord,
  change: (index: GlobalIndexRecord) => GlobalIndexRecord,
): Pick<TableRecord, 'globalIndexes'> {
  return globalIndexes === undefined ? {} : { globalIndexes: globalIndexes.map(change) };
}

function toOnDemand(record: TableRecord, nowMs: number): TableRecord {
  return {
    ...record,
    billing: switchedToOnDemand(record.billing, nowMs),
    throughput: { ...record.throughput, readUnits: 0, writeUnits: 0 },
    warm: warmest(record.warm, ON_DEMAND_WARM),
    ...indexesWith(record, (index) => ({
      ...index,
      throughput: { ...index.throughput, readUnits: 0, writeUnits: 0 },
      warm: warmest(index.warm, ON_DEMAND_WARM),
    })),
  };
}

function switchedToOnDemand(billing: BillingRecord, nowMs: number): BillingRecord {
  const recent = billing.switchesToPayPerRequestMs.filter((ms) => isRecent(ms, nowMs, DAY_MS));
  if (recent.length >= SWITCH_LIMIT) {
    throw new DynamoError(
      'LimitExceededException',
      'Subscriber limit exceeded: Updates to PAY_PER_REQUEST billing mode are limited to ' +
        `${String(SWITCH_LIMIT)} in 24 hours`,
    );
  }
  return {
    mode: 'PAY_PER_REQUEST',
    lastToPayPerRequestMs: nowMs,
    switchesToPayPerRequestMs: [...recent, nowMs],
  };
}
