import { describe, expect, it } from 'vitest';
import { RegionInTime } from '../region-in-time.ts';
import { readTail } from '../streams/stream-reading.ts';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const YEAR = 365.25 * DAY;
const TableName = 'sessions';

/** A table whose items expire by `ttl`, with a stream and indexes of both kinds. */
async function expiring(
  options: object = { expiryDelayMs: 0 },
): Promise<{ readonly region: RegionInTime; readonly arn: string }> {
  const region = await RegionInTime.open(1, options);
  const key = (name: string, range: string): object[] => [
    { AttributeName: name, KeyType: 'HASH' },
    { AttributeName: range, KeyType: 'RANGE' },
  ];
  const Projection = { ProjectionType: 'ALL' };
  const { TableDescription } = await region.call<{
    TableDescription: { LatestStreamArn: string };
  }>('CreateTable', {
    TableName,
    BillingMode: 'PAY_PER_REQUEST',
    KeySchema: key('pk', 'sk'),
    AttributeDefinitions: ['pk', 'sk', 'v'].map((AttributeName) => ({
      AttributeName,
      AttributeType: 'S',
    })),
    LocalSecondaryIndexes: [{ IndexName: 'local', KeySchema: key('pk', 'v'), Projection }],
    GlobalSecondaryIndexes: [{ IndexName: 'global', KeySchema: key('v', 'pk'), Projection }],
    StreamSpecification: { StreamEnabled: true, StreamViewType: 'OLD_IMAGE' },
  });
  await enable(region);
  return { region, arn: TableDescription.LatestStreamArn };
}

const enable = (region: RegionInTime, Enabled = true): Promise<unknown> =>
  region.call('UpdateTimeToLive', {
    TableName,
    TimeToLiveSpecification: { Enabled, AttributeName: 'ttl' },
  });

const inSeconds = (region: RegionInTime, seconds: number): object => ({
  N: String(Math.floor(region.nowMs / SECOND) + seconds),
});

const itemOf = (name: string, ttl: unknown): object => ({
  pk: { S: name },
  sk: { S: 's' },
  v: { S: 'all' },
  ...(ttl === undefined ? {} : { ttl }),
});

const put = (region: RegionInTime, name: string, ttl?: unknown): Promise<unknown> =>
  region.call('PutItem', { TableName, Item: itemOf(name, ttl) });

async function namesIn(region: RegionInTime, IndexName?: string): Promise<readonly string[]> {
  const { Items } = await region.call<{ Items: { pk: { S: string } }[] }>('Scan', {
    TableName,
    IndexName,
  });
  return Items.map(({ pk }) => pk.S).sort();
}

describe('an item that has expired', () => {
  it('is deleted from its table and from its indexes', async () => {
    const { region } = await expiring();
    await put(region, 'a', inSeconds(region, 60));
    await put(region, 'b', inSeconds(region, 600));
    await put(region, 'c');
    await region.pass(59 * SECOND);
    expect(await namesIn(region)).toEqual(['a', 'b', 'c']);
    await region.pass(3 * SECOND);
    for (const index of [undefined, 'local', 'global']) {
      expect(await namesIn(region, index)).toEqual(['b', 'c']);
    }
    await region.pass(HOUR);
    expect(await namesIn(region, 'global')).toEqual(['c']);
    const { Table } = await region.call<{
      Table: { ItemCount: number; GlobalSecondaryIndexes: { ItemCount: number }[] };
    }>('DescribeTable', { TableName });
    expect([Table.ItemCount, Table.GlobalSecondaryIndexes[0]?.ItemCount]).toEqual([1, 1]);
    await region.close();
  });

  it('is in the stream as AWS writes it, and one that was deleted by request is not', async () => {
    const { region, arn } = await expiring();
    const ttl = inSeconds(region, 10);
    await put(region, 'a', ttl);
    await put(region, 'b');
    await region.call('DeleteItem', { TableName, Key: { pk: { S: 'b' }, sk: { S: 's' } } });
    await region.pass(MINUTE);
    const removed = (await readTail(region, arn)).filter(({ eventName }) => eventName === 'REMOVE');
    expect(
      removed.map(({ dynamodb, userIdentity }) => [dynamodb.Keys['pk']?.S, userIdentity]),
    ).toEqual([
      ['b', undefined],
      ['a', { PrincipalId: 'dynamodb.amazonaws.com', Type: 'Service' }],
    ]);
    expect(removed[1]?.dynamodb.OldImage).toEqual(itemOf('a', ttl));
    await region.close();
  });

  it('shows until it is deleted, and may be saved', async () => {
    const { region } = await expiring({ expiryDelayMs: HOUR });
    await put(region, 'a', inSeconds(region, 10));
    await put(region, 'b', inSeconds(region, 10));
    await region.pass(MINUTE);
    expect(await namesIn(region)).toEqual(['a', 'b']);
    await region.call('UpdateItem', {
      TableName,
      Key: { pk: { S: 'a' }, sk: { S: 's' } },
      UpdateExpression: 'SET #t = :t',
      ExpressionAttributeNames: { '#t': 'ttl' },
      ExpressionAttributeValues: { ':t': inSeconds(region, 3 * 3600) },
    });
    await region.pass(HOUR);
    expect(await namesIn(region)).toEqual(['a']);
    await region.close();
  });

  it('is deleted within a minute unless told otherwise', async () => {
    const { region } = await expiring({});
    await put(region, 'a', inSeconds(region, 10));
    await region.pass(71 * SECOND);
    expect(await namesIn(region)).toEqual([]);
    await region.close();
  });
});

