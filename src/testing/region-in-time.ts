import type { ClientLedger } from '../engine/answer-ledger.ts';
import type { Caller, Engine } from '../engine/engine-interface.ts';
import { createEngine } from '../engine/engine.ts';
import { bodyText } from '../item/row/body-text.ts';
import type { DeviceOpener } from '../storage/device/port.ts';
import { memoryDevices } from '../storage/device/memory.ts';
import type { EngineStats } from '../wire/reports.ts';
import { SimulatedWorld } from './world/simulated-world.ts';

export type Json = Record<string, unknown>;

const APIS: Readonly<Record<string, string>> = {
  ListStreams: 'DynamoDBStreams_20120810',
  DescribeStream: 'DynamoDBStreams_20120810',
  GetShardIterator: 'DynamoDBStreams_20120810',
  GetRecords: 'DynamoDBStreams_20120810',
  TailStream: 'Hashrange',
  GetConsumer: 'Hashrange',
  PutConsumer: 'Hashrange',
};

/** A Region on a memory device whose time passes when it is told to, and that can be closed, killed and opened again. */
export class RegionInTime {
  readonly world: SimulatedWorld;
  readonly #devices: DeviceOpener;
  readonly #options: object;
  #engine: Engine | undefined;
  #endLife: () => void = () => undefined;
  #nowMs: () => number = () => 0;

  private constructor(world: SimulatedWorld, devices: DeviceOpener, options: object) {
    this.world = world;
    this.#devices = devices;
    this.#options = options;
  }

  static async open(seed = 1, options: object = {}): Promise<RegionInTime> {
    return RegionInTime.openOn(new SimulatedWorld(seed), memoryDevices(), options);
  }

  /** As {@link open}, on devices of that world. */
  static async openOn(
    world: SimulatedWorld,
    devices: DeviceOpener,
    options: object = {},
  ): Promise<RegionInTime> {
    const region = new RegionInTime(world, devices, options);
    await region.#open();
    return region;
  }

  get nowMs(): number {
    return this.#nowMs();
  }

  /** Whether the Region still serves: it gives up a device that fails too often. */
  get isServing(): boolean {
    return this.#engine?.stats().state === 'open';
  }

  /** Where the answers to a client are remembered. */
  ledgerOf(client: string): ClientLedger | undefined {
    return this.#engine?.ledgerOf(client);
  }

  get stats(): EngineStats | undefined {
    return this.#engine?.stats();
  }

  /** The answer to a request that must succeed. */
  async call<Answer = Json>(operation: string, body: object): Promise<Answer> {
    const { status, text } = await this.send(operation, body);
    if (status !== 200) throw new Error(`${operation}: ${text}`);
    return JSON.parse(text) as Answer;
  }

  /** `Name: message` of a request that must fail. */
  async refused(operation: string, body: object): Promise<string> {
    const { status, text } = await this.send(operation, body);
    if (status === 200) throw new Error(`${operation} was expected to be refused`);
    const { __type: type, message } = JSON.parse(text) as { __type: string; message?: string };
    return `${type.replace(/^.*#/, '')}: ${message ?? ''}`;
  }

  send(
    operation: string,
    body: object,
  ): Promise<{ readonly status: number; readonly text: string }> {
    return this.world.until(this.begin(operation, body));
  }

  /** A request under way: time has to pass for it to be answered. */
  async begin(
    operation: string,
    body: object,
    caller?: Caller,
  ): Promise<{ readonly status: number; readonly text: string }> {
    const target = `${APIS[operation] ?? 'DynamoDB_20120810'}.${operation}`;
    const engine = this.#engine;
    if (engine === undefined) throw new Error('the Region is closed');
    return new Promise((resolve) => {
      engine.submit(
        { target, body: JSON.stringify(body) },
        ({ status, body }) => {
          resolve({ status, text: bodyText(body) });
        },
        caller,
      );
    });
  }

  /** Lets time pass: whatever is due in it happens. */
  async pass(ms: number): Promise<void> {
    const over = new Promise<void>((resolve) => {
      this.world.after(ms, resolve);
    });
    await this.world.until(over, ms + 1);
  }

  async close(): Promise<void> {
    const engine = this.#engine;
    this.#engine = undefined;
    if (engine !== undefined) await this.world.until(engine.close());
    this.#endLife();
  }

  /** Opens the Region again: after `close`, or after a death of which it knew nothing. */
  async reopen(how: 'close' | 'kill'): Promise<void> {
    if (how === 'close') await this.close();
    else this.#endLife();
    await this.#open();
  }

  async #open(): Promise<void> {
    const { world, end } = this.world.life();
    this.#endLife = end;
    this.#nowMs = () => world.service.now();
    const opening = createEngine(
      { world, devices: this.#devices },
      {
        region: 'eu-west-2',
        accountId: '000000000001',
        durability: 'interval',
        cacheBytes: 1_048_576,
        expectedStoreId: undefined,
        ...this.#options,
      },
    );
    this.#engine = await this.world.until(opening);
  }
}
