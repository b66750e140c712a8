import { expect, it } from 'vitest';
import { EMPTY_BATCH } from '../../storage/device/port.ts';
import { indexedDbDevices } from './open-database.ts';
import type { Upgrade } from './upgrades.ts';
import { UPGRADES } from './upgrades.ts';

/** What a later release might bring. */
const LATER: readonly Upgrade[] = [
  ...UPGRADES,
  (db) => void db.createObjectStore('planted'),
  (db) => void db.createObjectStore('planted later'),
];
const FRAME = { lsn: 1, bytes: Uint8Array.of(1, 2, 3) };
const PAGE = { key: 'p', bytes: Uint8Array.of(4) };

async function storesOf(name: string): Promise<readonly string[]> {
  const opening = indexedDB.open(name);
  return new Promise((resolve) => {
    opening.onsuccess = () => {
      resolve([...opening.result.objectStoreNames]);
      opening.result.close();
    };
  });
}

/** Upgrades of the object stores: in Chromium, and on `fake-indexeddb`. `newName` names a database never used before. */
export function upgradeContract(newName: () => string): void {
  it('an older store gets what later releases have brought, and keeps what is in it', async () => {
    const name = newName();
    const { device } = await indexedDbDevices(name).open({ mustExist: false });
    await device.write({ ...EMPTY_BATCH, addFrames: [FRAME], putPages: [PAGE] }, 'strict');
    device.close();
    for (const upgrades of [LATER.slice(0, -1), LATER]) {
      const later = await indexedDbDevices(name, upgrades).open({ mustExist: true });
      expect(later.isNew).toBe(false);
      expect(await later.device.readLog(0, 9)).toEqual([FRAME]);
      expect(await later.device.readPages(['p'])).toEqual([PAGE.bytes]);
      later.device.close();
    }
    expect(await storesOf(name)).toContain('planted');
    expect(await storesOf(name)).toContain('planted later');
  });

  it('a new store has everything at once', async () => {
    const name = newName();
    const { device, isNew } = await indexedDbDevices(name, LATER).open({ mustExist: false });
    expect(isNew).toBe(true);
    device.close();
    expect(await storesOf(name)).toEqual([
      'fence',
      'log',
      'meta',
      'page',
      'planted',
      'planted later',
    ]);
  });

  it('a tab of the older release lets go of its store, and cannot open the later one', async () => {
    const name = newName();
    let isTold = false;
    const onClosed = (): void => {
      isTold = true;
    };
    const older = await indexedDbDevices(name).open({ mustExist: false, onClosed });
    const later = await indexedDbDevices(name, LATER).open({ mustExist: true });
    expect(isTold).toBe(true);
    await expect(older.device.readMeta('m')).rejects.toMatchObject({ kind: 'closed' });
    await expect(indexedDbDevices(name).open({ mustExist: true })).rejects.toMatchObject({
      name: 'StoreRefused',
      code: 'newer-format',
    });
    later.device.close();
  });

  it('a step that fails leaves the store as it was', async () => {
    const name = newName();
    const { device } = await indexedDbDevices(name).open({ mustExist: false });
    await device.write({ ...EMPTY_BATCH, addFrames: [FRAME] }, 'strict');
    device.close();
    const failing: readonly Upgrade[] = [
      ...LATER,
      () => {
        throw new Error('the step fails');
      },
    ];
    await expect(indexedDbDevices(name, failing).open({ mustExist: true })).rejects.toMatchObject({
      name: 'DeviceFault',
      kind: 'aborted',
      message: 'Error: the step fails',
    });
    const again = await indexedDbDevices(name).open({ mustExist: true });
    expect(await again.device.readLog(0, 9)).toEqual([FRAME]);
    again.device.close();
    expect(await storesOf(name)).toEqual(['fence', 'log', 'meta', 'page']);
  });
}
