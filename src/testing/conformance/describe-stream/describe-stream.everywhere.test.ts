import { DeleteTableCommand, UpdateTableCommand } from '@aws-sdk/client-dynamodb';
import { describe, expect, it } from 'vitest';
import { ask } from '../ask.ts';
import { constraintFault, VALIDATION } from '../messages.ts';
import { client } from '../region.ts';
import {
  askStreams,
  describeStream,
  recordsOf,
  recordsOfShard,
  streamedTable,
  streamsRefused,
} from '../streams.ts';
import type { Shard, StreamDescription } from '../streams.ts';

const NO_STREAM =
  'arn:aws:dynamodb:eu-west-2:000000000001:table/nothing/stream/2026-11-21T02:20:12.345';

const page = async (body: object): Promise<StreamDescription> =>
  (await askStreams<{ StreamDescription: StreamDescription }>('DescribeStream', body))
    .StreamDescription;

async function warmed(TableName: string, WriteUnitsPerSecond: number): Promise<void> {
  const WarmThroughput = { ReadUnitsPerSecond: 12_000, WriteUnitsPerSecond };
  await client.send(new UpdateTableCommand({ TableName, WarmThroughput }));
}

const isOpen = (shard: Shard): boolean =>
  shard.SequenceNumberRange.EndingSequenceNumber === undefined;

describe('DescribeStream (api-surface.md, DynamoDB Streams)', () => {
  it('describes a stream with a shard for every partition, before its first write [suite]', async () => {
    const { TableName, StreamArn } = await streamedTable('OLD_IMAGE', { range: 'sk:N' });
    const description = await describeStream(StreamArn);
    expect(description).toEqual({
      StreamArn,
      StreamLabel: StreamArn.split('/stream/')[1],
      StreamStatus: 'ENABLED',
      StreamViewType: 'OLD_IMAGE',
      CreationRequestDateTime: expect.any(Number) as number,
      TableName,
      KeySchema: [
        { AttributeName: 'pk', KeyType: 'HASH' },
        { AttributeName: 'sk', KeyType: 'RANGE' },
      ],
      Shards: Array.from({ length: 4 }, () => ({
        ShardId: expect.stringMatching(/^shardId-\d{20}-[0-9a-f]{8}$/) as string,
        SequenceNumberRange: {
          StartingSequenceNumber: expect.stringMatching(/^\d{21,40}$/) as string,
        },
      })),
    });
  });

  it('closes the shards of a stream that is switched off, and leaves its records', async () => {
    const { TableName, StreamArn } = await streamedTable();
    await ask('PutItem', { TableName, Item: { pk: { S: 'a' } } });
    const StreamSpecification = { StreamEnabled: false };
    await client.send(new UpdateTableCommand({ TableName, StreamSpecification }));
    const { StreamStatus, Shards } = await describeStream(StreamArn);
    expect(StreamStatus).toBe('DISABLED');
    expect(Shards.some(isOpen)).toBe(false);
    expect(await recordsOf(StreamArn)).toHaveLength(1);
  });

  it('describes the stream of a table that is gone', async () => {
    const { TableName, StreamArn } = await streamedTable();
    await ask('PutItem', { TableName, Item: { pk: { S: 'a' } } });
    await client.send(new DeleteTableCommand({ TableName }));
    expect((await describeStream(StreamArn)).StreamStatus).toBe('DISABLED');
    const records = await recordsOf(StreamArn);
    expect(records.map(({ eventName }) => eventName)).toEqual(['INSERT']);
  });

  it('pages by the id of the last shard', async () => {
    const { StreamArn } = await streamedTable();
    const all = (await describeStream(StreamArn)).Shards;
    const paged: Shard[] = [];
    let ExclusiveStartShardId: string | undefined;
    do {
      const part = await page({ StreamArn, Limit: 3, ExclusiveStartShardId });
      paged.push(...part.Shards);
      ExclusiveStartShardId = part.LastEvaluatedShardId;
    } while (ExclusiveStartShardId !== undefined);
    expect(paged).toEqual(all);
  });
});

