import type { InsightsMode, InsightsRecord, TableRecord } from '../placement/table-record.ts';
import { DynamoError } from '../wire/dynamo-error.ts';
import type { JsonObject } from '../wire/shapes/collections.ts';

/**
 * Contributor insights as settings: of a table, and of each of its global indexes apart. They settle at once; only the
 * answer of the change still says ENABLING or DISABLING.
 *
 * Source: reference api-surface.md section 9; what is told of settings never made as AWS answered in October 2026.
 */

const DEFAULT_MODE: InsightsMode = 'ACCESSED_AND_THROTTLED_KEYS';

type InsightsStatus = 'ENABLING' | 'ENABLED' | 'DISABLING' | 'DISABLED';
type KeySchema = TableRecord['keySchema'];

/** What a change asks for; no mode is the default one, not the one that is set. */
export interface InsightsRequest {
  readonly index: string | undefined;
  readonly isEnabled: boolean;
  readonly mode: InsightsMode | undefined;
}

/** The insights of the table, or of `index`; undefined where they were never switched on. Throws when there is no such index. */
export function findInsights(
  record: TableRecord,
  index: string | undefined,
): InsightsRecord | undefined {
  getKeySchema(record, index);
  return record.insights?.find((each) => each.index === index);
}

/** The record after `request`: the very same record when nothing changes. */
export function changedInsights(
  record: TableRecord,
  { index, isEnabled, mode = DEFAULT_MODE }: InsightsRequest,
  nowMs: number,
): TableRecord {
  const current = findInsights(record, index);
  if (isEnabled) {
    if (current?.isEnabled === true && current.mode === mode) return record;
    const enabledMs = current?.isEnabled === true ? current.enabledMs : nowMs;
    return withInsights(record, {
      ...(index === undefined ? {} : { index }),
      isEnabled,
      mode,
      enabledMs,
      changedMs: nowMs,
    });
  }
  if (current?.isEnabled !== true) return record;
  return withInsights(record, { ...current, isEnabled, changedMs: nowMs });
}

function withInsights(record: TableRecord, insights: InsightsRecord): TableRecord {
  const others = (record.insights ?? []).filter((each) => each.index !== insights.index);
  return { ...record, insights: [...others, insights] };
}

/** The insights that are on: the table's own first, then those of its indexes by name. */
export function enabledInsights(record: TableRecord): readonly InsightsRecord[] {
  const enabled = (record.insights ?? []).filter(
    (each) => each.isEnabled && findKeySchema(record, each.index) !== undefined,
  );
  return enabled.sort((a, b) => ((a.index ?? '') < (b.index ?? '') ? -1 : 1));
}

/** Table, index, status and mode, as all answers about insights have them. */
export function insightsSummary(
  record: TableRecord,
  index: string | undefined,
  status: InsightsStatus = statusOf(findInsights(record, index)),
): JsonObject {
  return {
    TableName: record.name,
    IndexName: index,
    ContributorInsightsStatus: status,
    ContributorInsightsMode: findInsights(record, index)?.mode,
  };
}

/** What DescribeContributorInsights answers. */
export function describeInsights(record: TableRecord, index: string | undefined): JsonObject {
  const insights = findInsights(record, index);
  return {
    ...insightsSummary(record, index),
    ContributorInsightsRuleList:
      insights?.isEnabled === true ? ruleNames(record, insights) : undefined,
    LastUpdateDateTime: insights === undefined ? undefined : insights.changedMs / 1000,
  };
}

function statusOf(insights: InsightsRecord | undefined): InsightsStatus {
  return insights?.isEnabled === true ? 'ENABLED' : 'DISABLED';
}

/** Rules by partition key, and by sort key where there is one: the most accessed keys, then the most throttled ones. */
function ruleNames(record: TableRecord, insights: InsightsRecord): readonly string[] {
  const { index, mode, enabledMs } = insights;
  const resource = index === undefined ? record.name : `${record.name}-${index}`;
  const hasSortKey = getKeySchema(record, index).some((each) => each.KeyType === 'RANGE');
  const keys = hasSortKey ? ['PK', 'SK'] : ['PK'];
  const events = mode === 'THROTTLED_KEYS' ? ['T'] : ['C', 'T'];
  return events.flatMap((event) =>
    keys.map(
      (key) => `DynamoDBContributorInsights-${key}${event}-${resource}-${String(enabledMs)}`,
    ),
  );
}

function getKeySchema(record: TableRecord, index: string | undefined): KeySchema {
  const found = findKeySchema(record, index);
  if (found === undefined) {
    throw new DynamoError(
      'ResourceNotFoundException',
      `Requested resource not found: Index: ${index ?? ''} not found for table: ${record.name}`,
    );
  }
  return found;
}

/** The key schema of the table itself or of its global index `index`. Tables have no indexes yet. */
function findKeySchema(record: TableRecord, index: string | undefined): KeySchema | undefined {
  return index === undefined ? record.keySchema : undefined;
}
