import { describe, expect, it } from 'vitest';
import type { Knobs } from '../../kernel/knobs.ts';
import type { Counts } from '../device/counting-devices.ts';
import { CountingDevices, NOTHING } from '../device/counting-devices.ts';
import { RegionInTime } from '../region-in-time.ts';
import type { TurnedKnobs } from '../knobs/draw-knobs.ts';
import { SimulatedWorld } from '../world/simulated-world.ts';

/*
 * What an operation may ask of the device: counts, never times, so that a change that costs a commit, a page or bytes is seen here.
 */

const TableName = 'notes';
const TABLE = {
  TableName,
  BillingMode: 'PAY_PER_REQUEST',
  KeySchema: [
    { AttributeName: 'id', KeyType: 'HASH' },
    { AttributeName: 'at', KeyType: 'RANGE' },
  ],
  AttributeDefinitions: [
    { AttributeName: 'id', AttributeType: 'S' },
    { AttributeName: 'at', AttributeType: 'N' },
  ],
};
const itemOf = (n: number): object => ({
  id: { S: `partition ${n % 10}` },
  at: { N: String(n) },
  owner: { S: `owner ${n % 7}` },
  text: { S: 'x'.repeat(200) },
});
const keyOf = (n: number): object => ({ id: { S: `partition ${n % 10}` }, at: { N: String(n) } });
const putOf = (n: number): object => ({ TableName, Item: itemOf(n) });
const ROUNDS = 100;
const each = (work: (n: number) => Promise<unknown>) => async (): Promise<void> => {
  for (let n = 0; n < ROUNDS; n++) await work(n);
};

interface Bench {
  readonly region: RegionInTime;
  readonly devices: CountingDevices;
}

async function loaded(indexes: object = {}, knobs: Partial<Knobs> = {}): Promise<Bench> {
  const devices = new CountingDevices();
  const region = await RegionInTime.openOn(new SimulatedWorld(1, knobs), devices);
  const AttributeName = 'owner';
  await region.call('CreateTable', {
    ...TABLE,
    AttributeDefinitions: [
      ...TABLE.AttributeDefinitions,
      ...(Object.keys(indexes).length > 0 ? [{ AttributeName, AttributeType: 'S' }] : []),
    ],
    ...indexes,
  });
  await each((n) => region.call('PutItem', putOf(n)))();
  devices.counts = { ...NOTHING };
  return { region, devices };
}

const GLOBAL = {
  GlobalSecondaryIndexes: [
    {
      IndexName: 'by-owner',
      KeySchema: [{ AttributeName: 'owner', KeyType: 'HASH' }],
      Projection: { ProjectionType: 'KEYS_ONLY' },
    },
  ],
};

interface Budget {
  readonly name: string;
  readonly indexes?: object;
  readonly work: (region: RegionInTime) => Promise<unknown>;
  /** At most so much for all rounds. */
  readonly most: Partial<Counts>;
}

/** What is not named may not be asked for at all. `logBytes` is what is written now and a twentieth. */
const BUDGETS: readonly Budget[] = [
  {
    name: 'a hundred gets of what is in memory',
    work: (region) => each((n) => region.call('GetItem', { TableName, Key: keyOf(n) }))(),
    most: {},
  },
  {
    name: 'a hundred queries of what is in memory',
    work: (region) =>
      each((n) =>
        region.call('Query', {
          TableName,
          KeyConditionExpression: 'id = :id',
          ExpressionAttributeValues: { ':id': { S: `partition ${n % 10}` } },
        }),
      )(),
    most: {},
  },
  {
    name: 'a hundred puts, one after another',
    work: (region) => each((n) => region.call('PutItem', putOf(n + ROUNDS)))(),
    most: { commits: 100, logBytes: 42_500 },
  },
  {
    name: 'a hundred puts at once',
    work: (region) =>
      region.world.until(
        Promise.all(
          Array.from({ length: ROUNDS }, (_, n) => region.begin('PutItem', putOf(n + ROUNDS))),
        ),
      ),
    most: { commits: 1, logBytes: 36_700 },
  },
  {
    name: 'a hundred puts, one after another, with a global index',
    indexes: GLOBAL,
    work: (region) => each((n) => region.call('PutItem', putOf(n + ROUNDS)))(),
    most: { commits: 100, logBytes: 62_000 },
  },
  {
    name: 'ten transactions of ten',
    work: async (region) => {
      for (let round = 0; round < 10; round++) {
        const TransactItems = Array.from({ length: 10 }, (_, n) => ({
          Put: putOf(ROUNDS + round * 10 + n),
        }));
        await region.call('TransactWriteItems', { TransactItems });
      }
    },
    most: { commits: 10, logBytes: 36_300 },
  },
];

