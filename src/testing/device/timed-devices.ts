import type { Device, DeviceOpener, WriteBatch } from '../../storage/device/port.ts';
import { DeviceFault } from '../../storage/device/port.ts';
import type { SimulatedWorld } from '../world/simulated-world.ts';
import { Disk } from './disk.ts';
import { diskDevices } from './disk-devices.ts';

/** What a browser's thread of IndexedDB does with a row of 29 KB: docs/decisions/0038. */
const MS_PER_BYTE = 0.3 / 29_000;
const MS_PER_WRITE = 0.6;

/** A disk whose writes come one after the other and take time by the bytes that they put or delete. */
export class TimedDevices implements DeviceOpener {
  readonly disk = new Disk();
  readonly #world: SimulatedWorld;
  #busyUntil = 0;
  /** Rows of each batch that deleted some and put none. */
  deletions: number[] = [];
  commits = 0;
  compactions = 0;
  /** Refuses the next commit. */
  isRefusing = false;

  constructor(world: SimulatedWorld) {
    this.#world = world;
  }

  readonly open: DeviceOpener['open'] = async (options) => {
    const { device, isNew } = await diskDevices(this.disk).open(options);
    const write: Device['write'] = async (batch, durability) => {
      const isCommit = batch.addFrames.length > 0;
      if (isCommit) this.commits++;
      await this.#take(this.#bytesOf(batch));
      if (isCommit && this.isRefusing) {
        this.isRefusing = false;
        throw new DeviceFault('aborted', 'refused');
      }
      const rows = this.disk.pages.size;
      await device.write(batch, durability);
      if (batch.putPages.length === 0 && batch.dropPages.length > 0)
        this.deletions.push(rows - this.disk.pages.size);
    };
    const compact = async (): Promise<void> => {
      this.compactions++;
    };
    return { device: { ...device, write, compact }, isNew };
  };

  #bytesOf({ addFrames, putPages, dropPages }: WriteBatch): number {
    let bytes = 0;
    for (const row of [...addFrames, ...putPages]) bytes += row.bytes.length;
    for (const { from, to } of dropPages)
      for (const [key, row] of this.disk.pages) if (from <= key && key < to) bytes += row.length;
    return bytes;
  }

  #take(bytes: number): Promise<void> {
    const now = this.#world.elapsedMs;
    this.#busyUntil = Math.max(now, this.#busyUntil) + MS_PER_WRITE + bytes * MS_PER_BYTE;
    return new Promise((resolve) => {
      this.#world.after(this.#busyUntil - now, resolve);
    });
  }
}
