import type { UnitRates } from '../../placement/partition-map.ts';
import type { OnDemandRecord, ThroughputRecord } from '../../placement/record/throughput.ts';
import type { JsonObject } from '../../wire/shapes/collections.ts';
import { decreasesToday } from './throughput-change.ts';

/** A ProvisionedThroughputDescription, of a table or an index. */
export function describeThroughput(throughput: ThroughputRecord, nowMs: number): JsonObject {
  return {
    ...optionalSeconds('LastIncreaseDateTime', throughput.lastIncreaseMs),
    ...optionalSeconds('LastDecreaseDateTime', throughput.lastDecreaseMs),
    NumberOfDecreasesToday: decreasesToday(throughput, nowMs),
    ReadCapacityUnits: throughput.readUnits,
    WriteCapacityUnits: throughput.writeUnits,
  };
}

export function describeOnDemand({ maxReadUnits, maxWriteUnits }: OnDemandRecord): JsonObject {
  return { MaxReadRequestUnits: maxReadUnits, MaxWriteRequestUnits: maxWriteUnits };
}

/** The member WarmThroughput; none where it is not shown yet. */
export function describeWarm(
  { readUnits, writeUnits }: UnitRates,
  status: string,
  isHidden = false,
): JsonObject {
  if (isHidden) return {};
  return {
    WarmThroughput: {
      ReadUnitsPerSecond: readUnits,
      WriteUnitsPerSecond: writeUnits,
      Status: status === 'ACTIVE' ? 'ACTIVE' : 'UPDATING',
    },
  };
}

export function optionalSeconds(member: string, epochMs: number | undefined): JsonObject {
  return epochMs === undefined ? {} : { [member]: seconds(epochMs) };
}

/** Timestamps travel as seconds with up to three decimals. */
export function seconds(epochMs: number): number {
  return epochMs / 1000;
}
