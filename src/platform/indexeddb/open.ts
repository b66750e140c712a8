import { openDB } from 'idb';
import type { DeviceOpener } from '../../storage/device/port.ts';
import { DeviceFault } from '../../storage/device/port.ts';
import { IndexedDbDevice, STORES } from './device.ts';
import { faultOf } from './faults.ts';

/** Version of the object stores; the format of what is in them is versioned in the superblock. */
const STORES_VERSION = 1;

/** Devices on the IndexedDB database called `databaseName`. */
export function indexedDbDevices(databaseName: string): DeviceOpener {
  return {
    open: async ({ mustExist }) => {
      const found = { isNew: false, isLost: false };
      let device: IndexedDbDevice | undefined;
      try {
        const db = await openDB(databaseName, STORES_VERSION, {
          upgrade: (upgrading, oldVersion, _, tx, event) => {
            found.isNew = oldVersion === 0;
            if (found.isNew && (mustExist || hasBeenWiped(event))) {
              found.isLost = true;
              tx.done.catch(() => undefined);
              tx.abort();
              return;
            }
            for (const store of STORES) upgrading.createObjectStore(store);
          },
          blocking: (_currentVersion, _blockedVersion, event) => {
            device?.close();
            // The connection may be asked to go before there is a device around it.
            (event.target as IDBDatabase).close();
          },
          terminated: () => {
            device?.lostConnection();
          },
        });
        device = new IndexedDbDevice(db);
        return { device, isNew: found.isNew };
      } catch (error) {
        if (found.isLost) throw new DeviceFault('lost', `the database ${databaseName} is gone`);
        throw faultOf(error);
      }
    },
  };
}

/**
 * Whether the browser found its files damaged and has just thrown all databases of this site away. Chromium tells the first
 * database that is opened afterwards, and only that one.
 */
function hasBeenWiped(event: IDBVersionChangeEvent): boolean {
  return (event as { readonly dataLoss?: string }).dataLoss === 'total';
}
