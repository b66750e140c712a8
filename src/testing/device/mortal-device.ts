import type { Device } from '../../storage/device/port.ts';
import { DeviceFault } from '../../storage/device/port.ts';

/** A device that asks `allows` before each write, and refuses those that it does not allow. */
export function mortal(device: Device, allows: () => boolean | Promise<boolean>): Device {
  return {
    readMeta: (name) => device.readMeta(name),
    readLog: (from, limit) => device.readLog(from, limit),
    newestLsn: () => device.newestLsn(),
    listPages: (...range) => device.listPages(...range),
    readDigests: (...range) => device.readDigests(...range),
    readPages: (keys) => device.readPages(keys),
    close: () => {
      device.close();
    },
    write: async (batch, durability) => {
      if (!(await allows())) throw new DeviceFault('aborted', 'the device is gone');
      await device.write(batch, durability);
    },
  };
}
