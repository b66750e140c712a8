import type { BillingMode } from '../../placement/record/throughput.ts';
import type { RegionOverrides } from '../../placement/record/global-table.ts';
import { validationError } from '../../wire/dynamo-error.ts';
import { checkIndexQuotas, checkTableQuotas } from '../throughput/table-quotas.ts';
import type { OnDemandRequest, ThroughputRequest } from '../request/table-shapes.ts';

/**
 * Refuses to change a replica's reads in units that a table of this mode does not have; a new replica may be given them. In the words of
 * UpdateTable, without what other messages about parameters begin with. Source: api-surface.md section 5d.
 */
export function checkOverridesFitMode(mode: BillingMode, overrides: RegionOverrides): void {
  checkReads(mode, overrides, undefined);
  for (const [name, each] of Object.entries(overrides.indexes ?? {})) checkReads(mode, each, name);
}

type Reads = Pick<RegionOverrides, 'readUnits' | 'maxReadUnits'>;

function checkReads(mode: BillingMode, reads: Reads, index: string | undefined): void {
  if (mode === 'PAY_PER_REQUEST' && reads.readUnits !== undefined) {
    const owner = index === undefined ? '' : ` for index: ${index}`;
    throw validationError(
      `Neither ReadCapacityUnits nor WriteCapacityUnits can be specified${owner} when BillingMode is PAY_PER_REQUEST`,
    );
  }
  if (mode === 'PROVISIONED' && reads.maxReadUnits !== undefined) {
    const owner = index === undefined ? '' : ` for index : ${index}`;
    throw validationError(
      `MaxReadRequestUnits for OnDemandThroughput${owner} cannot be specified when the table BillingMode is PROVISIONED`,
    );
  }
}

/** Refuses reads of a replica above what the account may have in its Region, as of a table there and of its indexes. */
export function checkOverrideQuotas(overrides: RegionOverrides, region: string): void {
  checkTableQuotas({ ...unitsOf(overrides), warm: {} }, region);
  for (const [IndexName, reads] of Object.entries(overrides.indexes ?? {})) {
    const { throughput: ProvisionedThroughput, onDemand: OnDemandThroughput } = unitsOf(reads);
    checkIndexQuotas({ IndexName, ProvisionedThroughput, OnDemandThroughput }, region);
  }
}

function unitsOf({ readUnits = 0, maxReadUnits }: Reads): {
  readonly throughput: ThroughputRequest;
  readonly onDemand: OnDemandRequest;
} {
  return {
    throughput: { ReadCapacityUnits: readUnits, WriteCapacityUnits: 0 },
    onDemand: maxReadUnits === undefined ? {} : { MaxReadRequestUnits: maxReadUnits },
  };
}
