import { UpdateTableCommand } from '@aws-sdk/client-dynamodb';
import { describe, expect, it } from 'vitest';
import { ask } from '../ask.ts';
import { constraintFault, VALIDATION } from '../messages.ts';
import { client } from '../region.ts';
import {
  askStreams,
  describeStream,
  iteratorOf,
  streamedTable,
  streamsRefused,
} from '../streams.ts';
import type { Page } from '../streams.ts';

const PROVISIONED = {
  BillingMode: 'PROVISIONED',
  ProvisionedThroughput: { ReadCapacityUnits: 5, WriteCapacityUnits: 5 },
} as const;

/** A stream with one shard, and an iterator to its start. */
async function oneShard(): Promise<{
  readonly TableName: string;
  readonly StreamArn: string;
  readonly start: string;
}> {
  const { TableName, StreamArn } = await streamedTable('NEW_IMAGE', PROVISIONED);
  const [shard] = (await describeStream(StreamArn)).Shards;
  const start = await iteratorOf(StreamArn, shard?.ShardId ?? '', {
    ShardIteratorType: 'TRIM_HORIZON',
  });
  return { TableName, StreamArn, start };
}

const records = (ShardIterator: string | undefined, Limit?: number): Promise<Page> =>
  askStreams<Page>('GetRecords', { ShardIterator, Limit });
const put = (TableName: string, n: number, text = ''): Promise<unknown> =>
  ask('PutItem', { TableName, Item: { pk: { S: String(n) }, text: { S: text } } });
const namesOf = ({ Records }: Page): readonly unknown[] =>
  Records.map(({ dynamodb }) => dynamodb.Keys['pk']?.S);

describe('pages of GetRecords (semantics.md section 8)', () => {
  it('hold as many records as the limit asks for and go on behind them', async () => {
    const { TableName, start } = await oneShard();
    for (let n = 1; n <= 5; n++) await put(TableName, n);
    const first = await records(start, 2);
    const second = await records(first.NextShardIterator, 2);
    const third = await records(second.NextShardIterator, 2);
    const fourth = await records(third.NextShardIterator, 2);
    expect([first, second, third, fourth].map(namesOf)).toEqual([
      ['1', '2'],
      ['3', '4'],
      ['5'],
      [],
    ]);
    expect(fourth.NextShardIterator).toBeDefined();
  });

  it('go on within the records of one write', async () => {
    const { TableName, start } = await oneShard();
    const writes = ['a', 'b', 'c'].map((name) => ({ PutRequest: { Item: { pk: { S: name } } } }));
    await ask('BatchWriteItem', { RequestItems: { [TableName]: writes } });
    const first = await records(start, 2);
    const second = await records(first.NextShardIterator, 2);
    expect([...namesOf(first), ...namesOf(second)]).toEqual(['a', 'b', 'c']);
    expect(first.Records).toHaveLength(2);
  });

  it('hold about 1 MB at most', async () => {
    const { TableName, start } = await oneShard();
    const text = 'x'.repeat(300_000);
    for (let n = 1; n <= 5; n++) await put(TableName, n, text);
    const first = await records(start);
    const second = await records(first.NextShardIterator);
    expect([first, second].map(namesOf)).toEqual([
      ['1', '2', '3'],
      ['4', '5'],
    ]);
  });

  it('count bytes and not characters', async () => {
    const { TableName, start } = await oneShard();
    for (let n = 1; n <= 3; n++) await put(TableName, n, '漢'.repeat(120_000));
    expect(namesOf(await records(start))).toEqual(['1', '2']);
  });

  it('can be read again by the same iterator', async () => {
    const { TableName, start } = await oneShard();
    await put(TableName, 1);
    const first = await records(start);
    expect((await records(start)).Records).toEqual(first.Records);
  });

  it('have a NextShardIterator while the shard is open, and none behind the end of a closed one', async () => {
    const { TableName, start } = await oneShard();
    await put(TableName, 1);
    expect((await records(start)).NextShardIterator).toBeDefined();
    const StreamSpecification = { StreamEnabled: false };
    await client.send(new UpdateTableCommand({ TableName, StreamSpecification }));
    const page = await records(start);
    expect(namesOf(page)).toEqual(['1']);
    expect(page.NextShardIterator).toBeUndefined();
  });
});

describe('GetRecords refuses', () => {
  it.each([
    [{}, constraintFault('null', 'shardIterator', 'not be null')],
    [
      { ShardIterator: '' },
      constraintFault("''", 'shardIterator', 'have length greater than or equal to 1'),
    ],
    [
      { ShardIterator: 'x', Limit: 0 },
      constraintFault("'0'", 'limit', 'have value greater than or equal to 1'),
    ],
    [
      { ShardIterator: 'x', Limit: 1001 },
      constraintFault("'1001'", 'limit', 'have value less than or equal to 1000'),
    ],
    [{ ShardIterator: 'x' }, `${VALIDATION}Invalid ShardIterator`],
  ])('%j', async (body, message) => {
    expect(await streamsRefused('GetRecords', body)).toBe(message);
  });

  it('an iterator that was changed, in any of its parts', async () => {
    const { start } = await oneShard();
    const [arn = '', version = '', fields = ''] = start.split('|');
    const forged = [
      `${arn}1|${version}|${fields}`,
      `${arn}|2|${fields}`,
      `${arn}|${version}|${btoa(atob(fields).replace(/ \d+ /, ' 1 '))}`,
      `${arn}|${version}|${fields}|`,
      `${arn}|${version}|${fields.slice(4)}`,
    ];
    for (const ShardIterator of forged) {
      expect(await streamsRefused('GetRecords', { ShardIterator })).toBe(
        `${VALIDATION}Invalid ShardIterator`,
      );
    }
  });
});
