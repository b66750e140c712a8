/** Contributor insights. */
import type { EpochSeconds } from './epoch-seconds.ts';
import type { Exchange } from './exchange.ts';

export interface ContributorInsightsOperations {
  readonly UpdateContributorInsights: Exchange<
    UpdateContributorInsightsInput,
    ContributorInsightsSummary
  >;
  readonly DescribeContributorInsights: Exchange<
    DescribeContributorInsightsInput,
    DescribeContributorInsightsOutput
  >;
  readonly ListContributorInsights: Exchange<
    ListContributorInsightsInput,
    ListContributorInsightsOutput
  >;
}

export type ContributorInsightsStatus =
  'DISABLED' | 'DISABLING' | 'ENABLED' | 'ENABLING' | 'FAILED';

export type ContributorInsightsMode = 'ACCESSED_AND_THROTTLED_KEYS' | 'THROTTLED_KEYS';

export interface FailureException {
  readonly ExceptionName?: string | undefined;
  readonly ExceptionDescription?: string | undefined;
}

export interface DescribeContributorInsightsInput {
  readonly TableName: string;
  readonly IndexName?: string | undefined;
}

export interface ContributorInsightsSummary {
  readonly TableName?: string | undefined;
  readonly IndexName?: string | undefined;
  readonly ContributorInsightsStatus?: ContributorInsightsStatus | undefined;
  readonly ContributorInsightsMode?: ContributorInsightsMode | undefined;
}

export interface DescribeContributorInsightsOutput extends ContributorInsightsSummary {
  readonly ContributorInsightsRuleList?: string[] | undefined;
  readonly LastUpdateDateTime?: EpochSeconds | undefined;
  readonly FailureException?: FailureException | undefined;
}

export interface UpdateContributorInsightsInput {
  readonly TableName: string;
  readonly ContributorInsightsAction: 'DISABLE' | 'ENABLE';
  readonly IndexName?: string | undefined;
  readonly ContributorInsightsMode?: ContributorInsightsMode | undefined;
}

export interface ListContributorInsightsInput {
  readonly TableName?: string | undefined;
  readonly NextToken?: string | undefined;
  readonly MaxResults?: number | undefined;
}

export interface ListContributorInsightsOutput {
  readonly ContributorInsightsSummaries?: ContributorInsightsSummary[] | undefined;
  readonly NextToken?: string | undefined;
}
