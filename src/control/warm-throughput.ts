import type { UnitRates } from '../placement/partition-map.ts';
import { invalidParameter } from '../wire/dynamo-error.ts';
import type { DynamoError } from '../wire/dynamo-error.ts';
import type { WarmRequest } from './table-shapes.ts';

/** Warm throughput of a new on-demand table. Source: reference capacity.md section 5. */
export const ON_DEMAND_WARM: UnitRates = { readUnits: 12_000, writeUnits: 4_000 };

/** The warm throughput after `request`, which may only raise it. */
export function raisedWarm(current: UnitRates, request: WarmRequest | undefined): UnitRates {
  const readUnits = request?.ReadUnitsPerSecond ?? current.readUnits;
  const writeUnits = request?.WriteUnitsPerSecond ?? current.writeUnits;
  if (readUnits < current.readUnits) throw lowered('ReadUnitsPerSecond');
  if (writeUnits < current.writeUnits) throw lowered('WriteUnitsPerSecond');
  return { readUnits, writeUnits };
}

function lowered(member: string): DynamoError {
  return invalidParameter(
    `Requested ${member} for WarmThroughput for table is lower than current WarmThroughput, ` +
      'decreasing WarmThroughput is not supported',
  );
}

/** The higher of the two, units apart: warm throughput keeps what was ever bought. */
export function warmest(a: UnitRates, b: UnitRates): UnitRates {
  return {
    readUnits: Math.max(a.readUnits, b.readUnits),
    writeUnits: Math.max(a.writeUnits, b.writeUnits),
  };
}
