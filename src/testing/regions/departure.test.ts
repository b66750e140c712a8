/**
 * Replicas that leave their global table and stay as tables, while Regions die, lose power and lose each other's messages. Every write
 * has a key of its own, so that an item tells where its write has come to.
 */
import { describe, expect, it } from 'vitest';
import { Prng } from '../world/prng.ts';
import { SimulatedWorld } from '../world/simulated-world.ts';
import { SimulatedNetwork } from './network.ts';
import { SimulatedRegion } from './simulated-region.ts';

const SEEDS = Number(process.env['DEPARTURE_SEEDS'] ?? '60');
const TableName = 'shared';

interface Acknowledged {
  readonly region: SimulatedRegion;
  readonly key: string;
  readonly commit: number;
  /** Before the departure was asked for, before that was answered, or later. */
  readonly phase: 'before' | 'meanwhile' | 'after';
}

interface Table {
  readonly TableStatus: string;
  readonly TableArn: string;
  readonly TableId: string;
  readonly Replicas?: readonly { readonly RegionName: string; readonly ReplicaStatus: string }[];
  readonly DisassociationProtectionEnabled?: boolean;
}

class Departure {
  readonly world: SimulatedWorld;
  readonly network: SimulatedNetwork;
  readonly random: Prng;
  readonly regions: readonly SimulatedRegion[];
  phase: Acknowledged['phase'] = 'before';
  acknowledged: Acknowledged[] = [];
  hasTroubles = false;
  #keys = 0;

  constructor(seed: number, regions?: number) {
    this.world = new SimulatedWorld(seed);
    this.random = new Prng(seed ^ 0xdea1);
    this.network = new SimulatedNetwork(this.world);
    const durability = this.random.pick(['relaxed', 'interval', 'strict'] as const);
    const names = ['eu-west-1', 'us-east-1', 'ap-south-1'];
    this.regions = names
      .slice(0, regions ?? this.random.pick([2, 2, 3]))
      .map((name) => new SimulatedRegion(name, this.world, this.network, durability));
  }

  get leaving(): SimulatedRegion {
    return this.regions[1] as SimulatedRegion;
  }

  get staying(): readonly SimulatedRegion[] {
    return this.regions.filter((region) => region !== this.leaving);
  }

  pause(ms: number): Promise<void> {
    return new Promise((resolve) => this.world.after(ms, resolve));
  }

  async must(region: SimulatedRegion, operation: string, input: object): Promise<unknown> {
    const answer = await region.ask(operation, input);
    if (answer?.status !== 200) throw new Error(`${operation}: ${String(answer?.body)}`);
    return JSON.parse(answer.body);
  }

  /** Asks until it is answered, opening the Region where it has died. */
  async insist(region: SimulatedRegion, operation: string, input: object): Promise<void> {
    for (let tries = 0; ; tries++) {
      await region.open();
      const answer = await region.ask(operation, input);
      if (answer?.status === 200 && (await region.flushed())) return;
      if (tries > 100) throw new Error(`${operation}: ${String(answer?.body)}`);
      await this.pause(500);
    }
  }

  async table(region: SimulatedRegion): Promise<Table> {
    const { Table } = (await this.must(region, 'DescribeTable', { TableName })) as {
      readonly Table: Table;
    };
    return Table;
  }

  async begin(): Promise<void> {
    await Promise.all(this.regions.map((region) => region.open()));
    const [first, ...others] = this.regions as [SimulatedRegion, ...SimulatedRegion[]];
    await this.must(first, 'CreateTable', {
      TableName,
      BillingMode: 'PAY_PER_REQUEST',
      KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
      AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
    });
    for (let i = 0; i < 3; i++) await this.write(first);
    for (const [index, { name }] of others.entries()) {
      const joined = this.regions.slice(0, index + 2);
      const ReplicaUpdates = [{ Create: { RegionName: name } }];
      await this.insist(first, 'UpdateTable', { TableName, ReplicaUpdates });
      await this.until(async () => {
        const tables = await Promise.all(joined.map((region) => this.table(region)));
        const replicas = tables.flatMap(({ Replicas = [] }) => Replicas);
        return replicas.every(({ ReplicaStatus }) => ReplicaStatus === 'ACTIVE');
      });
    }
    const off = { TableName, DisassociationProtectionEnabled: false };
    await this.insist(this.leaving, 'UpdateTable', off);
  }

