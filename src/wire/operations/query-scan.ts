/** Query and Scan, a page at a time. */
import type { AttributeValue } from './attribute-value.ts';
import type { ConsumedCapacity, ReturnConsumedCapacity } from './capacity.ts';
import type { Condition, ConditionalOperator, Placeholders, Reading } from './conditions.ts';
import type { Exchange } from './exchange.ts';

export interface PageOperations {
  readonly Query: Exchange<QueryInput, PageOutput>;
  readonly Scan: Exchange<ScanInput, PageOutput>;
}

/** What Query and Scan have in common. */
export interface PageInput extends Reading, Placeholders {
  readonly TableName: string;
  readonly IndexName?: string | undefined;
  readonly Select?:
    'ALL_ATTRIBUTES' | 'ALL_PROJECTED_ATTRIBUTES' | 'COUNT' | 'SPECIFIC_ATTRIBUTES' | undefined;
  /** Items to read at most, before the filter. */
  readonly Limit?: number | undefined;
  readonly ExclusiveStartKey?: Record<string, AttributeValue> | undefined;
  readonly FilterExpression?: string | undefined;
  readonly ReturnConsumedCapacity?: ReturnConsumedCapacity | undefined;
  readonly ConditionalOperator?: ConditionalOperator | undefined;
}

export interface QueryInput extends PageInput {
  /** Older than KeyConditionExpression. */
  readonly KeyConditions?: Record<string, Condition> | undefined;
  /** Older than FilterExpression. */
  readonly QueryFilter?: Record<string, Condition> | undefined;
  /** False: from the last sort key to the first. */
  readonly ScanIndexForward?: boolean | undefined;
  readonly KeyConditionExpression?: string | undefined;
}

export interface ScanInput extends PageInput {
  /** Older than FilterExpression. */
  readonly ScanFilter?: Record<string, Condition> | undefined;
  readonly TotalSegments?: number | undefined;
  /** Of `TotalSegments`, from 0 on: what a scan in parallel reads. */
  readonly Segment?: number | undefined;
}

/** There are more where `LastEvaluatedKey` is: it is the next `ExclusiveStartKey`. */
export interface PageOutput {
  readonly Items?: Record<string, AttributeValue>[] | undefined;
  /** Items that are answered. */
  readonly Count?: number | undefined;
  /** Items that were read, before the filter. */
  readonly ScannedCount?: number | undefined;
  readonly LastEvaluatedKey?: Record<string, AttributeValue> | undefined;
  readonly ConsumedCapacity?: ConsumedCapacity | undefined;
}
