import { getTableForControl, visitTables } from '../../placement/table-catalog.ts';
import type { CatalogScope } from '../../placement/table-catalog.ts';
import type { TableRecord } from '../../placement/record/table.ts';
import { validationError } from '../../wire/dynamo-error.ts';
import type { JsonObject } from '../../wire/shapes/collections.ts';
import { insightsSummary, namesWithInsights } from './contributor-insights.ts';

const TOKEN = /^([a-zA-Z0-9_.-]{3,255})\/((?:[a-zA-Z0-9_.-]{3,255})?)$/;

/** The last entry of a page: a table, and an index of it or the empty name for the table itself. */
export interface InsightsPosition {
  readonly table: string;
  readonly index: string;
}

export interface InsightsPage {
  readonly summaries: readonly JsonObject[];
  /** Names the last entry; absent on the last page. */
  readonly nextToken: string | undefined;
}

/** The position behind a token that a page was answered with. */
export function positionOf(token: string): InsightsPosition {
  const [, table, index = ''] = TOKEN.exec(token) ?? [];
  if (table === undefined) throw validationError('Invalid NextToken');
  return { table, index };
}

/** At most `limit` tables and indexes with insights behind `after`; of the table `nameOrArn` alone where it is given. */
export function listInsights(
  scope: CatalogScope,
  asked: {
    readonly nameOrArn: string | undefined;
    readonly after: InsightsPosition | undefined;
    readonly limit: number;
  },
): InsightsPage {
  const { nameOrArn, after, limit } = asked;
  const entries: { readonly token: string; readonly summary: JsonObject }[] = [];
  const collect = (record: TableRecord): boolean => {
    for (const index of namesWithInsights(record)) {
      const isBehind = after === undefined || record.name > after.table;
      if (!isBehind && !(record.name === after.table && (index ?? '') > after.index)) continue;
      const token = `${record.name}/${index ?? ''}`;
      entries.push({ token, summary: insightsSummary(record, index) });
    }
    return entries.length <= limit;
  };
  if (nameOrArn === undefined) visitTables(scope.store, after?.table ?? '', collect);
  else collect(getTableForControl(scope, nameOrArn, 'ListContributorInsights').record);
  const page = entries.slice(0, limit);
  return {
    summaries: page.map((each) => each.summary),
    nextToken: entries.length > limit ? page.at(-1)?.token : undefined,
  };
}
