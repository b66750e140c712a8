import PouchDB from 'pouchdb';
import type { BenchItem, Peer } from '../peer.ts';

const LOAD_BATCH = 1_000;
const SCAN_BATCH = 1_000;

interface Row {
  readonly doc: BenchItem & { readonly _id: string; readonly _rev: string };
}

interface Pouch {
  readonly bulkDocs: (docs: readonly object[]) => Promise<unknown>;
  readonly get: (id: string) => Promise<Row['doc']>;
  readonly put: (doc: object) => Promise<unknown>;
  readonly allDocs: (options: object) => Promise<{ readonly rows: readonly Row[] }>;
  readonly close: () => Promise<void>;
}

const idOf = (pk: string, sk: string): string => `${pk}|${sk}`;

/** PouchDB on its IndexedDB adapter's default. An overwrite needs the revision, which it reads first. */
export function pouchdb(): Peer {
  let db: Pouch;
  return {
    name: 'PouchDB',
    open: (name) => {
      db = new PouchDB(`pouch-${name}`, { auto_compaction: true }) as unknown as Pouch;
      return Promise.resolve();
    },
    load: async (items) => {
      for (let at = 0; at < items.length; at += LOAD_BATCH) {
        const batch = items.slice(at, at + LOAD_BATCH);
        await db.bulkDocs(batch.map((item) => ({ ...item, _id: idOf(item.pk, item.sk) })));
      }
    },
    get: ({ pk, sk }) => db.get(idOf(pk, sk)),
    put: async (item) => {
      const _id = idOf(item.pk, item.sk);
      const { _rev } = await db.get(_id);
      await db.put({ ...item, _id, _rev });
    },
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
    close: () => db.close(),
  };
}