describe('a partition that splits (semantics.md section 8)', () => {
  it('closes its shard, and two children go on', async () => {
    const { TableName, StreamArn } = await streamedTable();
    const before = (await describeStream(StreamArn)).Shards;
    await warmed(TableName, 5_000);
    const { Shards } = await describeStream(StreamArn);
    expect(Shards.filter(isOpen)).toHaveLength(5);
    const children = Shards.slice(4);
    const parents = Shards.filter((each) => !isOpen(each));
    expect(parents).toHaveLength(1);
    expect(children.map((each) => each.ParentShardId)).toEqual([
      parents[0]?.ShardId,
      parents[0]?.ShardId,
    ]);
    expect(before.map((each) => each.ShardId)).toContain(parents[0]?.ShardId);
    const ending = parents[0]?.SequenceNumberRange.EndingSequenceNumber ?? '';
    for (const child of children) {
      expect(child.SequenceNumberRange.StartingSequenceNumber > ending).toBe(true);
    }
  });

  it('keeps the changes of one item in order: those before in the parent, those after in a child', async () => {
    const { TableName, StreamArn } = await streamedTable();
    const put = (n: number): Promise<unknown> =>
      Promise.all(
        Array.from({ length: 20 }, (_, i) =>
          ask('PutItem', { TableName, Item: { pk: { S: String(i) }, n: { N: String(n) } } }),
        ),
      );
    await put(1);
    await warmed(TableName, 8_000);
    await put(2);
    const { Shards } = await describeStream(StreamArn);
    const records = await recordsOf(StreamArn);
    expect(records).toHaveLength(40);
    for (const shard of Shards) {
      for (const { dynamodb } of await recordsOfShard(StreamArn, shard.ShardId)) {
        const { StartingSequenceNumber: start, EndingSequenceNumber: end = '2' } =
          shard.SequenceNumberRange;
        expect(dynamodb.SequenceNumber >= start && dynamodb.SequenceNumber <= end).toBe(true);
      }
    }
  });

  it('shows the children of one shard to a ShardFilter [model]', async () => {
    const { TableName, StreamArn } = await streamedTable();
    await warmed(TableName, 5_000);
    const { Shards } = await describeStream(StreamArn);
    const children = Shards.filter((each) => each.ParentShardId !== undefined);
    const ShardId = children[0]?.ParentShardId;
    const filtered = await page({ StreamArn, ShardFilter: { Type: 'CHILD_SHARDS', ShardId } });
    expect(filtered.Shards).toEqual(children);
  });
});

describe('DescribeStream refuses', () => {
  it.each([
    [{}, constraintFault('null', 'streamArn', 'not be null')],
    [{ StreamArn: 'x'.repeat(40) }, `${VALIDATION}Invalid StreamArn`],
    [
      { StreamArn: NO_STREAM },
      `ResourceNotFoundException: Requested resource not found: Stream: ${NO_STREAM} not found`,
    ],
    [
      { StreamArn: NO_STREAM, Limit: 0 },
      constraintFault("'0'", 'limit', 'have value greater than or equal to 1'),
    ],
    [
      { StreamArn: NO_STREAM, ExclusiveStartShardId: 'x' },
      constraintFault("'x'", 'exclusiveStartShardId', 'have length greater than or equal to 28'),
    ],
    [
      { StreamArn: NO_STREAM, ShardFilter: { Type: 'ALL' } },
      constraintFault("'ALL'", 'shardFilter.type', 'satisfy enum value set: [CHILD_SHARDS]'),
    ],
    [
      { StreamArn: NO_STREAM, ShardFilter: { Type: 'CHILD_SHARDS' } },
      `${VALIDATION}ShardFilter must have both Type and ShardId`,
    ],
  ])('%j', async (body, message) => {
    expect(await streamsRefused('DescribeStream', body)).toBe(message);
  });

  it('the ARN of a stream in another account', async () => {
    const { StreamArn } = await streamedTable();
    const foreign = StreamArn.replace('000000000001', '999999999999');
    expect(await streamsRefused('DescribeStream', { StreamArn: foreign })).toBe(
      `ResourceNotFoundException: Requested resource not found: Stream: ${foreign} not found`,
    );
  });
});
