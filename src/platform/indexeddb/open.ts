import { openDB } from 'idb';
import type { DeviceOpener } from '../../storage/device/port.ts';
import { DeviceFault } from '../../storage/device/port.ts';
import { IndexedDbDevice, LOG, META, PAGE } from './device.ts';
import { faultOf } from './faults.ts';

/** Version of the object stores; the format of what is in them is versioned in the superblock. */
const STORES_VERSION = 1;

/** Devices on the IndexedDB database called `databaseName`. */
export function indexedDbDevices(databaseName: string): DeviceOpener {
  return {
    open: async ({ mustExist }) => {
      let isNew = false;
      let isLost = false;
      let device: IndexedDbDevice | undefined;
      try {
        const db = await openDB(databaseName, STORES_VERSION, {
          upgrade: (upgrading, oldVersion, _, tx) => {
            isNew = oldVersion === 0;
            if (isNew && mustExist) {
              isLost = true;
              tx.done.catch(() => undefined);
              tx.abort();
              return;
            }
            upgrading.createObjectStore(LOG);
            upgrading.createObjectStore(PAGE);
            upgrading.createObjectStore(META);
          },
          blocking: () => {
            device?.close();
          },
          terminated: () => {
            device?.lostConnection();
          },
        });
        device = new IndexedDbDevice(db);
        return { device, isNew };
      } catch (error) {
        if (isLost) throw new DeviceFault('lost', `the database ${databaseName} is gone`);
        throw faultOf(error, 'closed');
      }
    },
  };
}
