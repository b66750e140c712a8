import type { InsightsMode, InsightsRecord } from '../../placement/record/settings.ts';
import type { TableRecord } from '../../placement/record/table.ts';
import { validationError } from '../../wire/dynamo-error.ts';
import type { JsonObject } from '../../wire/shapes/collections.ts';
import { FAILURE, RULES_MAX, rulesOf } from './insights-rules.ts';
import { getTarget, targetsOf } from './insights-targets.ts';
import type { Target } from './insights-targets.ts';

/**
 * Contributor insights as settings: of a table, and of each of its global indexes apart. They settle at once; only the
 * answer of the change still says ENABLING or DISABLING.
 *
 * Source: reference api-surface.md section 9; what it is silent about as AWS answered in October 2026.
 */

const DEFAULT_MODE: InsightsMode = 'ACCESSED_AND_THROTTLED_KEYS';

type InsightsStatus = 'ENABLING' | 'ENABLED' | 'DISABLING' | 'DISABLED' | 'FAILED';

/** What a change asks for; no mode is the default one, not the one that is set. */
export interface InsightsRequest {
  readonly index: string | undefined;
  readonly isEnabled: boolean;
  readonly mode: InsightsMode | undefined;
}

/** When a change is made, and how many rules all tables of the Region have. */
interface Moment {
  readonly nowMs: number;
  readonly ruleCount: number;
}

/**
 * The record after `request`: the very same record when nothing changes. Where there are not enough rules left, the insights have failed,
 * and stay so until they are switched off.
 */
export function changedInsights(
  record: TableRecord,
  { index, isEnabled, mode = DEFAULT_MODE }: InsightsRequest,
  { nowMs, ruleCount }: Moment,
): TableRecord {
  const target = getTarget(record, index);
  const { indexTree, insights: current, isReady } = target;
  if (!isEnabled) {
    if (current?.isEnabled !== true) return record;
    return withInsights(record, { ...current, isEnabled, hasFailed: false, changedMs: nowMs });
  }
  if (!isReady) {
    throw validationError(
      'Table or Index is not in a valid state to update Key Access Insights: ' +
        'IndexStatus must be ACTIVE to enable ContributorInsights.',
    );
  }
  const isOn = current?.isEnabled === true;
  if (isOn && (current.mode === mode || current.hasFailed === true)) return record;
  const others = ruleCount - rulesOfTarget(target).length;
  return withInsights(record, {
    ...(indexTree === undefined ? {} : { indexTree }),
    isEnabled,
    hasFailed: others + rulesOf(target.keySchema, mode).length > RULES_MAX,
    mode,
    enabledMs: isOn ? current.enabledMs : nowMs,
    changedMs: nowMs,
  });
}

/** Insights of indexes that are gone go with the next change. */
function withInsights(record: TableRecord, insights: InsightsRecord): TableRecord {
  const others = targetsOf(record)
    .flatMap((each) => each.insights ?? [])
    .filter((each) => each.indexTree !== insights.indexTree);
  return { ...record, insights: [...others, insights] };
}

/** Names of what has insights that are on: undefined for the table itself, which comes first, then indexes by name. */
export function namesWithInsights(record: TableRecord): readonly (string | undefined)[] {
  return targetsOf(record)
    .filter(({ insights }) => insights?.isEnabled === true)
    .map(({ index }) => index);
}

/** Table, index, status and mode, as all answers about insights have them. */
export function insightsSummary(
  record: TableRecord,
  index: string | undefined,
  status?: InsightsStatus,
): JsonObject {
  const { insights } = getTarget(record, index);
  return {
    TableName: record.name,
    IndexName: index,
    ContributorInsightsStatus: status ?? statusOf(insights),
    ContributorInsightsMode: insights?.mode,
  };
}

function statusOf(insights: InsightsRecord | undefined): InsightsStatus {
  if (insights?.isEnabled !== true) return 'DISABLED';
  return insights.hasFailed === true ? 'FAILED' : 'ENABLED';
}

/** What DescribeContributorInsights answers. */
export function describeInsights(record: TableRecord, index: string | undefined): JsonObject {
  const target = getTarget(record, index);
  const { insights } = target;
  return {
    ...insightsSummary(record, index),
    ContributorInsightsRuleList:
      statusOf(insights) === 'ENABLED' ? ruleNames(record, target) : undefined,
    LastUpdateDateTime: insights === undefined ? undefined : insights.changedMs / 1000,
    FailureException: insights?.hasFailed === true ? FAILURE : undefined,
  };
}

function ruleNames({ name }: TableRecord, target: Target): readonly string[] {
  const resource = target.index === undefined ? name : `${name}-${target.index}`;
  const since = String(target.insights?.enabledMs);
  return rulesOfTarget(target).map(
    (rule) => `DynamoDBContributorInsights-${rule}-${resource}-${since}`,
  );
}

function rulesOfTarget({ keySchema, insights }: Target): readonly string[] {
  return insights !== undefined && statusOf(insights) === 'ENABLED'
    ? rulesOf(keySchema, insights.mode)
    : [];
}

/** How many rules the insights of a table and its indexes have. */
export function ruleCountOf(record: TableRecord): number {
  return targetsOf(record).reduce((sum, target) => sum + rulesOfTarget(target).length, 0);
}