  async until(holds: () => Promise<boolean>): Promise<void> {
    for (let waited = 0; !(await holds().catch(() => false)); waited++) {
      if (waited > 400) throw new Error('it did not come to pass');
      await this.pause(500);
    }
  }

  async write(region: SimulatedRegion): Promise<void> {
    const key = `${region.name} ${++this.#keys}`;
    const { phase } = this;
    const { device } = region;
    const answer = await region.ask('PutItem', { TableName, Item: { pk: { S: key } } });
    if (answer?.status !== 200 || phase !== this.phase) return;
    this.acknowledged.push({ region, key, commit: device.commits, phase });
  }

  /** Some writes, and what may come between them. */
  async work(rounds: number): Promise<void> {
    for (let i = 0; i < rounds; i++) {
      if (this.hasTroubles) await this.#disturb();
      const writers = [1, 2].map(() => this.random.pick(this.regions));
      await Promise.all(writers.map((region) => this.write(region)));
      await this.pause(this.random.pick([0, 5, 50, 400, 2_000]) * this.random.fraction());
    }
  }

  async #disturb(): Promise<void> {
    const { random } = this;
    const region = random.pick(this.regions);
    if (random.chance(0.1)) this.network.cut(random.pick(this.regions).name, region.name);
    if (random.chance(0.3)) this.network.heal();
    if (random.chance(0.12)) this.die(region, random.chance(0.5));
    else if (random.chance(0.5)) await region.open();
  }

  die(region: SimulatedRegion, isPowerCut: boolean): void {
    const last = region.die(isPowerCut);
    this.acknowledged = this.acknowledged.filter(
      (each) => each.region !== region || each.commit <= last,
    );
  }

  async calm(): Promise<void> {
    this.hasTroubles = false;
    this.network.heal();
    for (const region of this.regions) await region.open();
  }

  async keysIn(region: SimulatedRegion): Promise<ReadonlySet<string>> {
    const { Items } = (await this.must(region, 'Scan', { TableName })) as {
      readonly Items: readonly { readonly pk: { readonly S: string } }[];
    };
    return new Set(Items.map(({ pk }) => pk.S));
  }

  keysOf(regions: readonly SimulatedRegion[], phase: Acknowledged['phase']): readonly string[] {
    return this.acknowledged
      .filter((each) => each.phase === phase && regions.includes(each.region))
      .map(({ key }) => key);
  }
}

const disassociate = (RegionName: string): object => ({
  TableName,
  ReplicaUpdates: [{ Disassociate: { RegionName, DisassociationMode: 'WAIT_FOR_REPLICATION' } }],
});

const LEAVE = disassociate('us-east-1');

/** Plays between two Regions of one global table, in virtual time. */
async function inTime(play: (run: Departure) => Promise<void>): Promise<void> {
  const run = new Departure(1, 2);
  const whole = async (): Promise<void> => {
    await run.begin();
    await play(run);
  };
  await run.world.until(whole(), 1e9);
}

/** Plays one departure in virtual time. Answers whether the table left. */
async function played(seed: number): Promise<boolean> {
  const run = new Departure(seed);
  let hasLeft = false;
  const play = async (): Promise<void> => {
    hasLeft = await departed(run, seed % 3 !== 0);
  };
  await run.world.until(play(), 1e9);
  return hasLeft;
}

