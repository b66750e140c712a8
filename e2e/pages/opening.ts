/** A page that opens a database wherever it stands, and tells what became of it. */
import { HashrangeError, open } from 'hashrange';
import type { Database, OpenOptions } from 'hashrange';

let db: Database | undefined;

const TableName = 'notes';

/** What an app sees of work that succeeds or fails. */
async function outcomeOf(work: () => Promise<unknown>): Promise<unknown> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof HashrangeError) return { code: error.code, message: error.message };
    return { code: 'none', message: String(error) };
  }
}

const opened = (): Database => {
  if (db === undefined) throw new Error('the page has no database');
  return db;
};

const opening = {
  /** Answers how long it took, in milliseconds. */
  open: (name: string, options: OpenOptions = {}) =>
    outcomeOf(async () => {
      const startMs = performance.now();
      db = await open(name, options);
      await db.ensureTable({ TableName, pk: 'id' });
      return performance.now() - startMs;
    }),
  put: (id: string) =>
    outcomeOf(() => opened().send('PutItem', { TableName, Item: { id: { S: id } } })),
  /** The ids that there are, in order. */
  ids: () =>
    outcomeOf(async () => {
      const { Items } = await opened().send('Scan', { TableName, ConsistentRead: true });
      return Items?.map(({ id }) => id?.S).sort();
    }),
  close: () => outcomeOf(() => opened().close()),
};

export type Opening = typeof opening;

(globalThis as { opening?: Opening }).opening = opening;
