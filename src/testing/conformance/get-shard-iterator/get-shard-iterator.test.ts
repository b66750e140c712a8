import { describe, expect, it } from 'vitest';
import { ask } from '../ask.ts';
import { constraintFault, VALIDATION } from '../messages.ts';
import {
  askStreams,
  describeStream,
  iteratorOf,
  recordsOf,
  streamedTable,
  streamsRefused,
} from '../streams.ts';
import type { Page, StreamRecord } from '../streams.ts';

const PROVISIONED = {
  BillingMode: 'PROVISIONED',
  ProvisionedThroughput: { ReadCapacityUnits: 5, WriteCapacityUnits: 5 },
} as const;

interface OneShard {
  readonly TableName: string;
  readonly StreamArn: string;
  readonly ShardId: string;
  readonly records: readonly StreamRecord[];
}

/** A stream with one shard and four changes of one item. */
async function oneShard(): Promise<OneShard> {
  const { TableName, StreamArn } = await streamedTable('NEW_IMAGE', PROVISIONED);
  for (let n = 1; n <= 4; n++) await put(TableName, n);
  const { Shards } = await describeStream(StreamArn);
  const [{ ShardId } = { ShardId: '' }] = Shards;
  expect(Shards).toHaveLength(1);
  return { TableName, StreamArn, ShardId, records: await recordsOf(StreamArn) };
}

const put = (TableName: string, n: number): Promise<unknown> =>
  ask('PutItem', { TableName, Item: { pk: { S: 'a' }, n: { N: String(n) } } });

async function read(
  { StreamArn, ShardId }: OneShard,
  start: { readonly ShardIteratorType: string; readonly SequenceNumber?: string },
): Promise<readonly unknown[]> {
  const ShardIterator = await iteratorOf(StreamArn, ShardId, start);
  const { Records } = await askStreams<Page>('GetRecords', { ShardIterator });
  return Records.map(({ dynamodb }) => dynamodb.NewImage?.['n']?.N);
}

describe('the four types of iterators (semantics.md section 8)', () => {
  it('TRIM_HORIZON begins with the oldest record', async () => {
    const shard = await oneShard();
    expect(await read(shard, { ShardIteratorType: 'TRIM_HORIZON' })).toEqual(['1', '2', '3', '4']);
  });

  it('LATEST begins behind the newest record', async () => {
    const { TableName, StreamArn, ShardId } = await oneShard();
    const start = { ShardIteratorType: 'LATEST' };
    let ShardIterator: string | undefined = await iteratorOf(StreamArn, ShardId, start);
    const first: Page = await askStreams<Page>('GetRecords', { ShardIterator });
    expect(first.Records).toEqual([]);
    await put(TableName, 5);
    ShardIterator = first.NextShardIterator;
    const second = await askStreams<Page>('GetRecords', { ShardIterator });
    expect(second.Records.map(({ dynamodb }) => dynamodb.NewImage?.['n']?.N)).toEqual(['5']);
  });

  it('AT_SEQUENCE_NUMBER begins with the record, AFTER_SEQUENCE_NUMBER behind it', async () => {
    const shard = await oneShard();
    const SequenceNumber = shard.records[1]?.dynamodb.SequenceNumber ?? '';
    const at = { ShardIteratorType: 'AT_SEQUENCE_NUMBER', SequenceNumber };
    const after = { ShardIteratorType: 'AFTER_SEQUENCE_NUMBER', SequenceNumber };
    expect(await read(shard, at)).toEqual(['2', '3', '4']);
    expect(await read(shard, after)).toEqual(['3', '4']);
  });

  it('the starting sequence number of a shard can be named', async () => {
    const shard = await oneShard();
    const { Shards } = await describeStream(shard.StreamArn);
    const SequenceNumber = Shards[0]?.SequenceNumberRange.StartingSequenceNumber ?? '';
    const start = { ShardIteratorType: 'AT_SEQUENCE_NUMBER', SequenceNumber };
    expect(await read(shard, start)).toEqual(['1', '2', '3', '4']);
  });

  it('an iterator is a text of at most 2048 characters that names its stream', async () => {
    const { StreamArn, ShardId } = await oneShard();
    const iterator = await iteratorOf(StreamArn, ShardId, { ShardIteratorType: 'TRIM_HORIZON' });
    expect(iterator.startsWith(`${StreamArn}|1|`)).toBe(true);
    expect(iterator.length).toBeLessThan(2048);
  });
});

const ARN = 'arn:aws:dynamodb:eu-west-2:000000000001:table/nothing/stream/2026-11-21T02:20:12.345';
const SHARD = 'shardId-00000001795294256226-fc57b92c';
const NUMBER = '100000000000000010000';

describe('GetShardIterator refuses', () => {
  const request = { StreamArn: ARN, ShardId: SHARD, ShardIteratorType: 'LATEST' };
  it.each([
    [
      {},
      `${VALIDATION}3 validation errors detected: ` +
        ['streamArn', 'shardId', 'shardIteratorType']
          .map(
            (each) =>
              `Value null at '${each}' failed to satisfy constraint: Member must not be null`,
          )
          .join('; '),
    ],
    [
      { ...request, ShardIteratorType: 'AT_TIMESTAMP' },
      constraintFault(
        "'AT_TIMESTAMP'",
        'shardIteratorType',
        'satisfy enum value set: [AFTER_SEQUENCE_NUMBER, LATEST, AT_SEQUENCE_NUMBER, TRIM_HORIZON]',
      ),
    ],
    [
      { ...request, ShardId: 'short' },
      constraintFault("'short'", 'shardId', 'have length greater than or equal to 28'),
    ],
    [
      { ...request, ShardIteratorType: 'AT_SEQUENCE_NUMBER', SequenceNumber: '1' },
      constraintFault("'1'", 'sequenceNumber', 'have length greater than or equal to 21'),
    ],
    [
      { ...request, ShardIteratorType: 'AFTER_SEQUENCE_NUMBER' },
      `${VALIDATION}SequenceNumber cannot be null`,
    ],
    [
      { ...request, SequenceNumber: NUMBER },
      `${VALIDATION}SequenceNumber must be null for ShardIteratorType LATEST`,
    ],
    [{ ...request, StreamArn: 'x'.repeat(40) }, `${VALIDATION}Invalid StreamArn`],
    [request, `ResourceNotFoundException: Requested resource not found: Stream: ${ARN} not found`],
  ])('%j', async (body, message) => {
    expect(await streamsRefused('GetShardIterator', body)).toBe(message);
  });

  it('a shard that the stream does not have', async () => {
    const { StreamArn } = await streamedTable();
    const body = { ...request, StreamArn };
    expect(await streamsRefused('GetShardIterator', body)).toBe(
      'ResourceNotFoundException: Requested resource not found: Shard does not exist',
    );
  });

  it.each(['1'.repeat(22), 'x'.repeat(21), NUMBER, '1'.repeat(21)])(
    'a sequence number that the shard does not have: %s',
    async (SequenceNumber) => {
      const { StreamArn, ShardId } = await oneShard();
      const ShardIteratorType = 'AT_SEQUENCE_NUMBER';
      const body = { StreamArn, ShardId, ShardIteratorType, SequenceNumber };
      expect(await streamsRefused('GetShardIterator', body)).toBe(
        `${VALIDATION}Invalid SequenceNumber: ${SequenceNumber}`,
      );
    },
  );
});
