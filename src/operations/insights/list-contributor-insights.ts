import { listInsights, positionOf } from './insights-list.ts';
import type { InsightsPosition } from './insights-list.ts';
import { integer, string } from '../../wire/shapes/scalars.ts';
import { requestShape } from '../../wire/shapes/structure.ts';
import { controlTableNameOrArn } from '../request/common-members.ts';
import type { Operation } from '../operation.ts';
import { settingsTouch } from '../request/touched-tables.ts';

const PAGE_LIMIT = 100;

const readBody = requestShape({
  TableName: controlTableNameOrArn,
  NextToken: string(),
  MaxResults: integer({ min: 1, max: PAGE_LIMIT }),
});

interface Request {
  readonly nameOrArn: string | undefined;
  readonly after: InsightsPosition | undefined;
  readonly limit: number;
}

export const listContributorInsights: Operation<Request> = {
  name: 'ListContributorInsights',
  layout: readBody.layout,
  parse: (requestBody) => {
    const { TableName: nameOrArn, NextToken: token, MaxResults } = readBody(requestBody);
    const after = token === undefined ? undefined : positionOf(token);
    return { nameOrArn, after, limit: MaxResults ?? PAGE_LIMIT };
  },
  touches: ({ nameOrArn }, scope) => settingsTouch(scope, 'read', nameOrArn),
  run: (request, context) => {
    const { summaries, nextToken } = listInsights(context, request);
    return JSON.stringify({ ContributorInsightsSummaries: summaries, NextToken: nextToken });
  },
};
