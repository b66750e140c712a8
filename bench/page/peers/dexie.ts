import { Dexie } from 'dexie';
import type { Table } from 'dexie';
import type { BenchItem, Peer } from '../peer.ts';

const LOAD_BATCH = 1_000;
const SCAN_BATCH = 5_000;

const INDEXES = ['[email+count]', '[name+sk]', '[pk+count]'];

/** Dexie with a compound primary key, and compound indexes where they are wanted. */
export function dexie(isIndexed: boolean): Peer {
  let db: Dexie;
  let table: Table<BenchItem, [string, string]>;
  return {
    name: isIndexed ? 'Dexie indexed' : 'Dexie',
    open: async (name) => {
      db = new Dexie(`dexie-${name}`);
      db.version(1).stores({
        items: ['[pk+sk]', ...(isIndexed ? INDEXES : [])].join(', '),
      });
      await db.open();
      table = db.table('items');
    },
    load: async (items) => {
      for (let at = 0; at < items.length; at += LOAD_BATCH) {
        await table.bulkPut(items.slice(at, at + LOAD_BATCH));
      }
    },
    get: ({ pk, sk }) => table.get([pk, sk]),
    put: async (item) => {
      await table.put(item);
    },
    query: (pk, sk, count) =>
      table
        .where('[pk+sk]')
        .between([pk, sk], [pk, Dexie.maxKey], true, true)
        .limit(count)
        .toArray(),
    ...(isIndexed && {
      queryIndex: (email: string, count: number) =>
        table
          .where('[email+count]')
          .between([email, Dexie.minKey], [email, Dexie.maxKey])
          .limit(count)
          .toArray(),
    }),
    transact: async (items) => {
      await db.transaction('rw', table, () => table.bulkPut([...items]));
    },
    scan: async () => {
      let seen = 0;
      let from: [string, string] | undefined;
      for (;;) {
        const page =
          from === undefined ? table.orderBy('[pk+sk]') : table.where('[pk+sk]').above(from);
        const items = await page.limit(SCAN_BATCH).toArray();
        seen += items.length;
        const last = items.at(-1);
        if (last === undefined || items.length < SCAN_BATCH) return seen;
        from = [last.pk, last.sk];
      }
    },
    plain: (stored) => stored as BenchItem,
    close: () => {
      db.close();
      return Promise.resolve();
    },
  };
}
