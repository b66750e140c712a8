/** A table of some pages gets a global index while others put and get, on a device whose writes take the time that they take in a browser. */
import { describe, expect, it } from 'vitest';
import type { Engine } from '../../engine/engine-interface.ts';
import { createEngine } from '../../engine/engine.ts';
import type { Knobs } from '../../kernel/knobs.ts';
import { TimedDevices } from '../device/timed-devices.ts';
import { SimulatedWorld } from '../world/simulated-world.ts';

const MIB = 1024 * 1024;
const ITEMS = 6_000;
const BATCH = 25;
const MINUTE = 60_000;
/** A log of which a build of this table fills many. */
const KNOBS: Partial<Knobs> = { replayBytes: 2 * MIB };
const TABLE = {
  TableName: 'orders',
  BillingMode: 'PAY_PER_REQUEST',
  KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
  AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
};
const BY_CUSTOMER = {
  TableName: 'orders',
  AttributeDefinitions: [{ AttributeName: 'customer', AttributeType: 'S' }],
  GlobalSecondaryIndexUpdates: [
    {
      Create: {
        IndexName: 'by-customer',
        KeySchema: [{ AttributeName: 'customer', KeyType: 'HASH' }],
        Projection: { ProjectionType: 'ALL' },
      },
    },
  ],
};

const itemOf = (index: number, version: number): object => ({
  pk: { S: `order ${String(index)}` },
  customer: { S: `customer ${String((index * 7_919 + version) % ITEMS)}` },
  text: { S: `${String(version)} `.padEnd(1_000, '.') },
});

class Site {
  readonly world = new SimulatedWorld(3, KNOBS);
  readonly devices = new TimedDevices(this.world);
  #engine!: Engine;
  #made = 0;

  async open(): Promise<void> {
    this.#engine = await this.world.until(
      createEngine(
        { world: this.world.life().world, devices: this.devices },
        {
          region: 'eu-west-2',
          accountId: '000000000001',
          durability: 'relaxed',
          cacheBytes: MIB,
          expectedStoreId: undefined,
        },
      ),
    );
  }

  async call(operation: string, input: object): Promise<Record<string, unknown>> {
    const target = `DynamoDB_20120810.${operation}`;
    const { status, body } = await this.#engine.request(target, JSON.stringify(input));
    if (status !== 200) throw new Error(`${operation}: ${body}`);
    return JSON.parse(body) as Record<string, unknown>;
  }

  async fill(): Promise<void> {
    await this.call('CreateTable', TABLE);
    for (let from = 0; from < ITEMS; from += BATCH) {
      const puts = Array.from({ length: BATCH }, (_, i) => ({
        PutRequest: { Item: itemOf(from + i, 0) },
      }));
      await this.call('BatchWriteItem', { RequestItems: { orders: puts } });
    }
    await this.rest();
  }

  /** Until the store has written its pages. */
  async rest(): Promise<void> {
    while (this.#engine.stats().dirtyPages > 0) await this.pass(100);
  }

  pass(ms: number): Promise<void> {
    return new Promise((resolve) => this.world.after(ms, resolve));
  }

  get left(): number {
    return (
      this.#engine.stats().background.find(({ name }) => name === 'index-builder')?.left ?? NaN
    );
  }

  get longestWaitMs(): number {
    return this.#engine.stats().longestWaitMs;
  }

  /** Until the index is there; what is left of it never grows. */
  async built(): Promise<void> {
    let left = Infinity;
    while (!(await this.#isBuilt())) {
      expect(this.left).toBeLessThanOrEqual(left);
      left = this.left;
      await this.pass(5);
    }
  }

  async #isBuilt(): Promise<boolean> {
    const { Table } = await this.call('DescribeTable', { TableName: 'orders' });
    const { GlobalSecondaryIndexes: [index] = [] } = Table as {
      readonly GlobalSecondaryIndexes?: readonly { readonly IndexStatus: string }[];
    };
    return index?.IndexStatus === 'ACTIVE';
  }

  /** Puts and gets of items anywhere in turn, in two lanes, until `isOver`: how long each took, in milliseconds, in ascending order. */
  async others(isOver: (made: number) => boolean): Promise<number[]> {
    const times: number[] = [];
    const lane = async (): Promise<void> => {
      while (!isOver(times.length)) {
        const began = this.world.elapsedMs;
        const index = Math.floor(this.world.random.fraction() * ITEMS);
        const key = { pk: { S: `order ${String(index)}` } };
        await (this.world.random.chance(0.5)
          ? this.call('GetItem', { TableName: 'orders', Key: key })
          : this.call('PutItem', { TableName: 'orders', Item: itemOf(index, ++this.#made) }));
        times.push(this.world.elapsedMs - began);
        await this.pass(this.world.random.fraction());
      }
    };
    await Promise.all([lane(), lane()]);
    return times.sort((a, b) => a - b);
  }

  async count(IndexName?: string): Promise<number> {
    let count = 0;
    let ExclusiveStartKey: unknown;
    do {
      const page = await this.call('Scan', {
        TableName: 'orders',
        IndexName,
        Select: 'COUNT',
        ExclusiveStartKey,
      });
      count += page['Count'] as number;
      ExclusiveStartKey = page['LastEvaluatedKey'];
    } while (ExclusiveStartKey !== undefined);
    return count;
  }

  async damaged(): Promise<readonly unknown[]> {
    return (await this.#engine.scrub()).damaged;
  }
}

const p99 = (times: readonly number[]): number => times[Math.floor(times.length * 0.99)] as number;

async function filled(): Promise<Site> {
  const site = new Site();
  await site.open();
  await site.world.until(site.fill(), 1e7);
  return site;
}

describe('an index that is built over many pages', () => {
  it('lets others go on, and none of them waits for the checkpoint', async () => {
    const site = await filled();
    const run = async (): Promise<void> => {
      const alone = await site.others((made) => made > 1_000);
      await site.rest();
      await site.pass(MINUTE);
      await site.call('UpdateTable', BY_CUSTOMER);
      const build = { isOver: false };
      const built = site.built().finally(() => {
        build.isOver = true;
      });
      const beside = await site.others(() => build.isOver);
      await built;
      expect(beside.length).toBeGreaterThan(200);
      expect(p99(beside)).toBeLessThan(p99(alone) * 3);
      expect(site.longestWaitMs).toBe(0);
      expect(await site.count('by-customer')).toBe(ITEMS);
      expect(await site.damaged()).toEqual([]);
    };
    await site.world.until(run(), 1e7);
  });
});
