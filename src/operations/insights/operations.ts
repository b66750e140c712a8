import type { OperationList } from '../operation.ts';
import { describeContributorInsights } from './describe-contributor-insights.ts';
import { listContributorInsights } from './list-contributor-insights.ts';
import { updateContributorInsights } from './update-contributor-insights.ts';

export const insightsOperations: OperationList = (list) => [
  list(describeContributorInsights),
  list(listContributorInsights),
  list(updateContributorInsights),
];
