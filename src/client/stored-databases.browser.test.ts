import { deleteDB, openDB } from 'idb';
import { expect, it } from 'vitest';
import { storedDatabases } from './stored-databases.ts';

// Other tests of the origin have databases of their own.
const own = crypto.randomUUID();
const NAMES = [
  `hashrange/${own}-b/us-east-1`,
  `hashrange/${own}-a/b/eu-west-1`,
  `hashrange/${own}-a/us-east-1`,
];
const OTHERS = [own, 'hashrange/', `hashrange/${own}`];

it('lists the databases of the origin by name and Region, and nobody else’s', async () => {
  for (const name of [...NAMES, ...OTHERS]) (await openDB(name)).close();
  const listed = await storedDatabases();
  expect(listed.filter(({ name }) => name.includes(own) || name === '')).toEqual([
    { name: `${own}-a`, region: 'us-east-1' },
    { name: `${own}-a/b`, region: 'eu-west-1' },
    { name: `${own}-b`, region: 'us-east-1' },
  ]);
  for (const name of [...NAMES, ...OTHERS]) await deleteDB(name);
});
