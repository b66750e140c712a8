/** A table many times as large as its cache, through the public face: the small twin of the runs over a million items. */
import { expect, it } from 'vitest';
import type { Engine } from '../../engine/engine-interface.ts';
import { createEngine } from '../../engine/engine.ts';
import { KNOBS } from '../../kernel/knobs.ts';
import { memoryDevices } from '../../storage/device/memory.ts';
import { Prng } from '../world/prng.ts';
import { SimulatedWorld } from '../world/simulated-world.ts';

const MIB = 1024 * 1024;
const CACHE_BYTES = MIB;
const ITEMS = 20_000;
const BATCH = 25;
/** Pages that the checkpoint has brought in for its next commit, 128 at most, and those that this one writes. */
const BEYOND_CACHE_BYTES = 16 * MIB;
const LOG_BYTES_MAX = 16 * MIB;
const TABLE = 'orders';

const keyOf = (index: number): object => ({
  id: { S: `order ${String(Math.imul(index, 0x9e3779b1) >>> 0)}` },
});
const itemOf = (index: number, version: number): object => ({
  ...keyOf(index),
  customer: { S: `customer ${String((index * 7_919 + version) % 5_003)}` },
  version: { N: String(version) },
  text: { S: `${String(version)} `.padEnd(200, '.') },
});

class Site {
  readonly world = new SimulatedWorld(9);
  readonly random = new Prng(9);
  /** The version of each item. */
  readonly versions = new Map<number, number>();
  readonly most = { cachedBytes: 0, bufferedBytes: 0, logBehindBytes: 0 };
  #engine!: Engine;

  async open(): Promise<void> {
    this.#engine = await createEngine(
      { world: this.world.life().world, devices: memoryDevices() },
      {
        region: 'eu-west-2',
        accountId: '000000000001',
        durability: 'relaxed',
        cacheBytes: CACHE_BYTES,
        expectedStoreId: undefined,
      },
    );
  }

  async call(operation: string, input: object): Promise<Record<string, unknown>> {
    const target = `DynamoDB_20120810.${operation}`;
    const { status, body } = await this.#engine.request(target, JSON.stringify(input));
    if (status !== 200) throw new Error(`${operation}: ${body}`);
    this.#look();
    return JSON.parse(body) as Record<string, unknown>;
  }

  #look(): void {
    const stats = this.#engine.stats();
    for (const name of ['cachedBytes', 'bufferedBytes', 'logBehindBytes'] as const)
      this.most[name] = Math.max(this.most[name], stats[name]);
  }

  get pageLoads(): number {
    return this.#engine.stats().pageLoads;
  }

  get felledRows(): number | undefined {
    return this.#engine.stats().background.find(({ name }) => name === 'felled-trees')?.left;
  }

  async load(): Promise<void> {
    for (let from = 0; from < ITEMS; from += BATCH) {
      const indices = Array.from({ length: BATCH }, (_, i) => from + i);
      const puts = indices.map((index) => ({ PutRequest: { Item: itemOf(index, 0) } }));
      await this.call('BatchWriteItem', { RequestItems: { [TABLE]: puts } });
      for (const index of indices) this.versions.set(index, 0);
    }
  }

  /** `count` times, a few at once, for items anywhere. */
  async anywhere(count: number, act: (index: number) => Promise<void>): Promise<void> {
    const lane = async (): Promise<void> => {
      for (let n = 0; n < count / 8; n++) await act(Math.floor(this.random.fraction() * ITEMS));
    };
    await Promise.all(Array.from({ length: 8 }, lane));
  }

  readonly put = async (index: number): Promise<void> => {
    const version = (this.versions.get(index) ?? 0) + 1;
    this.versions.set(index, version);
    await this.call('PutItem', { TableName: TABLE, Item: itemOf(index, version) });
  };

  readonly get = async (index: number): Promise<void> => {
    const { Item } = await this.call('GetItem', { TableName: TABLE, Key: keyOf(index) });
    expect(Item).toEqual(itemOf(index, this.versions.get(index) ?? 0));
  };

  async scan(IndexName?: string): Promise<string[]> {
    const found: string[] = [];
    let ExclusiveStartKey: unknown;
    do {
      const page = await this.call('Scan', { TableName: TABLE, IndexName, ExclusiveStartKey });
      found.push(...(page['Items'] as object[]).map(textOf));
      ExclusiveStartKey = page['LastEvaluatedKey'];
    } while (ExclusiveStartKey !== undefined);
    return found.sort();
  }

  async damaged(): Promise<readonly unknown[]> {
    return (await this.#engine.scrub()).damaged;
  }

  pass(ms: number): Promise<void> {
    return new Promise((resolve) => this.world.after(ms, resolve));
  }
}

const textOf = (item: object): string =>
  JSON.stringify(Object.entries(item).sort(([a], [b]) => (a < b ? -1 : 1)));

async function live(site: Site): Promise<void> {
  await site.open();
  await site.call('CreateTable', {
    TableName: TABLE,
    BillingMode: 'PAY_PER_REQUEST',
    KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
    AttributeDefinitions: ['id', 'customer'].map((AttributeName) => ({
      AttributeName,
      AttributeType: 'S',
    })),
    GlobalSecondaryIndexes: [
      {
        IndexName: 'by-customer',
        KeySchema: [{ AttributeName: 'customer', KeyType: 'HASH' }],
        Projection: { ProjectionType: 'ALL' },
      },
    ],
  });
  await site.load();
  await site.anywhere(4_000, site.put);
  await site.anywhere(2_000, site.get);
  const wanted = [...site.versions].map((each) => textOf(itemOf(...each))).sort();
  expect((await site.scan()).join('\n') === wanted.join('\n')).toBe(true);
  expect((await site.scan('by-customer')).join('\n') === wanted.join('\n')).toBe(true);
  const { Table } = await site.call('DescribeTable', { TableName: TABLE });
  expect(Table).toMatchObject({ ItemCount: ITEMS });
  expect(await site.damaged()).toEqual([]);
  await site.call('DeleteTable', { TableName: TABLE });
  await site.pass(30_000);
  expect(site.felledRows).toBe(0);
  expect(await site.damaged()).toEqual([]);
}

it('a table of many times its cache holds what was put, its index too, and memory keeps its bounds', async () => {
  const site = new Site();
  await site.world.until(live(site), 1e8);
  expect(site.pageLoads).toBeGreaterThan(500);
  const { cachedBytes, bufferedBytes, logBehindBytes } = site.most;
  expect(cachedBytes).toBeLessThan(CACHE_BYTES + BEYOND_CACHE_BYTES);
  expect(bufferedBytes).toBeLessThan(CACHE_BYTES * KNOBS.bufferedShare + KNOBS.housekeepingBytes);
  expect(logBehindBytes).toBeLessThan(LOG_BYTES_MAX);
}, 60_000);
