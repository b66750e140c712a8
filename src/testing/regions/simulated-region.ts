import type { Engine, TextAnswer } from '../../engine/engine-interface.ts';
import { createEngine } from '../../engine/engine.ts';
import type { EpochMs } from '../../kernel/time.ts';
import { DeviceFault } from '../../storage/device/port.ts';
import { SimulatedDevice } from '../device/simulated-device.ts';
import { signal } from '../world/signal.ts';
import type { SimulatedWorld } from '../world/simulated-world.ts';
import type { SimulatedNetwork } from './network.ts';
import type { RegionLife } from './region-life.ts';
import { LogArchive } from './region-oracle.ts';

/** A Region in the simulated world: a device, and now and then a process that runs an engine on it. */
export class SimulatedRegion implements RegionLife {
  readonly name: string;
  readonly device: SimulatedDevice;
  readonly archive: LogArchive;
  readonly #world: SimulatedWorld;
  readonly #network: SimulatedNetwork;
  readonly #durability: 'relaxed' | 'interval' | 'strict';
  #engine: Engine | undefined;
  #end: () => void = () => undefined;
  #death = signal();
  /** How far the clock is off. */
  skewMs = 0;
  deaths = 0;

  constructor(
    name: string,
    world: SimulatedWorld,
    network: SimulatedNetwork,
    durability: 'relaxed' | 'interval' | 'strict',
  ) {
    this.name = name;
    this.#world = world;
    this.#network = network;
    this.#durability = durability;
    this.device = new SimulatedDevice(world);
    this.archive = new LogArchive(name);
  }

  /** A batch of the process before may land while this one opens: then it opens again. */
  async open(): Promise<void> {
    while (this.#engine === undefined) {
      try {
        this.#engine = await this.#openOnce();
      } catch (error) {
        if (!(error instanceof DeviceFault) || error.kind !== 'fenced') throw error;
        this.#end();
      }
    }
  }

  #openOnce(): Promise<Engine> {
    const life = this.#world.life();
    const connection = this.#network.connect(this.name);
    const { service } = life.world;
    const now = (): EpochMs => (service.now() + this.skewMs) as EpochMs;
    const world = { ...life.world, service: { ...service, now } };
    this.#end = () => {
      life.end();
      connection.end();
    };
    this.#death = signal();
    return createEngine(
      { world, devices: this.archive.watching(this.device), channels: connection.channels },
      {
        region: this.name,
        accountId: '000000000001',
        durability: this.#durability,
        cacheBytes: 1_000_000,
        expectedStoreId: undefined,
      },
    );
  }

  /** The process dies, or the machine. Answers the last commit that is left. */
  die(isPowerCut: boolean): number {
    if (this.#engine === undefined) return Infinity;
    this.deaths++;
    this.archive.absorb(this.device.disk);
    let last = Infinity;
    if (isPowerCut) {
      last = this.device.cutPower();
      this.archive.forgetBeyond(this.device.disk);
    } else this.device.killProcess();
    this.#end();
    this.#engine = undefined;
    this.#death.raise();
    return last;
  }

  /** Nobody is held up here. */
  resume(): void {
    return undefined;
  }

  /** Whether everything so far survives a power cut; false when the process dies before it does. */
  async flushed(): Promise<boolean> {
    const flushed = this.#engine?.flushed().then(
      () => true,
      () => false,
    );
    return Promise.race([flushed ?? false, this.#death.raised.then(() => false)]);
  }

  async close(): Promise<void> {
    const engine = this.#engine;
    await engine?.close();
    this.#end();
    this.#engine = undefined;
    this.#death.raise();
  }

  /** The answer, or undefined when the process died before it. */
  async ask(
    operation: string,
    input: object,
    api = 'DynamoDB_20120810',
  ): Promise<TextAnswer | undefined> {
    const engine = this.#engine;
    if (engine === undefined) return undefined;
    const answer = engine.request(`${api}.${operation}`, JSON.stringify(input));
    return Promise.race([answer, this.#death.raised.then(() => undefined)]);
  }
}
