import { memoryDevices } from '../../storage/device/memory.ts';
import type { Device, DeviceFault, DeviceOpener, WriteBatch } from '../../storage/device/port.ts';

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
  /** Begins a write of so many bytes: at once where nothing else is said. */
  delay: (job: () => void, bytes: number) => void = (job) => {
    job();
  };

  /** What each write fails with. */
  fault: () => DeviceFault | undefined = () => undefined;

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
        const logBytes = sum(batch.addFrames.map(({ bytes }) => bytes.length));
        const pageBytes = sum(
          batch.putPages.map(({ bytes, digest }) => bytes.length + (digest?.length ?? 0)),
        );
        await new Promise<void>((resolve) => {
          this.delay(resolve, logBytes + pageBytes);
        });
        const fault = this.fault();
        if (fault !== undefined) throw fault;
        this.counts.commits += batch.addFrames.length > 0 ? 1 : 0;
        this.counts.logBytes += logBytes;
        this.counts.pagesWritten += batch.putPages.length;
        this.counts.pageBytes += pageBytes;
        return device.write(batch, durability);
      },
    };
  }
}