describe('what an operation asks of the device', () => {
  it.each(BUDGETS)('$name: no more than its budget', async ({ indexes, work, most }) => {
    const { region, devices } = await loaded(indexes);
    await work(region);
    const counts = { ...devices.counts };
    const limits = { ...NOTHING, ...most };
    const over = Object.entries(counts).filter(
      ([name, count]) => count > limits[name as keyof Counts],
    );
    expect(Object.fromEntries(over), JSON.stringify(counts)).toEqual({});
    await region.close();
  });

  it('a get after a reopening: one page, read once', async () => {
    const { region, devices } = await loaded();
    await region.reopen('close');
    devices.counts = { ...NOTHING };
    await region.call('GetItem', { TableName, Key: keyOf(1) });
    await region.call('GetItem', { TableName, Key: keyOf(1) });
    expect(devices.counts).toEqual({ ...NOTHING, pageReads: 1, pagesRead: 1 });
    await region.close();
  });

  it('gets of what is read again and again, behind scans of another table: no page', async () => {
    const { region, devices } = await loaded({}, { housekeepingEvery: 1 });
    await region.call('CreateTable', { ...TABLE, TableName: 'other' });
    const at = { N: '0' };
    const keys = Array.from({ length: 24 }, (_, n) => ({ id: { S: `large ${n}` }, at }));
    // One item a page, of which the cache holds 27.
    const text = { S: 'x'.repeat(35_000) };
    for (const key of keys)
      for (const name of [TableName, 'other'])
        await region.call('PutItem', { TableName: name, Item: { ...key, text } });
    await region.reopen('close');
    const readHot = async (): Promise<void> => {
      for (const Key of keys.slice(0, 10)) await region.call('GetItem', { TableName, Key });
    };
    await readHot();
    await readHot();
    for (let times = 0; times < 4; times++)
      expect(await region.call('Scan', { TableName: 'other' })).toMatchObject({ Count: 24 });
    devices.counts = { ...NOTHING };
    await readHot();
    expect(devices.counts).toEqual(NOTHING);
    await region.close();
  });

  it.each(['GetItem', 'PutItem', 'DeleteItem'])(
    'thirty-two of %s in one message, each of a page that is not in memory: one read',
    async (operation) => {
      const { region, devices } = await loaded();
      // One item a page.
      const text = { S: 'x'.repeat(35_000) };
      const at = { N: '0' };
      const keys = Array.from({ length: 32 }, (_, n) => ({ id: { S: `large ${n}` }, at }));
      for (const key of keys) await region.call('PutItem', { TableName, Item: { ...key, text } });
      await region.reopen('close');
      await region.call('GetItem', { TableName, Key: keyOf(1) });
      devices.counts = { ...NOTHING };
      const answers = keys.map((key) =>
        region.begin(operation, { TableName, [operation === 'PutItem' ? 'Item' : 'Key']: key }),
      );
      for (const { status } of await region.world.until(Promise.all(answers)))
        expect(status).toBe(200);
      expect(devices.counts.pageReads).toBe(1);
      expect(devices.counts.pagesRead).toBeGreaterThanOrEqual(31);
      await region.close();
    },
  );
});

