import { describeInsights } from './contributor-insights.ts';
import { getTableForControl } from '../../placement/table-catalog.ts';
import { required, requestShape } from '../../wire/shapes/structure.ts';
import { controlTableNameOrArn } from '../request/common-members.ts';
import { checkIndexName, insightsIndexName } from './insights-members.ts';
import type { Operation } from '../operation.ts';
import { reportTableNameFirst } from '../request/required-table-name.ts';
import { settingsTouch } from '../request/touched-tables.ts';

const readBody = requestShape(
  { TableName: required(controlTableNameOrArn), IndexName: insightsIndexName },
  reportTableNameFirst,
);

export const describeContributorInsights: Operation<ReturnType<typeof readBody>> = {
  name: 'DescribeContributorInsights',
  layout: readBody.layout,
  parse: (requestBody) => {
    const body = readBody(requestBody);
    checkIndexName(body.IndexName);
    return body;
  },
  touches: ({ TableName }, scope) => settingsTouch(scope, 'read', TableName),
  run: (request, context) => {
    const { TableName: name, IndexName: index } = request;
    const { record } = getTableForControl(context, name, 'DescribeContributorInsights');
    return JSON.stringify(describeInsights(record, index));
  },
};
