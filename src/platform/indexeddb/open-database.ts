import { deleteDB, openDB } from 'idb';
import type { DestroyableDevices } from '../../storage/device/port.ts';
import { DeviceFault } from '../../storage/device/port.ts';
import { StoreRefused } from '../../storage/store-refused.ts';
import { destroyedStores } from './destroyed-stores.ts';
import { IndexedDbDevice, STORES } from './device.ts';
import { openingFault } from './opening-fault.ts';
import type { Upgrade } from './upgrades.ts';
import { UPGRADES } from './upgrades.ts';

const STRANGE =
  'This database is without the object stores that hashrange gave it: another script has made or changed it. Destroy it to begin anew.';

/** Devices on the IndexedDB database called `databaseName`. */
export function indexedDbDevices(
  databaseName: string,
  upgrades: readonly Upgrade[] = UPGRADES,
): DestroyableDevices {
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
      const found = { isNew: false, isLost: false, failure: undefined as unknown };
      let device: IndexedDbDevice | undefined;
      try {
        const db = await openDB(databaseName, upgrades.length, {
          upgrade: (upgrading, oldVersion, _, tx, event) => {
            found.isNew = oldVersion === 0;
            // Its failure is that of the opening.
            tx.done.catch(() => undefined);
            if (found.isNew && (mustExist || hasBeenWiped(event))) {
              found.isLost = true;
              tx.abort();
              return;
            }
            try {
              for (const upgrade of upgrades.slice(oldVersion)) upgrade(upgrading);
            } catch (error) {
              found.failure = error;
              tx.abort();
            }
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
        throw openingFault(found.failure ?? error);
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