describe('what does not expire', () => {
  it.each([
    ['a text', { S: '1' }],
    ['a set', { NS: ['1000000000'] }],
    ['a number inside a map', { M: { ttl: { N: '1700000000' } } }],
    ['zero', { N: '0' }],
    ['a negative number', { N: '-1700000000' }],
    ['milliseconds', { N: '1700000000000' }],
  ])('%s', async (_, ttl) => {
    const { region } = await expiring();
    await put(region, 'a', ttl);
    await region.pass(2 * HOUR);
    expect(await namesIn(region)).toEqual(['a']);
    await region.close();
  });

  it('what expired more than five years ago', async () => {
    const { region } = await expiring();
    await put(region, 'old', inSeconds(region, (-5 * YEAR) / SECOND - 60));
    await put(region, 'older', inSeconds(region, (-5 * YEAR) / SECOND + 7200));
    await region.pass(MINUTE);
    expect(await namesIn(region)).toEqual(['old']);
    await region.close();
  });

  it('items of a table whose expiry was switched off', async () => {
    const { region } = await expiring();
    await put(region, 'a', inSeconds(region, 2 * 3600));
    await region.pass(HOUR);
    await enable(region, false);
    await region.pass(3 * HOUR);
    expect(await namesIn(region)).toEqual(['a']);
    await region.close();
  });
});

describe('the sweep', () => {
  it('finds what was there before expiry was switched on', async () => {
    const { region } = await expiring();
    await region.pass(HOUR);
    await enable(region, false);
    for (let i = 0; i < 30; i++) await put(region, `p${String(i)}`, inSeconds(region, -60));
    await region.pass(HOUR);
    expect(await namesIn(region)).toHaveLength(30);
    await enable(region);
    await region.pass(MINUTE);
    expect(await namesIn(region)).toEqual([]);
    await region.close();
  });

  it('finds what expired while the database was closed, in a table of many pages', async () => {
    const { region } = await expiring();
    const v = { S: 'x'.repeat(900) };
    for (let at = 0; at < 1200; at += 25) {
      const writes = Array.from({ length: 25 }, (_, i) => ({
        PutRequest: {
          Item: {
            pk: { S: `p${String(at + i)}` },
            sk: { S: 's' },
            v,
            ttl: inSeconds(region, (at + i) % 2 === 0 ? 2 * 3600 : 30 * 3600),
          },
        },
      }));
      await region.call('BatchWriteItem', { RequestItems: { [TableName]: writes } });
    }
    await region.close();
    await region.pass(10 * HOUR);
    await region.reopen('close');
    await region.pass(MINUTE);
    const { Table } = await region.call<{ Table: { ItemCount: number } }>('DescribeTable', {
      TableName,
    });
    expect(Table.ItemCount).toBe(600);
    await region.pass(30 * HOUR);
    expect(await namesIn(region)).toEqual([]);
    await region.close();
  });

  it.each(['close', 'kill'] as const)('goes on after a %s', async (how) => {
    const { region } = await expiring();
    await put(region, 'a', inSeconds(region, 60));
    await put(region, 'b', inSeconds(region, 7200));
    await region.reopen(how);
    await region.pass(2 * MINUTE);
    expect(await namesIn(region)).toEqual(['b']);
    await region.pass(2 * HOUR);
    expect(await namesIn(region)).toEqual([]);
    await region.close();
  });

  it('follows the clock where that is moved', async () => {
    const { region } = await expiring();
    await put(region, 'a', inSeconds(region, 3 * 3600));
    region.world.skewClock(4 * HOUR);
    await region.pass(2 * SECOND);
    expect(await namesIn(region)).toEqual([]);
    await region.close();
  });

  it('waits for a clock of DynamoDB that stands still, as no write does', async () => {
    const { region } = await expiring({ expiryDelayMs: 0, durability: 'strict' });
    await put(region, 'a', inSeconds(region, 60));
    region.world.stopService();
    await region.pass(HOUR);
    await put(region, 'b');
    await region.reopen('kill');
    expect(await namesIn(region)).toEqual(['a', 'b']);
    region.world.resumeService();
    await region.pass(MINUTE);
    expect(await namesIn(region)).toEqual(['b']);
    await region.close();
  });
});
