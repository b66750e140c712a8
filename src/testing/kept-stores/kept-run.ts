import { targetOf } from '../../client/operation-target.ts';
import type { Engine } from '../../engine/engine-interface.ts';
import { createEngine } from '../../engine/engine.ts';
import type { DestroyableDevices } from '../../storage/device/port.ts';
import { memoryDevices } from '../../storage/device/memory.ts';
import type { ScrubReport } from '../../wire/reports.ts';
import { GOOD_NETWORK, SimulatedNetwork } from '../regions/network.ts';
import { SimulatedWorld } from '../world/simulated-world.ts';
import type { KeptStore } from './kept-store.ts';
import { databaseOf, restoreToDevice } from './kept-store.ts';
import type { Call, Json } from './told.ts';

interface KeptRegion {
  readonly devices: DestroyableDevices;
  engine: Engine;
  end: () => void;
}

/** Today's engines on a kept store, from the moment on at which it was left. */
export class KeptRun {
  readonly #world: SimulatedWorld;
  readonly #network: SimulatedNetwork;
  readonly #regions = new Map<string, KeptRegion>();

  private constructor(world: SimulatedWorld) {
    this.#world = world;
    this.#network = new SimulatedNetwork(world);
  }

  static async open(kept: KeptStore): Promise<KeptRun> {
    const world = new SimulatedWorld(1);
    world.skewClock(kept.madeMs - world.life().world.service.now());
    const run = new KeptRun(world);
    for (const region of kept.regions) {
      const devices = memoryDevices();
      const { device } = await devices.open({ mustExist: false });
      await restoreToDevice(databaseOf(kept, region), device);
      device.close();
      run.#regions.set(region, { devices, ...(await run.#live(region, devices)) });
    }
    return run;
  }

  /** How requests reach a Region, time passing until they are answered. */
  caller(region: string): Call {
    return async (operation, input) => {
      const { engine } = this.#region(region);
      const asked = engine.request(targetOf(operation), JSON.stringify(input));
      const { status, body } = await this.#world.until(asked);
      if (status !== 200) throw new Error(`${operation}: ${body}`);
      return JSON.parse(body) as Json;
    };
  }

  scrub(region: string): Promise<ScrubReport> {
    return this.#world.until(this.#region(region).engine.scrub());
  }

  /** No message reaches another Region until {@link join}. */
  part(): void {
    this.#network.faults = { ...GOOD_NETWORK, loss: 1 };
  }

  join(): void {
    this.#network.faults = GOOD_NETWORK;
  }

  async pass(ms: number): Promise<void> {
    const over = new Promise<void>((resolve) => this.#world.after(ms, resolve));
    await this.#world.until(over, ms + 1);
  }

  /** Closes all Regions and opens them again. */
  async reopen(): Promise<void> {
    for (const [name, region] of this.#regions) {
      await this.#world.until(region.engine.close());
      region.end();
      Object.assign(region, await this.#live(name, region.devices));
    }
  }

  async #live(region: string, devices: DestroyableDevices): Promise<Omit<KeptRegion, 'devices'>> {
    const { world, end } = this.#world.life();
    const connection = this.#network.connect(region);
    const options = {
      region,
      accountId: '000000000001',
      durability: 'interval',
      cacheBytes: 4_194_304,
      expectedStoreId: undefined,
    } as const;
    const opening = createEngine({ world, devices, channels: connection.channels }, options);
    return {
      engine: await this.#world.until(opening),
      end: () => {
        end();
        connection.end();
      },
    };
  }

  #region(name: string): KeptRegion {
    const region = this.#regions.get(name);
    if (region === undefined) throw new Error(`${name} is not open`);
    return region;
  }
}
