/** Stores that earlier releases left, put back into IndexedDB and opened years later: what does not age is there, and writes go on. */
import { describe, expect, it } from 'vitest';
import type { Database } from '../../client/database.ts';
import { openInWorker } from '../../client/open.ts';
import { targetOf } from '../../client/operation-target.ts';
import type { KeptDatabase, KeptStore } from './kept-store.ts';
import { bytesOf, decodeKept, KEPT_BUILDS } from './kept-store.ts';
import type { Call, Json, ToldTable } from './told.ts';
import { itemsTold, whatIsTold } from './told.ts';

const spawn = (): Worker =>
  new Worker(new URL('../../../worker/main.ts', import.meta.url), { type: 'module' });

async function kept(build: string, name: string): Promise<KeptStore> {
  const answer = await fetch(new URL(`./${build}/${name}.store`, import.meta.url));
  return decodeKept(new Uint8Array(await answer.arrayBuffer()));
}

/** Puts the databases back under a new name, which it answers. */
async function restored({ databases, name }: KeptStore): Promise<string> {
  const newName = `kept-${crypto.randomUUID()}`;
  for (const each of databases.filter((database) => database.name.startsWith(`hashrange/${name}/`)))
    await restore(each, each.name.replace(name, newName));
  return newName;
}

function restore({ version, stores }: KeptDatabase, name: string): Promise<void> {
  const opening = indexedDB.open(name, version);
  return new Promise((resolve, reject) => {
    opening.onupgradeneeded = () => {
      for (const [store, rows] of Object.entries(stores)) {
        const into = opening.result.createObjectStore(store);
        for (const [key, value] of rows)
          into.put(typeof value === 'number' ? value : bytesOf(value).buffer, key);
      }
    };
    opening.onsuccess = () => {
      opening.result.close();
      resolve();
    };
    opening.onerror = () => reject(new Error(String(opening.error)));
  });
}

async function open(name: string, [region, ...others]: readonly string[]): Promise<Database> {
  const options = { ...(region === undefined ? {} : { region }), regions: others };
  return openInWorker(name, options, [{ spawn }]);
}

const caller =
  (db: Database, region: string): Call =>
  async (operation, input) => {
    const { status, body } = await db.request(targetOf(operation), JSON.stringify(input), {
      region,
    });
    if (status !== 200) throw new Error(`${operation}: ${body}`);
    return JSON.parse(body) as Json;
  };

/** What a table tells at any time. */
const ageless = ({ items, indexes, attached, description }: ToldTable): object => ({
  items,
  indexes,
  attached,
  description: { TableId: description['TableId'], KeySchema: description['KeySchema'] },
});

describe.each(KEPT_BUILDS)('a store of build %s in IndexedDB', (build) => {
  it.each(['closed', 'killed'])(
    'that was %s is there, changed, and there again',
    async (stored) => {
      const store = await kept(build, stored);
      const name = await restored(store);
      const [region = ''] = store.regions;
      const db = await open(name, store.regions);
      const call = caller(db, region);
      const { tables, consumers } = await whatIsTold(call, store.consumers);
      const expected = store.told[region];
      // Items of `sessions` expire, and an index of `many` is built on.
      const { sessions: _, many, ...rest } = expected?.tables ?? {};
      for (const [table, told] of Object.entries(rest))
        expect(tables[table]).toMatchObject(ageless(told));
      expect(tables['many']?.items).toEqual(many?.items);
      expect(tables['sessions']?.items).toContainEqual(
        expect.objectContaining({ id: { S: 'stays' } }),
      );
      expect(consumers).toEqual(expected?.consumers);
      const Item = { country: { S: 'se' }, place: { N: '1' }, kind: { S: 'new' } };
      await call('PutItem', { TableName: 'places', Item });
      await db.close();
      const again = await open(name, store.regions);
      const items = await itemsTold(caller(again, region), { TableName: 'places' });
      expect(items).toHaveLength((expected?.tables['places']?.items.length ?? 0) + 1);
      expect(items).toContainEqual(Item);
      expect((await again.scrub()).damaged).toEqual([]);
      await again.destroy();
    },
  );

  it('of two Regions comes to agree with the other', async () => {
    const store = await kept(build, 'regions');
    const name = await restored(store);
    const db = await open(name, store.regions);
    const texts = async (region: string): Promise<readonly string[]> =>
      (await itemsTold(caller(db, region), { TableName: 'shared' }))
        .map(({ id, from }) => `${(id as { S: string }).S}: ${(from as { S: string }).S}`)
        .sort();
    const agreed = ['b: away, while cut', 'e: away', 'f: home alone', 'g: away alone'];
    for (const region of store.regions) await expect.poll(() => texts(region)).toEqual(agreed);
    await db.destroy();
  });
});
