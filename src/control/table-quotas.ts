import { TABLE_UNITS_LIMIT } from '../wire/limits.ts';
import { DynamoError } from '../wire/dynamo-error.ts';
import type { OnDemandRequest, ThroughputRequest, WarmRequest } from './table-shapes.ts';

/** What is asked for a table, of all that has a quota. */
export interface AskedUnits {
  readonly throughput: ThroughputRequest | undefined;
  readonly onDemand: OnDemandRequest | undefined;
  readonly warm: WarmRequest | undefined;
}

/**
 * Refuses units of a table, on-demand ceilings and warm throughput above what DescribeLimits tells of one table.
 * Source: reference capacity.md section 4; texts as AWS answered in October 2026.
 */
export function checkTableQuotas({ throughput, onDemand, warm }: AskedUnits, region: string): void {
  checkUnits('ReadCapacityUnits', throughput?.ReadCapacityUnits, region);
  checkUnits('WriteCapacityUnits', throughput?.WriteCapacityUnits, region);
  const others = [
    ['Read', 'MaxReadRequestUnits for OnDemandThroughput', onDemand?.MaxReadRequestUnits],
    ['Write', 'MaxWriteRequestUnits for OnDemandThroughput', onDemand?.MaxWriteRequestUnits],
    ['Read', 'ReadUnitsPerSecond for WarmThroughput', warm?.ReadUnitsPerSecond],
    ['Write', 'WriteUnitsPerSecond for WarmThroughput', warm?.WriteUnitsPerSecond],
  ] as const;
  for (const [kind, name, units = 0] of others) {
    if (units <= TABLE_UNITS_LIMIT) continue;
    throw limitExceeded(
      `Subscriber limit exceeded: Requested ${name} for table exceeds ` +
        `TableMax${kind}CapacityUnits of the account in region ${region}`,
    );
  }
}

function checkUnits(name: string, units: number | undefined, region: string): void {
  if (units === undefined || units <= TABLE_UNITS_LIMIT) return;
  throw limitExceeded(
    `The requested ${name}, ${String(units)}, is above the per table maximum for the account in ` +
      `${region}. Per table maximum: ${String(TABLE_UNITS_LIMIT)}. Refer to the Amazon DynamoDB ` +
      'Developer Guide for current limits and how to request higher limits.',
  );
}

function limitExceeded(message: string): DynamoError {
  return new DynamoError('LimitExceededException', message);
}
