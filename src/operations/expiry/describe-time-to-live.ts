import { timeToLiveDescription as describe } from './time-to-live.ts';
import { getTableForControl } from '../../placement/table-catalog.ts';
import { required, requestShape } from '../../wire/shapes/structure.ts';
import { controlTableNameOrArn } from '../request/common-members.ts';
import type { Operation } from '../operation.ts';
import { reportTableNameFirst } from '../request/required-table-name.ts';
import { settingsTouch } from '../request/touched-tables.ts';

const parse = requestShape({ TableName: required(controlTableNameOrArn) }, reportTableNameFirst);

export const describeTimeToLive: Operation<ReturnType<typeof parse>> = {
  name: 'DescribeTimeToLive',
  layout: parse.layout,
  parse,
  touches: ({ TableName }, scope) => settingsTouch(scope, 'read', TableName),
  run: (request, context) => {
    const { record } = getTableForControl(context, request.TableName, 'DescribeTimeToLive');
    return JSON.stringify({ TimeToLiveDescription: describe(record) });
  },
};
