import { getTableForControl } from '../../placement/table-catalog.ts';
import type { TreeId } from '../../storage/store.ts';
import { required, requestShape } from '../../wire/shapes/structure.ts';
import type { Operation } from '../operation.ts';
import { controlTableNameOrArn } from '../request/common-members.ts';
import { reportTableNameFirst } from '../request/required-table-name.ts';
import { settingsTouch } from '../request/touched-tables.ts';
import { tableDescription as describe } from './table-description.ts';

const parse = requestShape({ TableName: required(controlTableNameOrArn) }, reportTableNameFirst);

export const describeTable: Operation<ReturnType<typeof parse>> = {
  name: 'DescribeTable',
  layout: parse.layout,
  parse,
  touches: ({ TableName }, scope) => settingsTouch(scope, 'read', TableName),
  run: (request, context) => {
    const { store, world } = context;
    const { record } = getTableForControl(context, request.TableName, 'DescribeTable');
    const view = {
      status: record.replicas?.leaving === undefined ? record.status : ('UPDATING' as const),
      countsOf: (tree: TreeId) => store.counts(tree),
      nowMs: world.service.now(),
    };
    return JSON.stringify({ Table: describe(record, view) });
  },
};
