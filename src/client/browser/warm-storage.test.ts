import { IDBVersionChangeEvent as FakeVersionChangeEvent } from 'fake-indexeddb';
import 'fake-indexeddb/auto';
import { openDB } from 'idb';
import { afterEach, describe, expect, it } from 'vitest';
import { browserWorld } from '../../platform/browser-world.ts';
import { warmStorage } from './warm-storage.ts';

const { host } = browserWorld();
const { prototype } = FakeVersionChangeEvent;

afterEach(() => {
  Reflect.deleteProperty(prototype, 'dataLoss');
});

describe('warming the storage', () => {
  it('leaves nothing behind where there is no database', async () => {
    await warmStorage('absent', host);
    expect(await indexedDB.databases()).toEqual([]);
  });

  it('leaves a database as it was, and open to its owner', async () => {
    const made = await openDB('present', 3, { upgrade: (db) => void db.createObjectStore('kept') });
    made.close();
    await warmStorage('present', host);
    const again = await openDB('present', 3);
    expect([...again.objectStoreNames]).toEqual(['kept']);
    again.close();
  });

  it('says that the browser has thrown the database away', async () => {
    Object.defineProperty(prototype, 'dataLoss', { value: 'total', configurable: true });
    expect(await warmStorage('wiped', host)).toBe(true);
    expect((await indexedDB.databases()).map(({ name }) => name)).not.toContain('wiped');
  });
});
