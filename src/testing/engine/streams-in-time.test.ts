import { describe, expect, it } from 'vitest';
import { RegionInTime } from '../region-in-time.ts';
import {
  iteratorAt,
  readShard,
  readStream,
  readTail,
  shardsOf,
} from '../streams/stream-reading.ts';
import { KEY, names, put, streamed, TableName } from './streamed-region.ts';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const TRIMMED =
  'TrimmedDataAccessException: The operation attempted to read past the oldest stream record in a shard.';

describe('shards', () => {
  it('are closed after four hours and go on as their children', async () => {
    const { region, arn } = await streamed();
    await put(region, 'a');
    await region.pass(4 * HOUR + SECOND);
    await put(region, 'b');
    const [parent, child, ...more] = await shardsOf(region, arn);
    expect(more).toEqual([]);
    expect(parent?.SequenceNumberRange.EndingSequenceNumber).toBeDefined();
    expect(child?.ParentShardId).toBe(parent?.ShardId);
    expect(child?.SequenceNumberRange.EndingSequenceNumber).toBeUndefined();
    expect(await names(readShard(region, arn, parent?.ShardId ?? ''))).toEqual(['a']);
    expect(await names(readShard(region, arn, child?.ShardId ?? ''))).toEqual(['b']);
    await region.close();
  });

  it('are closed at the next opening where nobody was there to do it', async () => {
    const { region, arn } = await streamed();
    await put(region, 'a');
    await region.close();
    await region.pass(9 * HOUR);
    await region.reopen('close');
    await region.pass(SECOND);
    expect(await shardsOf(region, arn)).toHaveLength(2);
    expect(await names(readStream(region, arn))).toEqual(['a']);
    await region.close();
  });

  it('go a day after they were closed', async () => {
    const { region, arn } = await streamed();
    const [first] = await shardsOf(region, arn);
    await region.pass(2 * DAY);
    const shards = await shardsOf(region, arn);
    expect(shards.map(({ ShardId }) => ShardId)).not.toContain(first?.ShardId);
    expect(shards.length).toBeGreaterThanOrEqual(6);
    expect(shards.length).toBeLessThanOrEqual(8);
    await region.close();
  });
});

describe('records', () => {
  it('can be read for a day', async () => {
    const { region, arn } = await streamed();
    await put(region, 'a');
    await region.pass(DAY - MINUTE);
    await put(region, 'b');
    expect(await names(readStream(region, arn))).toEqual(['a', 'b']);
    await region.pass(2 * MINUTE);
    expect(await names(readStream(region, arn))).toEqual(['b']);
    expect(await names(readTail(region, arn))).toEqual(['b']);
    await region.close();
  });

  it('are refused behind the trim horizon to who names one', async () => {
    const { region, arn } = await streamed();
    await put(region, 'a');
    const [record] = await readStream(region, arn);
    const [shard] = await shardsOf(region, arn);
    await region.pass(DAY + MINUTE);
    const SequenceNumber = record?.dynamodb.SequenceNumber;
    const body = {
      StreamArn: arn,
      ShardId: shard?.ShardId,
      ShardIteratorType: 'AT_SEQUENCE_NUMBER',
      SequenceNumber,
    };
    expect(await region.refused('GetShardIterator', body)).toBe(TRIMMED);
    const before = { StreamArn: arn, After: '100000000000000010000' };
    expect(await region.refused('TailStream', before)).toBe(TRIMMED);
    await region.close();
  });

  it('are refused behind a shard that ran out while nobody was there, before the log is trimmed', async () => {
    const { region, arn } = await streamed();
    await put(region, 'a');
    const [record] = await readStream(region, arn);
    await put(region, 'b');
    await region.pass(4 * HOUR + MINUTE);
    await region.close();
    await region.pass(30 * HOUR);
    await region.reopen('close');
    await put(region, 'new');
    const After = record?.dynamodb.SequenceNumber;
    expect(await region.refused('TailStream', { StreamArn: arn, After })).toBe(TRIMMED);
    expect(await names(readTail(region, arn))).toEqual(['new']);
    await region.close();
  });

  it('of an earlier stream are missed by who names it and reads the next', async () => {
    const { region, arn } = await streamed();
    await put(region, 'a');
    const [record] = await readStream(region, arn);
    await put(region, 'b');
    for (const StreamEnabled of [false, true]) {
      await region.pass(SECOND);
      const StreamViewType = StreamEnabled ? 'KEYS_ONLY' : undefined;
      const StreamSpecification = { StreamEnabled, StreamViewType };
      await region.call('UpdateTable', { TableName, StreamSpecification });
    }
    await put(region, 'c');
    const After = record?.dynamodb.SequenceNumber;
    expect(await region.refused('TailStream', { TableName, After })).toBe(TRIMMED);
    const { Position } = await region.call<{ Position: string }>('TailStream', {
      StreamArn: arn,
      After,
    });
    const { Records } = await region.call<{ Records: readonly unknown[] }>('TailStream', {
      TableName,
      After: Position,
    });
    expect(Records).toHaveLength(1);
    await region.close();
  });

  it('are refused to an iterator that is older than their end', async () => {
    const { region, arn } = await streamed();
    await put(region, 'a');
    await put(region, 'b');
    const [first] = await readStream(region, arn);
    const [shard] = await shardsOf(region, arn);
    await region.pass(DAY - MINUTE);
    const start = {
      ShardIteratorType: 'AFTER_SEQUENCE_NUMBER',
      SequenceNumber: first?.dynamodb.SequenceNumber,
    };
    const ShardIterator = await iteratorAt(region, arn, shard?.ShardId ?? '', start);
    await region.pass(2 * MINUTE);
    expect(await region.refused('GetRecords', { ShardIterator })).toBe(TRIMMED);
    await region.close();
  });

  it.each(['close', 'kill'] as const)('are there after a %s', async (how) => {
    const { region, arn } = await streamed();
    await put(region, 'a');
    await put(region, 'b');
    const before = await readStream(region, arn);
    await region.reopen(how);
    expect(await readStream(region, arn)).toEqual(before);
    await put(region, 'c');
    expect(await names(readTail(region, arn))).toEqual(['a', 'b', 'c']);
    await region.close();
  });
});

