import { deleteDB, openDB } from 'idb';
import { expect, it } from 'vitest';
import { storedDatabases } from './stored-databases.ts';

const NAMES = ['hashrange/b/us-east-1', 'hashrange/a/b/eu-west-1', 'hashrange/a/us-east-1'];
const OTHERS = ['notes', 'hashrange/', 'hashrange/a'];

it('lists the databases of the origin by name and Region, and nobody else’s', async () => {
  for (const name of [...NAMES, ...OTHERS]) (await openDB(name)).close();
  expect(await storedDatabases()).toEqual([
    { name: 'a', region: 'us-east-1' },
    { name: 'a/b', region: 'eu-west-1' },
    { name: 'b', region: 'us-east-1' },
  ]);
  for (const name of [...NAMES, ...OTHERS]) await deleteDB(name);
});
