import { globalTableDescription as describe } from './global-table.ts';
import { requestShape } from '../../wire/shapes/structure.ts';
import { getGlobalTable, globalTableName, reportGlobalName } from './global-table-members.ts';
import type { Operation } from '../operation.ts';
import { settingsTouch } from '../request/touched-tables.ts';

const parse = requestShape({ GlobalTableName: globalTableName }, reportGlobalName);

export const describeGlobalTable: Operation<ReturnType<typeof parse>> = {
  name: 'DescribeGlobalTable',
  layout: parse.layout,
  parse,
  touches: ({ GlobalTableName }, scope) => settingsTouch(scope, 'read', GlobalTableName),
  run: ({ GlobalTableName: name }, context) => {
    const { group } = getGlobalTable(name, context);
    return JSON.stringify({ GlobalTableDescription: describe(group, context.accountId) });
  },
};
