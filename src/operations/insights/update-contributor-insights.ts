import { changedInsights, insightsSummary, ruleCountOf } from './contributor-insights.ts';
import { getTableForControl, putTable, tablesOf } from '../../placement/table-catalog.ts';
import { oneOf } from '../../wire/shapes/scalars.ts';
import { required, requestShape } from '../../wire/shapes/structure.ts';
import { controlTableNameOrArn } from '../request/common-members.ts';
import { checkIndexName, insightsIndexName, insightsMode } from './insights-members.ts';
import type { Operation } from '../operation.ts';
import { reportTableNameFirst } from '../request/required-table-name.ts';
import { settingsTouch } from '../request/touched-tables.ts';

const readBody = requestShape(
  {
    TableName: required(controlTableNameOrArn),
    IndexName: insightsIndexName,
    ContributorInsightsAction: required(oneOf(['ENABLE', 'DISABLE'])),
    ContributorInsightsMode: insightsMode,
  },
  reportTableNameFirst,
);

export const updateContributorInsights: Operation<ReturnType<typeof readBody>> = {
  name: 'UpdateContributorInsights',
  layout: readBody.layout,
  parse: (requestBody) => {
    const body = readBody(requestBody);
    checkIndexName(body.IndexName);
    return body;
  },
  touches: ({ TableName }, scope) => settingsTouch(scope, 'write', TableName),
  run: (request, context) => {
    const { store, world } = context;
    const { record } = getTableForControl(context, request.TableName, 'UpdateContributorInsights');
    const { IndexName: index, ContributorInsightsMode: mode } = request;
    const isEnabled = request.ContributorInsightsAction === 'ENABLE';
    const ruleCount = tablesOf(store).reduce((sum, each) => sum + ruleCountOf(each.record), 0);
    const moment = { nowMs: world.service.now(), ruleCount };
    const changed = changedInsights(record, { index, isEnabled, mode }, moment);
    if (changed === record) return JSON.stringify(insightsSummary(record, index));
    store.append([putTable(changed)]);
    return JSON.stringify(insightsSummary(changed, index, isEnabled ? 'ENABLING' : 'DISABLING'));
  },
};
