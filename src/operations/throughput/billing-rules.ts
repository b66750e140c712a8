import type { BillingMode, OnDemandRecord } from '../../placement/record/throughput.ts';
import { invalidParameter, validationError } from '../../wire/dynamo-error.ts';
import type { DynamoError } from '../../wire/dynamo-error.ts';
import type { OnDemandRequest, ThroughputRequest } from '../request/table-shapes.ts';

/** Units above this are out of any account's reach. */
const UNITS_LIMIT = 1_000_000_000_000;
/** In UpdateTable, takes an on-demand ceiling away. */
export const NO_CEILING = -1;

/** Refuses billing mode and units that do not go together, as CreateTable and UpdateTable word it. */
export function checkBilling(mode: BillingMode, throughput: ThroughputRequest | undefined): void {
  if (mode === 'PAY_PER_REQUEST' && throughput !== undefined) throw unitsOnDemand();
  if (mode === 'PROVISIONED' && throughput === undefined) {
    throw invalidParameter(
      'ReadCapacityUnits and WriteCapacityUnits must both be specified when BillingMode is PROVISIONED',
    );
  }
  if (throughput !== undefined) checkUnitBounds(throughput);
}

export function unitsOnDemand(): DynamoError {
  return invalidParameter(
    'Neither ReadCapacityUnits nor WriteCapacityUnits can be specified when BillingMode is PAY_PER_REQUEST',
  );
}

export function checkUnitBounds(throughput: ThroughputRequest): void {
  const { ReadCapacityUnits: read, WriteCapacityUnits: write } = throughput;
  if (read > UNITS_LIMIT) throw outOfBounds(read, 'ReadCapacityUnits');
  if (write > UNITS_LIMIT) throw outOfBounds(write, 'WriteCapacityUnits');
}

function outOfBounds(units: number, member: string): DynamoError {
  return validationError(`Given value ${String(units)} for ${member} is out of bounds`);
}

/** The ceilings of a table after `request`; undefined when none is left. */
export function onDemandCeilings(
  current: OnDemandRecord | undefined,
  request: OnDemandRequest | undefined,
): OnDemandRecord | undefined {
  const maxReadUnits = ceiling(current?.maxReadUnits, request?.MaxReadRequestUnits);
  const maxWriteUnits = ceiling(current?.maxWriteUnits, request?.MaxWriteRequestUnits);
  if (maxReadUnits === undefined && maxWriteUnits === undefined) return undefined;
  return {
    ...(maxReadUnits === undefined ? {} : { maxReadUnits }),
    ...(maxWriteUnits === undefined ? {} : { maxWriteUnits }),
  };
}

function ceiling(current: number | undefined, asked: number | undefined): number | undefined {
  if (asked === undefined) return current;
  return asked === NO_CEILING ? undefined : asked;
}

/** Refuses on-demand ceilings below 1, of the table or of `index`; `allowsRemoval` lets -1 pass. */
export function checkCeilings(
  request: OnDemandRequest | undefined,
  allowsRemoval: boolean,
  index?: string,
): void {
  if (request === undefined) return;
  const owner = index === undefined ? 'table' : `index : ${index}`;
  for (const member of CEILINGS) {
    const asked = request[member];
    if (asked === undefined || asked >= 1 || (allowsRemoval && asked === NO_CEILING)) continue;
    throw invalidParameter(
      `Requested ${member} for OnDemandThroughput for ${owner} is outside of valid range`,
    );
  }
}

/** A new table, or an index, with on-demand ceilings is on-demand. Texts as AWS answered in October 2026. */
export function checkCeilingsOfNew(
  mode: BillingMode,
  request: OnDemandRequest | undefined,
  index?: string,
): void {
  const member = ceilingOutOfMode(mode, request);
  if (member === undefined) return;
  const owner = index === undefined ? '' : ` for index: ${index}`;
  throw invalidParameter(
    `${member} for OnDemandThroughput${owner} cannot be specified when table BillingMode is PROVISIONED.`,
  );
}

/** On-demand ceilings belong to on-demand tables. */
export function checkCeilingsFitMode(
  mode: BillingMode,
  request: OnDemandRequest | undefined,
  index?: string,
): void {
  const member = ceilingOutOfMode(mode, request);
  if (member === undefined) return;
  const owner = index === undefined ? '' : ` for index : ${index}`;
  throw invalidParameter(
    `${member} for OnDemandThroughput${owner} cannot be specified when the table BillingMode is PROVISIONED`,
  );
}

const CEILINGS = ['MaxReadRequestUnits', 'MaxWriteRequestUnits'] as const;

/** The first ceiling that a table of this mode cannot have. */
function ceilingOutOfMode(
  mode: BillingMode,
  request: OnDemandRequest | undefined,
): (typeof CEILINGS)[number] | undefined {
  if (mode === 'PAY_PER_REQUEST') return undefined;
  return CEILINGS.find((member) => ![undefined, NO_CEILING].includes(request?.[member]));
}
