/** What an account may have in one Region, over all of its tables. Source: reference capacity.md section 4, api-surface.md section 9. */
import { listTableNames, tablesOf } from '../../placement/table-catalog.ts';
import type { CatalogScope } from '../../placement/table-catalog.ts';
import type { UnitRates } from '../../placement/partition-map.ts';
import type { TableRecord } from '../../placement/record/table.ts';
import { CATALOG_TREE } from '../../storage/system-tree.ts';
import type { Store } from '../../storage/store.ts';
import { DynamoError } from '../../wire/dynamo-error.ts';
import { ACCOUNT_UNITS_LIMIT, TABLES_LIMIT } from '../../wire/limits.ts';

/** Refuses one table more than there may be. */
export function checkTableCount(store: Store): void {
  // The catalog holds more than tables.
  if (store.counts(CATALOG_TREE).items < TABLES_LIMIT) return;
  if (listTableNames(store, undefined, TABLES_LIMIT).names.length < TABLES_LIMIT) return;
  throw limitExceeded(
    `Subscriber limit exceeded: There is a limit of ${String(TABLES_LIMIT)} tables per subscriber`,
  );
}

/**
 * Refuses provisioned units beyond those of the account: `after` is a table, new where it has no `before`, with the units
 * asked for. Text as AWS answered in October 2026.
 */
export function checkAccountQuota(
  { store, region }: CatalogScope,
  after: TableRecord,
  before: TableRecord | undefined,
): void {
  const asked = unitsOf(after);
  const had = before === undefined ? NO_UNITS : unitsOf(before);
  for (const kind of ['read', 'write'] as const) {
    const requested = asked[`${kind}Units`] - had[`${kind}Units`];
    if (requested <= 0) continue;
    const reserved = tablesOf(store).reduce(
      (sum, { record }) => sum + unitsOf(record)[`${kind}Units`],
      0,
    );
    if (reserved + requested > ACCOUNT_UNITS_LIMIT) {
      throw accountExceeded(MEMBERS[kind], { reserved, requested, region });
    }
  }
}

const NO_UNITS: UnitRates = { readUnits: 0, writeUnits: 0 };
const MEMBERS = { read: 'ReadCapacityUnits', write: 'WriteCapacityUnits' } as const;

/** Units of a table and of its global indexes. */
function unitsOf({ throughput, globalIndexes = [] }: TableRecord): UnitRates {
  return [throughput, ...globalIndexes.map((index) => index.throughput)].reduce<UnitRates>(
    (sum, each) => ({
      readUnits: sum.readUnits + each.readUnits,
      writeUnits: sum.writeUnits + each.writeUnits,
    }),
    NO_UNITS,
  );
}

interface Excess {
  readonly reserved: number;
  readonly requested: number;
  readonly region: string;
}

function accountExceeded(member: string, { reserved, requested, region }: Excess): DynamoError {
  return limitExceeded(
    `This request would have caused the ${member} limit to be exceeded for the account in ${region}. ` +
      `Current ${member} reserved by the account: ${String(reserved)}. ` +
      `Limit: ${String(ACCOUNT_UNITS_LIMIT)}. Requested: ${String(requested)}. ` +
      'Refer to the Amazon DynamoDB Developer Guide for current limits and how to request higher limits.',
  );
}

function limitExceeded(message: string): DynamoError {
  return new DynamoError('LimitExceededException', message);
}