describe('a log that is larger than what is kept of it in memory', () => {
  it.each(['close', 'kill'] as const)('is read to its end, after a %s too', async (how) => {
    const { region, arn } = await streamed();
    await region.call('CreateTable', {
      TableName: 'other',
      KeySchema: KEY,
      AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
      BillingMode: 'PAY_PER_REQUEST',
    });
    const text = { S: 'x'.repeat(380_000) };
    await put(region, 'a');
    for (let i = 0; i < 40; i++) {
      const Item = { pk: { S: String(i) }, text };
      await region.call('PutItem', { TableName: 'other', Item });
      if (i === 20) await put(region, 'b');
    }
    await put(region, 'c');
    expect(await names(readStream(region, arn))).toEqual(['a', 'b', 'c']);
    await region.reopen(how);
    expect(await names(readStream(region, arn))).toEqual(['a', 'b', 'c']);
    expect(await names(readTail(region, arn))).toEqual(['a', 'b', 'c']);
    await region.close();
  });

  it('is read in pages where the stream itself is that large', async () => {
    const { region, arn } = await streamed();
    const text = { S: 'x'.repeat(380_000) };
    const expected = Array.from({ length: 40 }, (_, i) => String(i));
    for (const name of expected) {
      await region.call('PutItem', { TableName, Item: { pk: { S: name }, text } });
    }
    await region.reopen('kill');
    expect(await names(readStream(region, arn))).toEqual(expected);
    expect(await names(readTail(region, arn))).toEqual(expected);
    await region.close();
  });
});

describe('an iterator', () => {
  it('can be used for 15 minutes', async () => {
    const { region, arn } = await streamed();
    const [shard] = await shardsOf(region, arn);
    const ShardIterator = await iteratorAt(region, arn, shard?.ShardId ?? '');
    await region.pass(15 * MINUTE);
    await region.call('GetRecords', { ShardIterator });
    await region.pass(1);
    expect(await region.refused('GetRecords', { ShardIterator })).toMatch(
      /^ExpiredIteratorException: Iterator expired\. The iterator was created at time .* which is further in the future than the tolerated delay of 900000 milliseconds\.$/,
    );
    await region.close();
  });
});

describe('a stream that was switched off', () => {
  const off = { TableName, StreamSpecification: { StreamEnabled: false } };
  const streams = async (region: RegionInTime): Promise<unknown> =>
    (await region.call<{ Streams: unknown[] }>('ListStreams', {})).Streams.length;

  it('can be read for a day', async () => {
    const { region, arn } = await streamed();
    await put(region, 'a');
    await region.call('UpdateTable', off);
    await region.pass(DAY - SECOND);
    expect(await streams(region)).toBe(1);
    expect(await readStream(region, arn)).toHaveLength(1);
    await region.pass(2 * SECOND);
    expect(await streams(region)).toBe(0);
    expect(await region.refused('DescribeStream', { StreamArn: arn })).toBe(
      `ResourceNotFoundException: Requested resource not found: Stream: ${arn} not found`,
    );
    await region.close();
  });

  it('is forgotten at an opening later on', async () => {
    const { region } = await streamed();
    await region.call('UpdateTable', off);
    await region.close();
    await region.pass(3 * DAY);
    await region.reopen('close');
    await region.pass(SECOND);
    expect(await streams(region)).toBe(0);
    await region.close();
  });
});

describe('the label of a stream', () => {
  it('is another one each time, in one millisecond too', async () => {
    const { region, arn } = await streamed();
    const arns = [arn];
    for (let i = 0; i < 3; i++) {
      await region.call('UpdateTable', {
        TableName,
        StreamSpecification: { StreamEnabled: false },
      });
      const { TableDescription } = await region.call<{
        TableDescription: { LatestStreamArn: string };
      }>('UpdateTable', {
        TableName,
        StreamSpecification: { StreamEnabled: true, StreamViewType: 'KEYS_ONLY' },
      });
      arns.push(TableDescription.LatestStreamArn);
    }
    expect(new Set(arns).size).toBe(4);
    await region.close();
  });
});
