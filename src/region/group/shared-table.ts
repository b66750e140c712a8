import { tablesOf } from '../../placement/table-catalog.ts';
import type { Table } from '../../placement/table-catalog.ts';
import type { ReplicationRecord } from '../../placement/record/global-table.ts';
import type { Store } from '../../storage/store.ts';

/** A table that is, or was, part of a global table. */
export interface SharedTable extends Table {
  readonly replicas: ReplicationRecord;
}

export function asShared(table: Table): SharedTable | undefined {
  const { replicas } = table.record;
  return replicas === undefined ? undefined : { ...table, replicas };
}

/** The tables that are, or were, part of global tables. */
export function sharedTablesOf(store: Store): readonly SharedTable[] {
  return tablesOf(store).flatMap((table) => asShared(table) ?? []);
}
