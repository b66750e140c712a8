import { describeTable as describe } from '../control/table-description.ts';
import { getTableForControl } from '../placement/table-catalog.ts';
import { required, requestShape } from '../wire/shapes/structure.ts';
import { controlTableNameOrArn } from './common-members.ts';
import type { Operation } from './operation.ts';
import { reportTableNameFirst } from './required-table-name.ts';

const parse = requestShape({ TableName: required(controlTableNameOrArn) }, reportTableNameFirst);

export const describeTable: Operation<ReturnType<typeof parse>> = {
  name: 'DescribeTable',
  parse,
  run: (request, context) => {
    const { record, tree } = getTableForControl(context, request.TableName, 'DescribeTable');
    const counts = context.store.counts(tree);
    const nowMs = context.world.clock.now();
    return JSON.stringify({ Table: describe(record, { status: record.status, counts, nowMs }) });
  },
};
