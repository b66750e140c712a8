import { deleteDB, openDB } from 'idb';
import type { DestroyableDevices } from '../../storage/device/port.ts';
import { DeviceFault } from '../../storage/device/port.ts';
import { StoreRefused } from '../../storage/store-refused.ts';
import { destroyedStores } from './destroyed-stores.ts';
import { IndexedDbDevice, STORES } from './device.ts';
import { openingFault } from './opening-fault.ts';

/** Version of the object stores; the format of what is in them is versioned in the superblock. */
const STORES_VERSION = 1;

const STRANGE =
  'This database is without the object stores that hashrange gave it: another script has made or changed it. Destroy it to begin anew.';

/** Devices on the IndexedDB database called `databaseName`. */
export function indexedDbDevices(databaseName: string): DestroyableDevices {
  return {
    destroyed: destroyedStores,
    destroy: async () => {
      try {
        await deleteDB(databaseName);
      } catch (error) {
        throw openingFault(error);
      }
    },
    open: async ({ mustExist, onClosed }) => {
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
            onClosed?.();
          },
          terminated: () => {
            device?.lostConnection();
            onClosed?.();
          },
        });
        if (!STORES.every((store) => db.objectStoreNames.contains(store))) {
          db.close();
          throw new StoreRefused('storage-damaged', STRANGE);
        }
        device = new IndexedDbDevice(db);
        return { device, isNew: found.isNew };
      } catch (error) {
        if (found.isLost) throw new DeviceFault('lost', `the database ${databaseName} is gone`);
        throw openingFault(error);
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