/** Items at random places of one table, so many puts at once. Few fit the replay window, and fewer the cache. */
async function loadScattered(
  devices: CountingDevices,
  items: number,
  knobs: TurnedKnobs = {},
): Promise<RegionInTime> {
  const tight = { replayBytes: 128 * 1024, leafBytes: 8 * 1024 };
  const world = new SimulatedWorld(1, { ...tight, ...knobs });
  devices.delay = (job) => world.after(WRITE_MS, job);
  const region = await RegionInTime.openOn(world, devices, { cacheBytes: 256 * 1024 });
  await region.call('CreateTable', {
    TableName,
    BillingMode: 'PAY_PER_REQUEST',
    KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
    AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
  });
  const WIDTH = 50;
  for (let n = 0; n < items; n += WIDTH) {
    const puts = Array.from({ length: WIDTH }, (_, i) => {
      const Item = { id: { S: `item ${n + i}` }, text: { S: 'x'.repeat(300) } };
      return region.begin('PutItem', { TableName, Item });
    });
    await world.until(Promise.all(puts));
  }
  return region;
}
const WRITE_MS = 3;
/** What is written now and a twentieth. */
const AMPLIFICATION_MAX = 6.42;

describe('a load of a table that is larger than the cache', () => {
  it('writes no more bytes for each of its items than its budget, and stats tell how many', async () => {
    const devices = new CountingDevices();
    const region = await loadScattered(devices, 2_000);
    await region.pass(5_000);
    const { stats } = region;
    const { Table } = await region.call<{ Table: { TableSizeBytes: number } }>('DescribeTable', {
      TableName,
    });
    const { logBytes, pageBytes } = devices.counts;
    const amplification = (logBytes + pageBytes) / Table.TableSizeBytes;
    expect(stats?.writeAmplification).toBeLessThan(amplification);
    expect(stats?.writeAmplification).toBeGreaterThan(0.98 * amplification);
    expect(amplification).toBeLessThan(AMPLIFICATION_MAX);
    await region.close();
  });

  it('writes less where changes leave in sorted runs, which stats count and which a rest brings into the pages', async () => {
    const amplificationOf = async (runs: TurnedKnobs): Promise<number> => {
      const devices = new CountingDevices();
      const region = await loadScattered(devices, 3_000, runs);
      if (runs.runsMax !== 0) {
        expect(region.stats?.runs).toBeGreaterThan(1);
        expect(region.stats?.runs).toBeLessThanOrEqual(runs.runsMax ?? 0);
        expect(region.stats?.runBytes).toBeGreaterThan((runs.runBytes ?? 0) / 2);
      }
      await region.pass(5_000);
      const { stats } = region;
      expect(stats).toMatchObject({ runs: 0, runBytes: 0, bufferedBytes: 0 });
      const { Table } = await region.call<{ Table: { TableSizeBytes: number } }>('DescribeTable', {
        TableName,
      });
      const { logBytes, pageBytes } = devices.counts;
      const amplification = (logBytes + pageBytes) / Table.TableSizeBytes;
      expect(stats?.writeAmplification).toBeLessThan(amplification);
      expect(stats?.writeAmplification).toBeGreaterThan(0.97 * amplification);
      await region.close();
      return amplification;
    };
    const without = await amplificationOf({ runsMax: 0 });
    const runs = await amplificationOf({ runsMax: 16, runBytes: 48 * 1024, runPages: 0 });
    // 0.788; where pages that are only written to stay in memory 0.85.
    expect(runs).toBeLessThan(without * 0.8);
  });

  it('holds writers back, and stats tell for how long until a minute has passed', async () => {
    const region = await loadScattered(new CountingDevices(), 2_000);
    const { stats } = region;
    expect(stats?.logBehindBytes).toBeLessThanOrEqual(160 * 1024);
    expect(stats?.logKeptBytes).toBeGreaterThan(128 * 1024);
    expect(stats?.longestWaitMs).toBeGreaterThanOrEqual(WRITE_MS);
    await region.pass(61_000);
    expect(region.stats).toMatchObject({ longestWaitMs: 0, dirtyBytes: 0, bufferedBytes: 0 });
    await region.close();
  });
});
