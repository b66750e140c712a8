/**
 * Requests to DynamoDB Streams, as bodies: a client of its own has no other way to say them.
 */
import { DescribeTableCommand } from '@aws-sdk/client-dynamodb';
import type { AttributeValue, StreamViewType } from '@aws-sdk/client-dynamodb';
import { client, database, freshTable } from './region.ts';
import type { TableShape } from './region.ts';

export type StreamOperation = 'ListStreams' | 'DescribeStream' | 'GetShardIterator' | 'GetRecords';

export interface StreamRecord {
  readonly eventID: string;
  readonly eventName: string;
  readonly dynamodb: {
    readonly Keys: Record<string, AttributeValue>;
    readonly NewImage?: Record<string, AttributeValue>;
    readonly OldImage?: Record<string, AttributeValue>;
    readonly SequenceNumber: string;
    readonly SizeBytes: number;
    readonly ApproximateCreationDateTime: number;
  };
  readonly userIdentity?: object;
}

export interface Shard {
  readonly ShardId: string;
  readonly ParentShardId?: string;
  readonly SequenceNumberRange: {
    readonly StartingSequenceNumber: string;
    readonly EndingSequenceNumber?: string;
  };
}

export interface StreamDescription {
  readonly StreamArn: string;
  readonly StreamLabel: string;
  readonly StreamStatus: string;
  readonly Shards: readonly Shard[];
  readonly LastEvaluatedShardId?: string;
}

async function send(
  operation: StreamOperation,
  body: object,
): Promise<{ status: number; text: string }> {
  const target = `DynamoDBStreams_20120810.${operation}`;
  const answer = await database.request(target, JSON.stringify(body));
  return { status: answer.status, text: answer.body };
}

/** The answer to a request that must succeed. */
export async function askStreams<Answer>(
  operation: StreamOperation,
  body: object,
): Promise<Answer> {
  const { status, text } = await send(operation, body);
  if (status !== 200) throw new Error(`${operation}: ${text}`);
  return JSON.parse(text) as Answer;
}

/** What a request that must fail was told: `ValidationException: the message`. */
export async function streamsRefused(operation: StreamOperation, body: object): Promise<string> {
  const { status, text } = await send(operation, body);
  if (status === 200) throw new Error(`${operation} was expected to be refused`);
  const { __type: type, message } = JSON.parse(text) as { __type: string; message?: string };
  return `${type.replace(/^.*#/, '')}: ${message ?? ''}`;
}

/** A table with a stream, and the ARN of that. */
export async function streamedTable(
  StreamViewType: StreamViewType = 'NEW_AND_OLD_IMAGES',
  shape: TableShape = {},
): Promise<{ readonly TableName: string; readonly StreamArn: string }> {
  const StreamSpecification = { StreamEnabled: true, StreamViewType };
  const TableName = await freshTable({ ...shape, StreamSpecification });
  return { TableName, StreamArn: await latestStreamOf(TableName) };
}

export async function latestStreamOf(TableName: string): Promise<string> {
  const { Table } = await client.send(new DescribeTableCommand({ TableName }));
  if (Table?.LatestStreamArn === undefined) throw new Error(`${TableName} has no stream`);
  return Table.LatestStreamArn;
}

export async function describeStream(StreamArn: string): Promise<StreamDescription> {
  const body = { StreamArn };
  const answer = await askStreams<{ StreamDescription: StreamDescription }>('DescribeStream', body);
  return answer.StreamDescription;
}

export interface Page {
  readonly Records: readonly StreamRecord[];
  readonly NextShardIterator?: string;
}

export async function iteratorOf(
  StreamArn: string,
  ShardId: string,
  start: { readonly ShardIteratorType: string; readonly SequenceNumber?: string },
): Promise<string> {
  const body = { StreamArn, ShardId, ...start };
  const answer = await askStreams<{ ShardIterator: string }>('GetShardIterator', body);
  return answer.ShardIterator;
}

/** The records of one shard from the trim horizon on, until a page is empty. */
export async function recordsOfShard(
  StreamArn: string,
  ShardId: string,
): Promise<readonly StreamRecord[]> {
  const records: StreamRecord[] = [];
  let ShardIterator: string | undefined = await iteratorOf(StreamArn, ShardId, {
    ShardIteratorType: 'TRIM_HORIZON',
  });
  while (ShardIterator !== undefined) {
    const page: Page = await askStreams<Page>('GetRecords', { ShardIterator });
    if (page.Records.length === 0) break;
    records.push(...page.Records);
    ShardIterator = page.NextShardIterator;
  }
  return records;
}

/** The records of all shards, in the order of their sequence numbers. */
export async function recordsOf(StreamArn: string): Promise<readonly StreamRecord[]> {
  const { Shards } = await describeStream(StreamArn);
  const lists = await Promise.all(Shards.map(({ ShardId }) => recordsOfShard(StreamArn, ShardId)));
  return lists
    .flat()
    .sort((a, b) => (a.dynamodb.SequenceNumber < b.dynamodb.SequenceNumber ? -1 : 1));
}