async function departed(run: Departure, hasTroubles: boolean): Promise<boolean> {
  const { leaving, staying } = run;
  await run.begin();
  const { TableId } = await run.table(leaving);
  run.hasTroubles = hasTroubles;
  await run.work(6);
  await leaving.open();
  run.phase = 'meanwhile';
  const answer = await leaving.ask('UpdateTable', disassociate(leaving.name));
  const isAsked = answer?.status === 200;
  run.phase = isAsked ? 'after' : 'meanwhile';
  await run.work(8);
  await run.calm();
  await run.until(async () => (await run.table(leaving)).TableStatus === 'ACTIVE');
  const after = await run.table(leaving);
  expect(after.TableId).toBe(TableId);
  const hasLeft = after.Replicas === undefined;
  if (!hasLeft) {
    await run.until(async () => {
      const all = await Promise.all(run.regions.map((region) => run.keysIn(region)));
      return new Set(all.map((keys) => [...keys].sort().join())).size === 1;
    });
    return false;
  }
  expect(after).not.toHaveProperty('DisassociationProtectionEnabled');
  await run.until(async () => {
    const tables = await Promise.all(staying.map((region) => run.table(region)));
    return tables.every(({ Replicas = [] }) => Replicas.length === staying.length - 1);
  });
  await run.work(4);
  await run.pause(20_000);
  const own = await run.keysIn(leaving);
  const owed = run.keysOf([leaving], 'before');
  for (const region of staying) {
    const keys = await run.keysIn(region);
    expect(owed.filter((key) => !keys.has(key))).toEqual([]);
    expect(run.keysOf([leaving], 'after').filter((key) => keys.has(key))).toEqual([]);
    // Those that stay are one global table as before.
    const rest = run.acknowledged.filter((each) => each.region !== leaving);
    expect(rest.filter(({ key }) => !keys.has(key))).toEqual([]);
  }
  expect(run.keysOf(staying, 'before').filter((key) => !own.has(key))).toEqual([]);
  expect(run.keysOf([leaving], 'after').filter((key) => !own.has(key))).toEqual([]);
  return true;
}

