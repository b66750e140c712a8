/** The page that the durability specs kill and open again. */
import { HashrangeError, open, ServiceError } from 'hashrange/external';
import type { Database, ItemImage, OutputOf } from 'hashrange/external';
import type { Durability, Refusal } from '../../durability/protocol.ts';
import { TABLE } from '../../durability/protocol.ts';
import { itemOf, keyOf, readItem } from './items.ts';
import { runLane, WitnessLine } from './lanes.ts';

const FILL_BATCH = 25;
const APPENDED_AT_ONCE = 8;
const REST_POLL_MS = 50;

let database: Database | undefined;

function opened(): Database {
  if (database === undefined) throw new Error('the database is not open');
  return database;
}

function fillers(from: number, to: number): ItemImage[] {
  return Array.from({ length: to - from }, (_, i) =>
    itemOf(keyOf((from + i) % 50, 'filler', from + i), from + i),
  );
}

function refusalOf(error: unknown): Refusal {
  if (!(error instanceof HashrangeError)) throw error;
  return { kind: 'refused', code: error.code, message: error.message };
}

async function* allItems(): AsyncGenerator<ItemImage> {
  let ExclusiveStartKey: ItemImage | undefined;
  do {
    const page: OutputOf<'Scan'> = await opened().send('Scan', {
      TableName: TABLE,
      ExclusiveStartKey,
    });
    yield* page.Items ?? [];
    ExclusiveStartKey = page.LastEvaluatedKey;
  } while (ExclusiveStartKey !== undefined);
}

const durability: Durability = {
  open: async ({ name, ...options }) => {
    const start = performance.now();
    try {
      database = await open(name, options);
    } catch (error) {
      return refusalOf(error);
    }
    await database.ensureTable({ TableName: TABLE, pk: 'pk', sk: 'sk' });
    return performance.now() - start;
  },
  readAll: async () => {
    const items: Record<string, number> = {};
    const faults: string[] = [];
    for await (const item of allItems()) {
      const { key, version, fits } = readItem(item);
      items[key] = version;
      if (!fits) faults.push(`${key}: the content is not that of version ${version}`);
    }
    const { damaged } = await opened().scrub();
    faults.push(...damaged.map(({ reason }) => `scrub: ${reason}`));
    const { storeId } = await opened().stats();
    return { storeId, items, faults };
  },
  work: async (lanes, witnessUrl) => {
    const line = new WitnessLine(witnessUrl);
    return Promise.race(lanes.map((lane) => runLane(opened(), lane, line)));
  },
  fill: async (from, to) => {
    for (let at = from; at < to; at += FILL_BATCH) {
      const puts = fillers(at, Math.min(to, at + FILL_BATCH)).map((Item) => ({
        PutRequest: { Item },
      }));
      await opened().send('BatchWriteItem', { RequestItems: { [TABLE]: puts } });
    }
  },
  append: async (from, witnessUrl) => {
    const line = new WitnessLine(witnessUrl);
    for (let at = from; ; at += APPENDED_AT_ONCE) {
      const items = at + APPENDED_AT_ONCE;
      await Promise.all(
        fillers(at, items).map((Item) => opened().send('PutItem', { TableName: TABLE, Item })),
      );
      await line.tell({ items, at: Date.now() });
    }
  },
  rest: async () => {
    await opened().flushed();
    for (;;) {
      const { dirtyPages, hardenedLsn, appendedLsn } = await opened().stats();
      if (dirtyPages === 0 && hardenedLsn === appendedLsn) return;
      await new Promise((resolve) => setTimeout(resolve, REST_POLL_MS));
    }
  },
  inspect: async ({ name, ...options }) => {
    try {
      database = await open(name, options);
      const { items, faults } = await durability.readAll();
      return { kind: 'opened', items, faults };
    } catch (error) {
      if (error instanceof ServiceError)
        return { kind: 'error answer', name: error.name, message: error.message };
      return refusalOf(error);
    }
  },
  close: () => opened().close(),
  checkpointLsn: async () => (await opened().stats()).checkpointLsn,
};

Object.assign(globalThis, { durability });
