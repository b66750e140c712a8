/**
 * The rules behind contributor insights: as many as there are keys and events to look at, of an account so many in a Region at most.
 * Source: reference api-surface.md section 9, DescribeContributorInsights.
 */
import type { KeySchemaElement } from '../../placement/record/key-schema.ts';
import type { InsightsMode } from '../../placement/record/settings.ts';
import type { JsonObject } from '../../wire/shapes/collections.ts';

/** What an account may have in a Region. */
export const RULES_MAX = 100;

/** What DescribeContributorInsights says of insights that there was no rule left for. */
export const FAILURE: JsonObject = {
  ExceptionName: 'LimitExceededException',
  ExceptionDescription:
    'Amazon CloudWatch Contributor Insights rule limit reached. ' +
    'Please disable Contributor Insights for other tables/indexes OR ' +
    'disable other CloudWatch Contributor Insights rules before retrying.',
};

/** By partition key, and by sort key where there is one: the most accessed keys, then the most throttled ones. */
export function rulesOf(
  keySchema: readonly KeySchemaElement[],
  mode: InsightsMode,
): readonly string[] {
  const hasSortKey = keySchema.some((each) => each.KeyType === 'RANGE');
  const keys = hasSortKey ? ['PK', 'SK'] : ['PK'];
  const events = mode === 'THROTTLED_KEYS' ? ['T'] : ['C', 'T'];
  return events.flatMap((event) => keys.map((key) => key + event));
}
