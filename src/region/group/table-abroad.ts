import { groupOf, otherMembers } from '../../placement/region-group.ts';
import type { Table } from '../../placement/table-catalog.ts';
import type { Store } from '../../storage/store.ts';
import type { TableAbroad } from '../messages/region-messages.ts';

/** What a Region tells others of a table of its own. */
export function describeAbroad(table: Table, store: Store, region: string): TableAbroad {
  const { record } = table;
  const known = groupOf(record, region);
  // Whose last region replica was removed is a table as any other.
  const isAlone = known?.version === '2019.11.21' && otherMembers(known, region).length === 0;
  const group = isAlone ? undefined : known;
  return {
    tableId: record.id,
    status: record.status,
    items: store.counts(table.tree).items,
    groupId: group?.id,
    groupVersion: group?.version,
    streamView: record.stream?.viewType,
    isProtected: record.deletionProtected,
    definition: definitionOf(table),
  };
}

/** What two tables must have alike to become one global table. */
function definitionOf({ record }: Table): string {
  const { keySchema, attributeDefinitions, globalIndexes = [] } = record;
  const keys = attributeDefinitions.filter(({ AttributeName }) =>
    keySchema.some((each) => each.AttributeName === AttributeName),
  );
  const indexes = globalIndexes.map((index) => [index.name, index.keySchema, index.projection]);
  return JSON.stringify([keySchema, keys, indexes]);
}
