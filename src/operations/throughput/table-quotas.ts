import { TABLE_UNITS_LIMIT } from '../../wire/limits.ts';
import { DynamoError } from '../../wire/dynamo-error.ts';
import type { OnDemandRequest, ThroughputRequest, WarmRequest } from '../request/table-shapes.ts';

/** What is asked for a table or an index, of all that has a quota. */
export interface AskedUnits {
  readonly throughput: ThroughputRequest | undefined;
  readonly onDemand: OnDemandRequest | undefined;
  readonly warm: WarmRequest | undefined;
}

/** The same, as the request names it for an index. */
interface AskedIndex {
  readonly IndexName: string;
  readonly ProvisionedThroughput?: ThroughputRequest;
  readonly OnDemandThroughput?: OnDemandRequest;
  readonly WarmThroughput?: WarmRequest;
}

/** How messages name what is asked for: each in its own way. */
interface Owner {
  readonly ofUnits: string;
  readonly maximum: string;
  readonly ofCeilings: string;
  readonly ofWarm: string;
}

const TABLE: Owner = { ofUnits: '', maximum: 'table', ofCeilings: 'table', ofWarm: 'table' };

/**
 * Refuses units of a table, on-demand ceilings and warm throughput above what DescribeLimits tells of one table.
 * Source: reference capacity.md section 4; texts as AWS answered in October 2026.
 */
export function checkTableQuotas(asked: AskedUnits, region: string): void {
  checkQuotas(asked, TABLE, region);
}

/** The same for one index: each has the quota of a table. */
export function checkIndexQuotas(index: AskedIndex, region: string): void {
  const { IndexName: name } = index;
  const asked = {
    throughput: index.ProvisionedThroughput,
    onDemand: index.OnDemandThroughput,
    warm: index.WarmThroughput,
  };
  const owner = {
    ofUnits: ` for index ${name}`,
    maximum: 'index',
    ofCeilings: `index : ${name}`,
    ofWarm: `index ${name}`,
  };
  checkQuotas(asked, owner, region);
}

function checkQuotas(
  { throughput, onDemand, warm }: AskedUnits,
  owner: Owner,
  region: string,
): void {
  for (const member of ['ReadCapacityUnits', 'WriteCapacityUnits'] as const) {
    const units = throughput?.[member] ?? 0;
    if (units > TABLE_UNITS_LIMIT) throw unitsExceeded(member, units, owner, region);
  }
  const ceilings = `OnDemandThroughput for ${owner.ofCeilings}`;
  const warmed = `WarmThroughput for ${owner.ofWarm}`;
  const others = [
    ['Read', `MaxReadRequestUnits for ${ceilings}`, onDemand?.MaxReadRequestUnits],
    ['Write', `MaxWriteRequestUnits for ${ceilings}`, onDemand?.MaxWriteRequestUnits],
    ['Read', `ReadUnitsPerSecond for ${warmed}`, warm?.ReadUnitsPerSecond],
    ['Write', `WriteUnitsPerSecond for ${warmed}`, warm?.WriteUnitsPerSecond],
  ] as const;
  for (const [kind, name, units = 0] of others) {
    if (units <= TABLE_UNITS_LIMIT) continue;
    throw limitExceeded(
      `Subscriber limit exceeded: Requested ${name} exceeds TableMax${kind}CapacityUnits of the ` +
        `account in region ${region}`,
    );
  }
}

function unitsExceeded(
  member: string,
  units: number,
  { ofUnits, maximum }: Owner,
  region: string,
): DynamoError {
  return limitExceeded(
    `The requested ${member}${ofUnits}, ${String(units)}, is above the per ${maximum} maximum for the ` +
      `account in ${region}. Per table maximum: ${String(TABLE_UNITS_LIMIT)}. Refer to the Amazon ` +
      'DynamoDB Developer Guide for current limits and how to request higher limits.',
  );
}

function limitExceeded(message: string): DynamoError {
  return new DynamoError('LimitExceededException', message);
}
