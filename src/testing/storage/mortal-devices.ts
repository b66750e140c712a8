import type { Device, WriteBatch, WriteDurability } from '../../storage/device/port.ts';
import { DeviceFault } from '../../storage/device/port.ts';
import type { Prng } from '../world/prng.ts';

/** A device whose process dies at one write, which has landed then or has not. */
export class MortalDevice implements Device {
  readonly #device: Device;
  readonly #diesAt: number;
  readonly #lands: boolean;
  #die: () => void = () => undefined;
  writes = 0;
  readonly dead = new Promise<void>((resolve) => {
    this.#die = resolve;
  });

  constructor(device: Device, diesAt = Infinity, lands = false) {
    this.#device = device;
    this.#diesAt = diesAt;
    this.#lands = lands;
  }

  async write(batch: WriteBatch, durability: WriteDurability): Promise<void> {
    const number = ++this.writes;
    if (number < this.#diesAt || (number === this.#diesAt && this.#lands))
      await this.#device.write(batch, durability);
    if (number < this.#diesAt) return;
    this.#die();
    await new Promise(() => undefined);
  }

  readonly readMeta = (name: string) => this.#device.readMeta(name);
  readonly readLog = (from: number, limit: number) => this.#device.readLog(from, limit);
  readonly newestLsn = () => this.#device.newestLsn();
  readonly listPages = (from: string, to: string) => this.#device.listPages(from, to);
  readonly readPages = (keys: readonly string[]) => this.#device.readPages(keys);
  readonly readDigests: Device['readDigests'] = (...range) => this.#device.readDigests(...range);
  readonly close = () => undefined;
}

/** A device that refuses a share of what is to be written. */
export class RefusingDevice extends MortalDevice {
  readonly #random: Prng;
  share = 0;

  constructor(device: Device, random: Prng) {
    super(device);
    this.#random = random;
  }

  override async write(batch: WriteBatch, durability: WriteDurability): Promise<void> {
    if (this.#random.chance(this.share)) throw new DeviceFault('aborted', 'refused');
    await super.write(batch, durability);
  }
}
