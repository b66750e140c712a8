import PouchDB from 'pouchdb-browser';
import type { Pouch } from 'pouchdb-browser';
import type { BenchItem, Peer } from '../peer.ts';

const LOAD_BATCH = 1_000;
const SCAN_BATCH = 1_000;

type Doc = BenchItem & { readonly _id: string; readonly _rev: string };

const idOf = (pk: string, sk: string): string => `${pk}|${sk}`;

/** PouchDB on its default adapter. An overwrite reads the revision first, and again when another write came between. */
export function pouchdb(): Peer {
  let db: Pouch<Doc>;
  const upsert = async (_id: string, item: BenchItem): Promise<void> => {
    for (;;) {
      const { _rev } = await db.get(_id);
      try {
        await db.put({ ...item, _id, _rev });
        return;
      } catch (error) {
        if ((error as { readonly status?: number }).status !== 409) throw error;
      }
    }
  };
  return {
    name: 'PouchDB',
    open: async (name) => {
      db = new PouchDB<Doc>(`pouch-${name}`, { auto_compaction: true });
    },
    load: async (items) => {
      for (let at = 0; at < items.length; at += LOAD_BATCH) {
        const batch = items.slice(at, at + LOAD_BATCH);
        await db.bulkDocs(batch.map((item) => ({ ...item, _id: idOf(item.pk, item.sk) })));
      }
    },
    get: ({ pk, sk }) => db.get(idOf(pk, sk)),
    put: (item) => upsert(idOf(item.pk, item.sk), item),
    query: async (pk, sk, count) => {
      const options = { startkey: idOf(pk, sk), endkey: `${pk}|\uffff`, limit: count };
      const { rows } = await db.allDocs({ ...options, include_docs: true });
      return rows.map((row) => row.doc);
    },
    scan: async () => {
      let seen = 0;
      let after: string | undefined;
      for (;;) {
        const { rows } = await db.allDocs({
          include_docs: true,
          limit: SCAN_BATCH,
          ...(after === undefined ? {} : { startkey: after, skip: 1 }),
        });
        seen += rows.length;
        if (rows.length < SCAN_BATCH) return seen;
        after = rows.at(-1)?.doc._id;
      }
    },
    plain: (stored) => {
      const { _id, _rev, ...item } = stored as Doc;
      return item;
    },
    close: () => db.close(),
  };
}
