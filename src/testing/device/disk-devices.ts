import type { Device, DeviceOpener } from '../../storage/device/port.ts';
import { DeviceFault } from '../../storage/device/port.ts';
import type { Disk } from './disk.ts';

/** Devices without latency over a disk that the test holds in its hands. */
export function diskDevices(disk: Disk): DeviceOpener {
  return {
    open: async ({ mustExist }) => {
      const isNew = disk.meta.size === 0 && disk.frames.size === 0;
      if (isNew && mustExist) throw new DeviceFault('lost', 'the disk is empty');
      return { device: connect(disk), isNew };
    },
  };
}

function connect(disk: Disk): Device {
  let isClosed = false;
  const close = (): void => {
    isClosed = true;
  };
  const answer = async <T>(work: () => T): Promise<T> => {
    if (isClosed) throw new DeviceFault('closed', 'the connection is closed');
    return work();
  };
  return {
    readMeta: (name) => answer(() => disk.meta.get(name)),
    readLog: (fromLsn, limit) => answer(() => disk.readLog(fromLsn, limit)),
    newestLsn: () => answer(() => disk.newestLsn()),
    listPages: (...range) => answer(() => disk.listPages(...range)),
    readDigests: (...range) => answer(() => disk.readDigests(...range)),
    readPages: (keys) => answer(() => keys.map((key) => disk.pages.get(key))),
    write: (batch) =>
      answer(() => {
        if (disk.collides(batch)) throw new DeviceFault('fenced', 'a log record is taken');
        disk.apply(batch);
      }),
    close,
  };
}
