import { describe, expect, it } from 'vitest';
import { Prng } from '../world/prng.ts';
import { SimulatedWorld } from '../world/simulated-world.ts';
import { SimulatedNetwork } from './network.ts';
import { SimulatedRegion } from './simulated-region.ts';

const TABLES = ['one', 'two'];
const KEYS = 6;
const SEEDS = 20;

interface Replica {
  readonly TableName: string;
  readonly Region: string;
  readonly PendingItems: number;
  readonly LagMs: number;
}

/** Two Regions with two tables, their network, and what each has written since a moment. */
class Pair {
  readonly world: SimulatedWorld;
  readonly network: SimulatedNetwork;
  readonly random: Prng;
  readonly here: SimulatedRegion;
  readonly there: SimulatedRegion;
  #marks = 0;

  constructor(seed: number) {
    this.world = new SimulatedWorld(seed);
    this.random = new Prng(seed ^ 0xbac1);
    this.network = new SimulatedNetwork(this.world);
    this.here = new SimulatedRegion('eu-west-1', this.world, this.network, 'interval');
    this.there = new SimulatedRegion('us-east-1', this.world, this.network, 'interval');
  }

  get regions(): readonly SimulatedRegion[] {
    return [this.here, this.there];
  }

  pause(ms: number): Promise<void> {
    return new Promise((resolve) => this.world.after(ms, resolve));
  }

  async begin(): Promise<void> {
    await Promise.all(this.regions.map((region) => region.open()));
    for (const TableName of TABLES) {
      await this.must(this.here, 'CreateTable', {
        TableName,
        BillingMode: 'PAY_PER_REQUEST',
        KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
        AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
      });
      // Some items are older than the replica.
      for (let i = 0; i < 3; i++) await this.write(this.here, TableName);
      const ReplicaUpdates = [{ Create: { RegionName: this.there.name } }];
      await this.must(this.here, 'UpdateTable', { TableName, ReplicaUpdates });
    }
    await this.agree();
  }

  async must(region: SimulatedRegion, operation: string, input: object): Promise<unknown> {
    const answer = await region.ask(operation, input);
    if (answer?.status !== 200) throw new Error(`${operation}: ${String(answer?.body)}`);
    return JSON.parse(answer.body === '' ? '{}' : answer.body);
  }

  /** Puts or deletes an item. Answers its key, or undefined where nothing was to be deleted. */
  async write(region: SimulatedRegion, TableName: string): Promise<string | undefined> {
    const pk = `k${this.random.below(KEYS)}`;
    if (this.random.chance(0.7)) {
      const Item = { pk: { S: pk }, mark: { S: `${region.name} ${++this.#marks}` } };
      await this.must(region, 'PutItem', { TableName, Item });
      return `${TableName} ${pk}`;
    }
    const input = { TableName, Key: { pk: { S: pk } }, ReturnValues: 'ALL_OLD' };
    const { Attributes } = (await this.must(region, 'DeleteItem', input)) as {
      readonly Attributes?: object;
    };
    return Attributes === undefined ? undefined : `${TableName} ${pk}`;
  }

  async told(region: SimulatedRegion): Promise<readonly Replica[]> {
    const answer = await region.ask('DescribeRegions', {}, 'Hashrange');
    const { Replicas } = JSON.parse(answer?.body ?? '') as { readonly Replicas: Replica[] };
    return Replicas;
  }

  async pending(region: SimulatedRegion): Promise<number> {
    return (await this.told(region)).reduce((sum, { PendingItems }) => sum + PendingItems, 0);
  }

  /** Waits until neither lacks anything, by its word, and finds that so. */
  async agree(): Promise<void> {
    for (let waited = 0; ; waited++) {
      await this.pause(500);
      const [here, there] = await Promise.all(this.regions.map((region) => this.told(region)));
      const all = [...(here ?? []), ...(there ?? [])];
      const isOver = all.every(({ PendingItems, LagMs }) => PendingItems === 0 && LagMs === 0);
      if (isOver && all.length === 2 * TABLES.length) break;
      if (waited > 200) throw new Error(`still lacking: ${JSON.stringify(all)}`);
    }
    expect(await this.items(this.there)).toEqual(await this.items(this.here));
  }

