import { legacyGroupOf, membersInOrder } from './global-table.ts';
import { memberOf } from '../../placement/region-group.ts';
import type { RegionGroup } from '../../placement/record/global-table.ts';
import { visitTables } from '../../placement/table-catalog.ts';
import { integer } from '../../wire/shapes/scalars.ts';
import { requestShape } from '../../wire/shapes/structure.ts';
import { bareTableName } from '../request/common-members.ts';
import { regionName } from './global-table-members.ts';
import type { Operation } from '../operation.ts';

const PAGE_LIMIT = 100;

const parse = requestShape({
  ExclusiveStartGlobalTableName: bareTableName,
  Limit: integer({ min: 1 }),
  RegionName: regionName,
});

/** Global tables of version 2017.11.29 that this Region is part of, by name. */
export const listGlobalTables: Operation<ReturnType<typeof parse>> = {
  name: 'ListGlobalTables',
  layout: parse.layout,
  parse,
  touches: () => [],
  run: (request, { store, region }) => {
    const { ExclusiveStartGlobalTableName: after = '', RegionName: wanted } = request;
    const limit = Math.min(request.Limit ?? PAGE_LIMIT, PAGE_LIMIT);
    const groups: RegionGroup[] = [];
    visitTables(store, after, (record) => {
      const group = legacyGroupOf(record, region);
      if (group === undefined || record.name === after) return true;
      if (wanted === undefined || memberOf(group, wanted) !== undefined) groups.push(group);
      return groups.length <= limit;
    });
    const page = groups.slice(0, limit);
    return JSON.stringify({
      GlobalTables: page.map((group) => ({
        GlobalTableName: group.tableName,
        ReplicationGroup: membersInOrder(group).map(([RegionName]) => ({ RegionName })),
      })),
      LastEvaluatedGlobalTableName: groups.length > limit ? page.at(-1)?.tableName : undefined,
    });
  },
};
