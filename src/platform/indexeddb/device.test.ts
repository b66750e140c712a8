import 'fake-indexeddb/auto';
import { openDB } from 'idb';
import { expect, it } from 'vitest';
import { deviceContract } from '../../storage/device/device.contract.ts';
import { EMPTY_BATCH } from '../../storage/device/port.ts';
import { LOG, PAGE } from './device.ts';
import { indexedDbDevices } from './open-database.ts';

let databases = 0;
deviceContract('IndexedDB (fake-indexeddb)', () =>
  indexedDbDevices(`contract-${String(++databases)}`),
);

it('pages and frames that are written each for themselves do not wait for each other', async () => {
  const name = 'beside each other';
  const { device } = await indexedDbDevices(name).open({ mustExist: false });
  const bytes = Uint8Array.of(1);
  const other = await openDB(name);
  const batches = {
    [LOG]: { ...EMPTY_BATCH, putPages: [{ key: 'a', bytes }] },
    [PAGE]: { ...EMPTY_BATCH, addFrames: [{ lsn: 1, bytes }] },
  };
  for (const [held, batch] of Object.entries(batches)) {
    const tx = other.transaction(held, 'readwrite');
    let isWritten = false;
    const written = device.write(batch, 'relaxed').then(() => (isWritten = true));
    for (let i = 0; i < 1_000 && !isWritten; i++) await tx.store.count();
    expect([held, isWritten]).toEqual([held, true]);
    await Promise.all([tx.done, written]);
  }
  other.close();
  device.close();
});
