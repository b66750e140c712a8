import type {
  InsightsMode,
  InsightsRecord,
  KeySchemaElement,
  TableRecord,
} from '../placement/table-record.ts';
import { DynamoError, validationError } from '../wire/dynamo-error.ts';
import type { JsonObject } from '../wire/shapes/collections.ts';

/**
 * Contributor insights as settings: of a table, and of each of its global indexes apart. They settle at once; only the
 * answer of the change still says ENABLING or DISABLING.
 *
 * Source: reference api-surface.md section 9; what it is silent about as AWS answered in October 2026.
 */

const DEFAULT_MODE: InsightsMode = 'ACCESSED_AND_THROTTLED_KEYS';

type InsightsStatus = 'ENABLING' | 'ENABLED' | 'DISABLING' | 'DISABLED';

/** What a change asks for; no mode is the default one, not the one that is set. */
export interface InsightsRequest {
  readonly index: string | undefined;
  readonly isEnabled: boolean;
  readonly mode: InsightsMode | undefined;
}

/** A table or one of its global indexes, and the insights of it; undefined where they were never switched on. */
interface Target {
  /** Undefined for the table itself. */
  readonly index: string | undefined;
  readonly indexTree: number | undefined;
  readonly keySchema: readonly KeySchemaElement[];
  readonly isReady: boolean;
  readonly insights: InsightsRecord | undefined;
}

/** The table itself first, then its global indexes by name. */
function targetsOf(record: TableRecord): readonly Target[] {
  const insightsOf = (tree: number | undefined): InsightsRecord | undefined =>
    record.insights?.find((each) => each.indexTree === tree);
  const indexes = [...(record.globalIndexes ?? [])].sort((a, b) => (a.name < b.name ? -1 : 1));
  return [
    {
      index: undefined,
      indexTree: undefined,
      keySchema: record.keySchema,
      isReady: true,
      insights: insightsOf(undefined),
    },
    ...indexes.map(({ name, tree, keySchema, status }) => ({
      index: name,
      indexTree: tree,
      keySchema,
      isReady: status === 'ACTIVE',
      insights: insightsOf(tree),
    })),
  ];
}

function getTarget(record: TableRecord, index: string | undefined): Target {
  const found = targetsOf(record).find((each) => each.index === index);
  if (found === undefined) {
    throw new DynamoError(
      'ResourceNotFoundException',
      `Requested resource not found: Index: ${index ?? ''} not found for table: ${record.name}`,
    );
  }
  return found;
}

/** The record after `request`: the very same record when nothing changes. */
export function changedInsights(
  record: TableRecord,
  { index, isEnabled, mode = DEFAULT_MODE }: InsightsRequest,
  nowMs: number,
): TableRecord {
  const { indexTree, insights: current, isReady } = getTarget(record, index);
  if (!isEnabled) {
    if (current?.isEnabled !== true) return record;
    return withInsights(record, { ...current, isEnabled, changedMs: nowMs });
  }
  if (!isReady) {
    throw validationError(
      'Table or Index is not in a valid state to update Key Access Insights: ' +
        'IndexStatus must be ACTIVE to enable ContributorInsights.',
    );
  }
  if (current?.isEnabled === true && current.mode === mode) return record;
  return withInsights(record, {
    ...(indexTree === undefined ? {} : { indexTree }),
    isEnabled,
    mode,
    enabledMs: current?.isEnabled === true ? current.enabledMs : nowMs,
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
    ContributorInsightsStatus: status ?? (insights?.isEnabled === true ? 'ENABLED' : 'DISABLED'),
    ContributorInsightsMode: insights?.mode,
  };
}

/** What DescribeContributorInsights answers. */
export function describeInsights(record: TableRecord, index: string | undefined): JsonObject {
  const target = getTarget(record, index);
  const { insights } = target;
  return {
    ...insightsSummary(record, index),
    ContributorInsightsRuleList:
      insights?.isEnabled === true ? ruleNames(record.name, target, insights) : undefined,
    LastUpdateDateTime: insights === undefined ? undefined : insights.changedMs / 1000,
  };
}

/** Rules by partition key, and by sort key where there is one: the most accessed keys, then the most throttled ones. */
function ruleNames(
  table: string,
  { index, keySchema }: Target,
  { mode, enabledMs }: InsightsRecord,
): readonly string[] {
  const resource = index === undefined ? table : `${table}-${index}`;
  const hasSortKey = keySchema.some((each) => each.KeyType === 'RANGE');
  const keys = hasSortKey ? ['PK', 'SK'] : ['PK'];
  const events = mode === 'THROTTLED_KEYS' ? ['T'] : ['C', 'T'];
  return events.flatMap((event) =>
    keys.map(
      (key) => `DynamoDBContributorInsights-${key}${event}-${resource}-${String(enabledMs)}`,
    ),
  );
}
