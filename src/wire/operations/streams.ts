/** The operations of DynamoDB Streams. */
import type { AttributeValue } from './attribute-value.ts';
import type { EpochSeconds } from './epoch-seconds.ts';
import type { Exchange } from './exchange.ts';
import type { KeySchemaElement } from './keys.ts';
import type { StreamViewType } from './table-description.ts';

export interface StreamOperations {
  readonly ListStreams: Exchange<ListStreamsInput, ListStreamsOutput>;
  readonly DescribeStream: Exchange<DescribeStreamInput, DescribeStreamOutput>;
  readonly GetShardIterator: Exchange<GetShardIteratorInput, GetShardIteratorOutput>;
  readonly GetRecords: Exchange<GetRecordsInput, GetRecordsOutput>;
}

export interface ListStreamsInput {
  readonly TableName?: string | undefined;
  readonly Limit?: number | undefined;
  readonly ExclusiveStartStreamArn?: string | undefined;
}

export interface ListStreamsOutput {
  readonly Streams?: StreamSummary[] | undefined;
  readonly LastEvaluatedStreamArn?: string | undefined;
}

export interface StreamSummary {
  readonly StreamArn?: string | undefined;
  readonly TableName?: string | undefined;
  readonly StreamLabel?: string | undefined;
}

export interface DescribeStreamInput {
  readonly StreamArn: string;
  readonly Limit?: number | undefined;
  readonly ExclusiveStartShardId?: string | undefined;
  readonly ShardFilter?: ShardFilter | undefined;
}

/** The children of a shard. */
export interface ShardFilter {
  readonly Type?: 'CHILD_SHARDS' | undefined;
  readonly ShardId?: string | undefined;
}

export interface DescribeStreamOutput {
  readonly StreamDescription?: StreamDescription | undefined;
}

export interface StreamDescription {
  readonly StreamArn?: string | undefined;
  readonly StreamLabel?: string | undefined;
  readonly StreamStatus?: 'DISABLED' | 'DISABLING' | 'ENABLED' | 'ENABLING' | undefined;
  readonly StreamViewType?: StreamViewType | undefined;
  readonly CreationRequestDateTime?: EpochSeconds | undefined;
  readonly TableName?: string | undefined;
  readonly KeySchema?: KeySchemaElement[] | undefined;
  readonly Shards?: Shard[] | undefined;
  readonly LastEvaluatedShardId?: string | undefined;
}

export interface Shard {
  readonly ShardId?: string | undefined;
  readonly SequenceNumberRange?: SequenceNumberRange | undefined;
  readonly ParentShardId?: string | undefined;
}

/** Of an open shard there is no end. */
export interface SequenceNumberRange {
  readonly StartingSequenceNumber?: string | undefined;
  readonly EndingSequenceNumber?: string | undefined;
}

export interface GetShardIteratorInput {
  readonly StreamArn: string;
  readonly ShardId: string;
  readonly ShardIteratorType:
    'AFTER_SEQUENCE_NUMBER' | 'AT_SEQUENCE_NUMBER' | 'LATEST' | 'TRIM_HORIZON';
  readonly SequenceNumber?: string | undefined;
}

export interface GetShardIteratorOutput {
  readonly ShardIterator?: string | undefined;
}

export interface GetRecordsInput {
  readonly ShardIterator: string;
  readonly Limit?: number | undefined;
}

/** Without `NextShardIterator` the shard is closed and read to its end. */
export interface GetRecordsOutput {
  readonly Records?: StreamRecordOutput[] | undefined;
  readonly NextShardIterator?: string | undefined;
}

export interface StreamRecordOutput {
  readonly eventID?: string | undefined;
  readonly eventName?: 'INSERT' | 'MODIFY' | 'REMOVE' | undefined;
  readonly eventVersion?: string | undefined;
  readonly eventSource?: string | undefined;
  readonly awsRegion?: string | undefined;
  readonly dynamodb?: StreamChangeOutput | undefined;
  /** There for items that expired. */
  readonly userIdentity?: Identity | undefined;
}

export interface StreamChangeOutput {
  readonly ApproximateCreationDateTime?: EpochSeconds | undefined;
  readonly Keys?: Record<string, AttributeValue> | undefined;
  readonly NewImage?: Record<string, AttributeValue> | undefined;
  readonly OldImage?: Record<string, AttributeValue> | undefined;
  readonly SequenceNumber?: string | undefined;
  readonly SizeBytes?: number | undefined;
  readonly StreamViewType?: StreamViewType | undefined;
}

export interface Identity {
  readonly PrincipalId?: string | undefined;
  readonly Type?: string | undefined;
}
