import { changedTimeToLive } from './time-to-live.ts';
import { getTableForControl, putTable } from '../../placement/table-catalog.ts';
import { boolean, string } from '../../wire/shapes/scalars.ts';
import { required, requestShape, structure } from '../../wire/shapes/structure.ts';
import { controlTableNameOrArn } from '../request/common-members.ts';
import type { Operation } from '../operation.ts';
import { reportTableNameFirst } from '../request/required-table-name.ts';
import { settingsTouch } from '../request/touched-tables.ts';

const parse = requestShape(
  {
    TableName: required(controlTableNameOrArn),
    TimeToLiveSpecification: required(
      structure('TimeToLiveSpecification', {
        AttributeName: required(string({ min: 1, max: 255 })),
        Enabled: required(boolean()),
      }),
    ),
  },
  reportTableNameFirst,
);

export const updateTimeToLive: Operation<ReturnType<typeof parse>> = {
  name: 'UpdateTimeToLive',
  layout: parse.layout,
  parse,
  touches: ({ TableName }, scope) => settingsTouch(scope, 'write', TableName),
  run: (request, context) => {
    const { store, world } = context;
    const { record } = getTableForControl(context, request.TableName, 'UpdateTimeToLive');
    const { Enabled, AttributeName } = request.TimeToLiveSpecification;
    const asked = { Enabled, AttributeName };
    store.append([putTable(changedTimeToLive(record, asked, world.service.now()))]);
    return JSON.stringify({ TimeToLiveSpecification: asked });
  },
};
