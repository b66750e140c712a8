import type { UnitRates } from '../../placement/partition-map.ts';
import { invalidParameter } from '../../wire/dynamo-error.ts';
import type { DynamoError } from '../../wire/dynamo-error.ts';
import type { WarmRequest } from '../request/table-shapes.ts';

/** Warm throughput of a new on-demand table. Source: reference capacity.md section 5. */
export const ON_DEMAND_WARM: UnitRates = { readUnits: 12_000, writeUnits: 4_000 };

/** What a table has whatever is asked: its warm throughput, or what a new one begins with. */
export type WarmFloor = 'current' | 'onDemand' | 'provisioned';

const INITIAL_ON_DEMAND =
  'https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/on-demand-capacity-mode.html' +
  '#on-demand-capacity-mode-initial';

/** The warm throughput of the table, or of `index`, after `request`, which may only raise it above `least`. */
export function raisedWarm(
  least: UnitRates,
  request: WarmRequest | undefined,
  floor: WarmFloor,
  index?: string,
): UnitRates {
  const owner = index === undefined ? 'table' : `index ${index}`;
  const readUnits = request?.ReadUnitsPerSecond ?? least.readUnits;
  const writeUnits = request?.WriteUnitsPerSecond ?? least.writeUnits;
  if (readUnits < least.readUnits) throw lowered('Read', floor, owner);
  if (writeUnits < least.writeUnits) throw lowered('Write', floor, owner);
  return { readUnits, writeUnits };
}

function lowered(units: 'Read' | 'Write', floor: WarmFloor, owner: string): DynamoError {
  const least = {
    current: 'current WarmThroughput, decreasing WarmThroughput is not supported',
    onDemand: `initial throughput for OnDemand. See: ${INITIAL_ON_DEMAND}`,
    provisioned: `${units}CapacityUnits of ProvisionedThroughput`,
  };
  return invalidParameter(
    `Requested ${units}UnitsPerSecond for WarmThroughput for ${owner} is lower than ${least[floor]}`,
  );
}

/** The higher of the two, units apart: warm throughput keeps what was ever bought. */
export function warmest(a: UnitRates, b: UnitRates): UnitRates {
  return {
    readUnits: Math.max(a.readUnits, b.readUnits),
    writeUnits: Math.max(a.writeUnits, b.writeUnits),
  };
}
