import type { MakeMember } from '../engine/background/member.ts';
import type { Engine } from '../engine/engine-interface.ts';
import { createEngine } from '../engine/engine.ts';
import type { Channels } from '../kernel/channel.ts';
import { localChannels } from '../memory/local-channels.ts';
import type { DeviceOpener } from '../storage/device/port.ts';
import { memoryDevices } from '../storage/device/memory.ts';
import type { EngineEvent } from '../wire/events.ts';
import { SimulatedWorld } from './world/simulated-world.ts';

/** Regions in one world of virtual time. */
export class RegionsInTime {
  readonly world = new SimulatedWorld(3);
  /** All that the engines have told since they were opened. */
  readonly told: EngineEvent[] = [];
  readonly #channels: Channels = localChannels();
  readonly #devices = new Map<string, DeviceOpener>();

  /** Of them those that tell of more than a change. */
  get events(): readonly EngineEvent[] {
    return this.told.filter(({ type }) => type !== 'written' && type !== 'tables');
  }

  /** The devices of a Region that is to be opened. */
  put(region: string, devices: DeviceOpener): void {
    this.#devices.set(region, devices);
  }

  async open(region: string, members?: readonly MakeMember[]): Promise<Engine> {
    const { world } = this.world.life();
    const devices = this.#devices.get(region) ?? memoryDevices();
    this.#devices.set(region, devices);
    const engine = await this.world.until(
      createEngine(
        {
          world,
          devices,
          channels: this.#channels,
          ...(members === undefined ? {} : { members }),
        },
        {
          region,
          accountId: '000000000001',
          durability: 'relaxed',
          cacheBytes: 1 << 20,
          expiryDelayMs: 0,
          expectedStoreId: undefined,
        },
      ),
    );
    engine.listen((event) => this.told.push(event));
    return engine;
  }

  async call(engine: Engine, operation: string, input: object): Promise<Record<string, unknown>> {
    const target = `DynamoDB_20120810.${operation}`;
    const { status, body } = await this.world.until(engine.request(target, JSON.stringify(input)));
    if (status !== 200) throw new Error(`${operation}: ${body}`);
    return JSON.parse(body) as Record<string, unknown>;
  }

  pass(ms: number): Promise<void> {
    const over = new Promise<void>((resolve) => this.world.after(ms, resolve));
    return this.world.until(over, ms + 1);
  }

  get nowMs(): number {
    return this.world.life().world.service.now();
  }
}
