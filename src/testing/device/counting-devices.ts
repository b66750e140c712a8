import { memoryDevices } from '../../storage/device/memory.ts';
import type { Device, DeviceOpener, WriteBatch } from '../../storage/device/port.ts';

/** What was asked of a device. */
export interface Counts {
  commits: number;
  logBytes: number;
  pagesWritten: number;
  pageBytes: number;
  pageReads: number;
  pagesRead: number;
}

export const NOTHING: Counts = {
  commits: 0,
  logBytes: 0,
  pagesWritten: 0,
  pageBytes: 0,
  pageReads: 0,
  pagesRead: 0,
};
const sum = (sizes: readonly number[]): number => sizes.reduce((all, each) => all + each, 0);

/** Devices in memory that count what is asked of them. */
export class CountingDevices implements DeviceOpener {
  readonly #devices = memoryDevices();
  counts = { ...NOTHING };
  /** Begins a write: at once where nothing else is said. */
  delay: (job: () => void) => void = (job) => {
    job();
  };

  readonly open: DeviceOpener['open'] = async (options) => {
    const { device, isNew } = await this.#devices.open(options);
    return { device: this.#counting(device), isNew };
  };

  #counting(device: Device): Device {
    return {
      readMeta: (name) => device.readMeta(name),
      readLog: (from, limit) => device.readLog(from, limit),
      newestLsn: () => device.newestLsn(),
      listPages: (...range) => device.listPages(...range),
      readDigests: (...range) => device.readDigests(...range),
      close: () => device.close(),
      readPages: (keys) => {
        this.counts.pageReads += 1;
        this.counts.pagesRead += keys.length;
        return device.readPages(keys);
      },
      write: async (batch: WriteBatch, durability) => {
        await new Promise<void>((resolve) => {
          this.delay(resolve);
        });
        this.counts.commits += batch.addFrames.length > 0 ? 1 : 0;
        this.counts.logBytes += sum(batch.addFrames.map(({ bytes }) => bytes.length));
        this.counts.pagesWritten += batch.putPages.length;
        this.counts.pageBytes += sum(
          batch.putPages.map(({ bytes, digest }) => bytes.length + (digest?.length ?? 0)),
        );
        return device.write(batch, durability);
      },
    };
  }
}
