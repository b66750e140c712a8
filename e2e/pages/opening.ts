/** A page that opens a database wherever it stands, and tells what became of it. */
import { HashrangeError, open } from 'hashrange';
import type { Database, OpenOptions, Trigger } from 'hashrange';

let db: Database | undefined;
let trigger: Trigger | undefined;
const handled: (string | undefined)[] = [];

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
  /** Runs a trigger of one name, whatever tab it is in. */
  listen: () =>
    outcomeOf(async () => {
      const StreamSpecification = { StreamEnabled: true, StreamViewType: 'KEYS_ONLY' } as const;
      // Another tab may have done so.
      await opened()
        .send('UpdateTable', { TableName, StreamSpecification })
        .catch(() => undefined);
      trigger = opened().trigger('listener', { table: TableName }, ({ Records }) => {
        for (const { dynamodb } of Records) handled.push(dynamodb.Keys['id']?.S);
      });
    }),
  /** The ids that the trigger has been called with, when it has nothing more to do. */
  handled: () =>
    outcomeOf(async () => {
      await trigger?.idle();
      return handled;
    }),
  handledSoFar: () => Promise.resolve(handled),
  close: () => outcomeOf(() => opened().close()),
};

export type Opening = typeof opening;

(globalThis as { opening?: Opening }).opening = opening;
