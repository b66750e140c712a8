/** Rows of the small databases beside the stores: of leases, and of stores that are gone. */
import 'fake-indexeddb/auto';
import { openDB } from 'idb';
import { expect, it } from 'vitest';
import { destroyedStores } from '../../platform/indexeddb/destroyed-stores.ts';
import { indexedDbLeases } from '../../platform/indexeddb/lease-logs.ts';

/** Keys and values of an object store of the first version. */
async function rowsOf(database: string, store: string): Promise<readonly unknown[]> {
  const db = await openDB(database, 1);
  const tx = db.transaction(store);
  const [keys, values] = await Promise.all([tx.store.getAllKeys(), tx.store.getAll()]);
  db.close();
  return keys.map((key, i) => [key, values[i] as unknown]);
}

it('a lease is its newest holder, under its name and a number', async () => {
  const log = await indexedDbLeases.open('hashrange/notes/eu-west-1');
  await log.append({ number: 1, holder: 'first' });
  await log.append({ number: 2, holder: 'second' });
  expect(await rowsOf('hashrange-leases', 'lease')).toEqual([
    [['hashrange/notes/eu-west-1', 2], 'second'],
  ]);
  expect(await log.newest()).toEqual({ number: 2, holder: 'second' });
  log.close();
});

it('a store that is gone is its id, with a number that grows', async () => {
  await destroyedStores.add(['store-b']);
  await destroyedStores.add(['store-a']);
  expect(await rowsOf('hashrange', 'destroyed')).toEqual([
    ['store-a', 2],
    ['store-b', 1],
  ]);
  expect(await destroyedStores.has('store-a')).toBe(true);
});