  async items(region: SimulatedRegion): Promise<ReadonlyMap<string, string>> {
    const items = new Map<string, string>();
    for (const TableName of TABLES) {
      const { Items } = (await this.must(region, 'Scan', { TableName })) as {
        readonly Items: readonly { readonly pk: { readonly S: string } }[];
      };
      for (const item of Items) items.set(`${TableName} ${item.pk.S}`, JSON.stringify(item));
    }
    return new Map([...items].sort());
  }

  cut(): void {
    this.network.cut(this.here.name, this.there.name);
    this.network.cut(this.there.name, this.here.name);
  }

  /** Ends the process of a Region and begins another. */
  async restart(region: SimulatedRegion): Promise<void> {
    region.die(false);
    await region.open();
  }
}

/** Runs in virtual time, from a seed. */
async function played(seed: number, play: (pair: Pair) => Promise<void>): Promise<void> {
  const pair = new Pair(seed);
  const run = async (): Promise<void> => {
    await pair.begin();
    await play(pair);
  };
  await pair.world.until(run(), 1e9);
}

const seeds = Array.from({ length: SEEDS }, (_, seed) => seed + 1);

describe('what another Region lacks', () => {
  it('is told to the item in a cut, each item once, also after a restart', async () => {
    for (const seed of seeds) {
      await played(seed, async (pair) => {
        // What is confirmed is kept within a second.
        await pair.pause(1_500);
        pair.cut();
        const written = new Map(pair.regions.map(({ name }) => [name, new Set<string>()]));
        const sinceMs = new Map<string, number>();
        for (let i = 0; i < 12; i++) {
          const region = pair.random.pick(pair.regions);
          const key = await pair.write(region, pair.random.pick(TABLES));
          const keys = written.get(region.name);
          if (key !== undefined && keys !== undefined) {
            if (keys.size === 0) sinceMs.set(region.name, pair.world.elapsedMs);
            keys.add(key);
          }
          await pair.pause(pair.random.below(400));
          if (pair.random.chance(0.1)) await pair.restart(pair.random.pick(pair.regions));
          for (const each of pair.regions) {
            expect(await pair.pending(each), `seed ${seed}`).toBe(written.get(each.name)?.size);
            const lagMs = Math.max(...(await pair.told(each)).map(({ LagMs }) => LagMs));
            const first = sinceMs.get(each.name);
            const ageMs = first === undefined ? 0 : pair.world.elapsedMs - first;
            expect(Math.abs(lagMs - ageMs), `seed ${seed}`).toBeLessThan(50);
          }
        }
        pair.network.heal();
        await pair.agree();
      });
    }
  });

  it('is never told to be less than it is, whatever becomes of messages, and nothing in the end', async () => {
    for (const seed of seeds) {
      await played(seed, async (pair) => {
        pair.network.faults = { loss: 0.3, duplicate: 0.3, delayMs: 300 };
        for (let i = 0; i < 15; i++) {
          await pair.write(pair.here, pair.random.pick(TABLES));
          await pair.pause(pair.random.below(600));
          if (pair.random.chance(0.1)) pair.cut();
          if (pair.random.chance(0.1)) await pair.restart(pair.here);
          const told = await pair.pending(pair.here);
          const [here, there] = [await pair.items(pair.here), await pair.items(pair.there)];
          const keys = new Set([...here.keys(), ...there.keys()]);
          const lacking = [...keys].filter((key) => here.get(key) !== there.get(key));
          expect(told, `seed ${seed}`).toBeGreaterThanOrEqual(lacking.length);
        }
        pair.network.heal();
        await pair.agree();
      });
    }
  });

  it('grows while the other Region is away', async () => {
    await played(1, async (pair) => {
      pair.there.die(false);
      expect(await pair.pending(pair.here)).toBe(0);
      await pair.write(pair.here, 'one');
      await pair.pause(3_000);
      const [one] = (await pair.told(pair.here)).filter(({ TableName }) => TableName === 'one');
      expect(one?.PendingItems).toBe(1);
      expect(one?.LagMs).toBeGreaterThanOrEqual(3_000);
    });
  });
});
