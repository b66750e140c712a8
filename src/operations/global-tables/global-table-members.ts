import type { GlobalTableScope } from './global-table.ts';
import { globalTableNotFound, legacyGroupOf } from './global-table.ts';
import { findTable } from '../../placement/table-catalog.ts';
import type { RegionGroup } from '../../placement/record/global-table.ts';
import type { TableRecord } from '../../placement/record/table.ts';
import { describeAbroad } from '../../region/group/table-abroad.ts';
import { list } from '../../wire/shapes/collections.ts';
import { reportUsual, topMember } from '../../wire/shapes/constraint.ts';
import type { ConstraintReport } from '../../wire/shapes/constraint.ts';
import { string } from '../../wire/shapes/scalars.ts';
import { required, structure } from '../../wire/shapes/structure.ts';
import { bareTableName } from '../request/common-members.ts';
import type { RouterContext } from '../context.ts';

/** Members of the operations on global tables of version 2017.11.29. Source: reference api-surface.md section 9. */

export const globalTableName = required(bareTableName);

/** A name of another length is reported alone, in words of its own. Source: validation.md section 3. */
export const reportGlobalName: ConstraintReport = (failures) => {
  const isTooShort = failures.some(
    (each) => topMember(each) === 'GlobalTableName' && each.kind === 'length',
  );
  if (!isTooShort) return reportUsual(failures);
  return 'TableName must be at least 3 characters long and at most 255 characters long';
};
export const regionName = string();
export const replica = structure('Replica', { RegionName: regionName });
export const replicationGroup = required(list(replica));

/** Where global tables of `name` are looked at from. */
export function globalTableScope(name: string, context: RouterContext): GlobalTableScope {
  const { store, world, region, accountId, regions } = context;
  return {
    region,
    accountId,
    world,
    newTree: () => store.newTree(),
    tableIn: (other) => regions.tableIn(other, name),
    ownTable: () => {
      const table = findTable(store, name);
      return table && describeAbroad(table, store, region);
    },
  };
}

export interface FoundGlobalTable {
  readonly record: TableRecord;
  readonly group: RegionGroup;
}

/** The global table of that name in this Region. */
export function getGlobalTable(name: string, { store, region }: RouterContext): FoundGlobalTable {
  const record = findTable(store, name)?.record;
  const group = legacyGroupOf(record, region);
  if (record === undefined || group === undefined) throw globalTableNotFound(name);
  return { record, group };
}
