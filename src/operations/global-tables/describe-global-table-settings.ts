import { describeSettings } from './global-table-settings.ts';
import { requestShape } from '../../wire/shapes/structure.ts';
import { getGlobalTable, globalTableName, reportGlobalName } from './global-table-members.ts';
import type { Operation } from '../operation.ts';
import { settingsTouch } from '../request/touched-tables.ts';

const parse = requestShape({ GlobalTableName: globalTableName }, reportGlobalName);

export const describeGlobalTableSettings: Operation<ReturnType<typeof parse>> = {
  name: 'DescribeGlobalTableSettings',
  layout: parse.layout,
  parse,
  touches: ({ GlobalTableName }, scope) => settingsTouch(scope, 'read', GlobalTableName),
  run: ({ GlobalTableName: name }, context) => {
    const { record, group } = getGlobalTable(name, context);
    const settings = describeSettings(record, group, context.region);
    return JSON.stringify({ GlobalTableName: name, ReplicaSettings: settings });
  },
};
