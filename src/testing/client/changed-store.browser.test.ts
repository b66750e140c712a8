import { expect, it } from 'vitest';
import { databaseNameOf } from '../../rpc/database-name.ts';
import type { Database } from '../../client/database.ts';
import { openInWorker } from '../../client/open.ts';

const spawn = (): Worker =>
  new Worker(new URL('../../../worker/main.ts', import.meta.url), { type: 'module' });
const open = (name: string): Promise<Database> => openInWorker(name, {}, [{ spawn }]);
const freshName = (): string => `changed-${crypto.randomUUID()}`;

/** What another script of the origin does to the store of a database. */
function change(
  name: string,
  version: number | undefined,
  work: (db: IDBDatabase) => void,
): Promise<void> {
  const opening = indexedDB.open(databaseNameOf({ name, region: 'us-east-1' }), version);
  return new Promise((resolve, reject) => {
    opening.onupgradeneeded = () => {
      work(opening.result);
    };
    opening.onsuccess = () => {
      opening.result.close();
      resolve();
    };
    opening.onerror = () => {
      reject(new Error(String(opening.error)));
    };
  });
}

const nothing = (): void => undefined;
const refused = (code: string): unknown =>
  expect.objectContaining({
    name: 'HashrangeError',
    code,
    message: expect.stringMatching(/^(Another script|This database).+\.$/) as unknown,
  });

it('a store that another script has opened at a higher version is of a newer format', async () => {
  const name = freshName();
  const db = await open(name);
  await db.ensureTable({ TableName: 'notes', pk: 'id' });
  await db.close();
  await change(name, 7, nothing);
  await expect(open(name)).rejects.toEqual(refused('newer-format'));
});

it('an open database says so too', async () => {
  const name = freshName();
  const db = await open(name);
  await db.ensureTable({ TableName: 'notes', pk: 'id' });
  await change(name, 7, nothing);
  const put = db.send('PutItem', { TableName: 'notes', Item: { id: { S: '1' } } });
  await expect(put).rejects.toEqual(refused('newer-format'));
});

it.each<readonly [string, (db: IDBDatabase) => void]>([
  ['no object stores', nothing],
  ['object stores of another script', (db) => void db.createObjectStore('log')],
])('a store with %s is damaged, and is left as it is', async (_, work) => {
  const name = freshName();
  await change(name, undefined, work);
  await expect(open(name)).rejects.toEqual(refused('storage-damaged'));
  await expect(open(name)).rejects.toEqual(refused('storage-damaged'));
});
