import { SimulatedWorld } from '../world/simulated-world.ts';
import { SimulatedNetwork } from './network.ts';
import { SimulatedRegion } from './simulated-region.ts';

export const TableName = 'shared';

/** Two Regions in the simulated world, the second of which replicates the table of the first. */
export class RegionPair {
  readonly world: SimulatedWorld;
  readonly network: SimulatedNetwork;
  readonly one: SimulatedRegion;
  readonly two: SimulatedRegion;

  constructor(seed = 1) {
    this.world = new SimulatedWorld(seed);
    this.network = new SimulatedNetwork(this.world);
    this.one = new SimulatedRegion('eu-west-1', this.world, this.network, 'interval');
    this.two = new SimulatedRegion('us-east-1', this.world, this.network, 'interval');
  }

  /** Runs `play` on two Regions with a table, in their time. `more` goes into its creation, `member` into that of the replica. */
  static async played(
    play: (pair: RegionPair) => Promise<void>,
    { seed = 1, more = {}, member = {} }: PairOptions = {},
  ): Promise<void> {
    const pair = new RegionPair(seed);
    const run = async (): Promise<void> => {
      await pair.begin(more);
      await pair.join(member);
      await pair.pause(10_000);
      await play(pair);
    };
    await pair.world.until(run(), 1e10);
  }

  async begin(more: object = {}): Promise<void> {
    await Promise.all([this.one.open(), this.two.open()]);
    await this.create(this.one, more);
  }

  create(region: SimulatedRegion, more: object = {}): Promise<unknown> {
    return this.ask(region, 'CreateTable', {
      TableName,
      BillingMode: 'PAY_PER_REQUEST',
      KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
      AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
      ...more,
    });
  }

  /** The second Region is made a replica. */
  join(member: object = {}): Promise<unknown> {
    return this.replica('Create', this.two, member);
  }

  /** An update of replicas, asked of the Region that the other one is not. */
  replica(action: string, of: SimulatedRegion, member: object = {}): Promise<unknown> {
    const ReplicaUpdates = [{ [action]: { RegionName: of.name, ...member } }];
    const asked = of === this.one ? this.two : this.one;
    return this.ask(asked, 'UpdateTable', { TableName, ReplicaUpdates });
  }

  update(region: SimulatedRegion, change: object): Promise<unknown> {
    return this.ask(region, 'UpdateTable', { TableName, ...change });
  }

  pause(ms: number): Promise<void> {
    return new Promise((resolve) => this.world.after(ms, resolve));
  }

  async ask<T = Record<string, unknown>>(
    region: SimulatedRegion,
    operation: string,
    input: object,
    api?: string,
  ): Promise<T> {
    const answer = await region.ask(operation, input, api);
    if (answer?.status !== 200) throw new Error(`${operation}: ${String(answer?.body)}`);
    return JSON.parse(answer.body) as T;
  }

  async tableIn(region: SimulatedRegion): Promise<Record<string, unknown>> {
    const { Table } = await this.ask<{ Table: Record<string, unknown> }>(region, 'DescribeTable', {
      TableName,
    });
    return Table;
  }

  put(region: SimulatedRegion, pk: string, text: string): Promise<unknown> {
    return this.ask(region, 'PutItem', { TableName, Item: { pk: { S: pk }, text: { S: text } } });
  }

  async get(region: SimulatedRegion, pk: string): Promise<string | undefined> {
    const input = { TableName, Key: { pk: { S: pk } } };
    const { Item } = await this.ask<{ Item?: { text: { S: string } } }>(region, 'GetItem', input);
    return Item?.text.S;
  }
}

interface PairOptions {
  readonly seed?: number;
  readonly more?: object;
  readonly member?: object;
}