describe('a replica that leaves', () => {
  it('is busy until it has left, and is a table as any other then', async () => {
    await inTime(async (run) => {
      const { leaving, staying } = run;
      const [other] = staying as [SimulatedRegion];
      run.network.cut(leaving.name, other.name);
      await run.write(leaving);
      const { TableDescription } = (await run.must(leaving, 'UpdateTable', LEAVE)) as {
        readonly TableDescription: Table;
      };
      expect(TableDescription.TableStatus).toBe('UPDATING');
      expect(TableDescription.Replicas).toHaveLength(1);
      expect((await run.table(leaving)).TableStatus).toBe('UPDATING');
      for (const [operation, input] of [
        ['UpdateTable', { TableName, DeletionProtectionEnabled: true }],
        ['UpdateTable', LEAVE],
        ['DeleteTable', { TableName }],
      ] as const) {
        const answer = await leaving.ask(operation, input);
        expect(answer?.body).toContain(
          'The resource which you are attempting to change is in use.',
        );
      }
      await run.write(leaving);
      run.network.heal();
      await run.until(async () => (await run.table(leaving)).TableStatus === 'ACTIVE');
      await run.until(async () => (await run.table(other)).Replicas === undefined);
      const left = await run.table(leaving);
      for (const member of ['Replicas', 'GlobalTableVersion', 'DisassociationProtectionEnabled']) {
        expect(left).not.toHaveProperty(member);
        expect(await run.table(other)).not.toHaveProperty(member);
      }
      const items = await run.keysIn(leaving);
      expect(items.size).toBe((await run.keysIn(other)).size + 1);
      // The name is taken there until that table is deleted.
      const again = { TableName, ReplicaUpdates: [{ Create: { RegionName: leaving.name } }] };
      const answer = await other.ask('UpdateTable', again);
      expect(answer?.body).toContain('because one or more replicas already existed as tables.');
      await run.must(leaving, 'DeleteTable', { TableName });
      await run.must(other, 'UpdateTable', again);
      await run.until(async () => (await run.keysIn(leaving)).size === items.size - 1);
    });
  });

  it('stays where another Region is not heard for a minute, and loses nothing by it', async () => {
    await inTime(async (run) => {
      const { leaving, staying } = run;
      const [other] = staying as [SimulatedRegion];
      run.network.cut(leaving.name, other.name);
      await run.write(leaving);
      await run.must(leaving, 'UpdateTable', LEAVE);
      await run.write(leaving);
      await run.pause(50_000);
      expect((await run.table(leaving)).TableStatus).toBe('UPDATING');
      await run.until(async () => (await run.table(leaving)).TableStatus === 'ACTIVE');
      expect((await run.table(leaving)).Replicas).toHaveLength(1);
      run.network.heal();
      const { size } = await run.keysIn(leaving);
      await run.until(async () => (await run.keysIn(other)).size === size);
      await run.must(leaving, 'UpdateTable', LEAVE);
      await run.until(async () => (await run.table(leaving)).Replicas === undefined);
    });
  });

  it('may be asked to leave again as soon as it stays, and has as long for it', async () => {
    await inTime(async (run) => {
      const { leaving, staying } = run;
      const [other] = staying as [SimulatedRegion];
      run.network.cut(leaving.name, other.name);
      await run.write(leaving);
      await run.must(leaving, 'UpdateTable', LEAVE);
      const { TableArn: ResourceArn } = await run.table(leaving);
      await run.pause(60_000);
      let isAsked = false;
      for (let i = 0; !isAsked && i < 5_000; i++) {
        // Of changes to look at there are some all the time.
        const Tags = [{ Key: String(i % 40), Value: String(i) }];
        void leaving.ask('TagResource', { ResourceArn, Tags });
        void leaving.ask('UpdateTable', LEAVE).then((answer) => {
          isAsked ||= answer?.status === 200;
        });
        await run.pause(1);
      }
      expect(isAsked).toBe(true);
      await run.pause(50_000);
      expect((await run.table(leaving)).TableStatus).toBe('UPDATING');
      run.network.heal();
      await run.until(async () => (await run.table(leaving)).Replicas === undefined);
    });
  });

  it('keeps its items where another Region puts it out meanwhile', async () => {
    await inTime(async (run) => {
      const { leaving, staying } = run;
      const [other] = staying as [SimulatedRegion];
      run.network.cut(leaving.name, other.name);
      run.network.cut(other.name, leaving.name);
      await run.must(leaving, 'UpdateTable', LEAVE);
      await run.write(leaving);
      const items = await run.keysIn(leaving);
      const out = { TableName, ReplicaUpdates: [{ Delete: { RegionName: leaving.name } }] };
      await run.must(other, 'UpdateTable', out);
      run.network.heal();
      await run.until(async () => (await run.table(leaving)).Replicas === undefined);
      expect(await run.keysIn(leaving)).toEqual(items);
    });
  });

  it('may be both of two', async () => {
    await inTime(async (run) => {
      const [one, two] = run.regions as [SimulatedRegion, SimulatedRegion];
      const off = { TableName, DisassociationProtectionEnabled: false };
      await run.must(one, 'UpdateTable', off);
      await run.write(one);
      await run.write(two);
      await Promise.all(
        [one, two].map((region) => run.must(region, 'UpdateTable', disassociate(region.name))),
      );
      for (const region of [one, two]) {
        await run.until(async () => (await run.table(region)).TableStatus === 'ACTIVE');
        expect(await run.table(region)).not.toHaveProperty('Replicas');
      }
      expect([...(await run.keysIn(one))].sort()).toEqual([...(await run.keysIn(two))].sort());
    });
  });

  it('has given the others all, and taken from them all, that was written before', async () => {
    let left = 0;
    for (let seed = 1; seed <= SEEDS; seed++) {
      try {
        if (await played(seed)) left++;
      } catch (error) {
        throw new Error(`DEPARTURE seed ${String(seed)}: ${String((error as Error).stack)}`);
      }
    }
    expect(left).toBeGreaterThan(SEEDS / 2);
  }, 120_000);
});
