import 'fake-indexeddb/auto';
import { openDB } from 'idb';
import { expect, it } from 'vitest';
import { destroyedStores } from './destroyed-stores.ts';

const ids = (prefix: string, count: number): string[] =>
  Array.from({ length: count }, (_, i) => `${prefix}-${String(i)}`);

it('keeps the ids of the newest thousands, whatever the clock has said', async () => {
  // A former release wrote down the time, here of a clock that was far ahead.
  const db = await openDB('hashrange', 1, {
    upgrade: (upgrading) => void upgrading.createObjectStore('destroyed'),
  });
  await db.put('destroyed', Date.UTC(2099, 0), 'far ahead');
  await db.put('destroyed', Date.UTC(2026, 0), 'in its time');
  db.close();
  await destroyedStores.add(['first']);
  for (const id of ['far ahead', 'in its time', 'first'])
    expect(await destroyedStores.has(id), id).toBe(true);
  await destroyedStores.add(ids('later', 5_000));
  await destroyedStores.add(['last']);
  for (const id of ['first', 'later-0']) expect(await destroyedStores.has(id), id).toBe(false);
  for (const id of ['later-4999', 'last']) expect(await destroyedStores.has(id), id).toBe(true);
});
