import { IDBVersionChangeEvent as FakeVersionChangeEvent } from 'fake-indexeddb';
import 'fake-indexeddb/auto';
import { afterEach, expect, it } from 'vitest';
import { indexedDbDevices } from './open-database.ts';

const { prototype } = FakeVersionChangeEvent;

afterEach(() => {
  Reflect.deleteProperty(prototype, 'dataLoss');
});

it('makes no new database where the browser has just thrown the old one away', async () => {
  Object.defineProperty(prototype, 'dataLoss', { value: 'total', configurable: true });
  const opening = indexedDbDevices('wiped').open({ mustExist: false });
  await expect(opening).rejects.toMatchObject({ name: 'DeviceFault', kind: 'lost' });
  expect(await indexedDB.databases()).toEqual([]);
});

it('makes a new database where there never was one', async () => {
  Object.defineProperty(prototype, 'dataLoss', { value: 'none', configurable: true });
  const { isNew } = await indexedDbDevices('fresh').open({ mustExist: false });
  expect(isNew).toBe(true);
});
