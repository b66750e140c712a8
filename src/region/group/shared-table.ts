import { tablesOf, tombstoneTreeOf } from '../../placement/table-catalog.ts';
import type { Table } from '../../placement/table-catalog.ts';
import type { GlobalTableRecord } from '../../placement/record/global-table.ts';
import type { Store, TreeId } from '../../storage/store.ts';

/** A table that is, or was, part of a global table. */
export interface SharedTable extends Table {
  readonly replicas: GlobalTableRecord;
  /** The tree of its tombstones, which stays when no other Region has the table any more. */
  readonly tombstoneTree: TreeId;
}

export function asShared(table: Table): SharedTable | undefined {
  const { replicas } = table.record;
  const tombstoneTree = tombstoneTreeOf(table.record);
  if (replicas === undefined || tombstoneTree === undefined) return undefined;
  return { ...table, replicas, tombstoneTree };
}

/** The tables that are, or were, part of global tables. */
export function sharedTablesOf(store: Store): readonly SharedTable[] {
  return tablesOf(store).flatMap((table) => asShared(table) ?? []);
}
