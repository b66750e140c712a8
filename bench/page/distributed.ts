/** What hashrange alone does: tails of streams, and Regions that follow each other. */
import { open } from 'hashrange/external';
import type { Database, OutputOf } from 'hashrange/external';
import { attributesOf } from './peers/attributes.ts';
import { itemOf } from './items.ts';
import { loadItems } from './peers/over-wire.ts';

const HOME = 'eu-west-1';
const AWAY = 'us-east-1';
const TABLE = 'items';
const POLL_MS = 5;

const wait = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

async function createTable(db: Database): Promise<void> {
  await db.send('CreateTable', {
    TableName: TABLE,
    BillingMode: 'PAY_PER_REQUEST',
    AttributeDefinitions: ['pk', 'sk'].map((name) => ({ AttributeName: name, AttributeType: 'S' })),
    KeySchema: [
      { AttributeName: 'pk', KeyType: 'HASH' },
      { AttributeName: 'sk', KeyType: 'RANGE' },
    ],
    StreamSpecification: { StreamEnabled: true, StreamViewType: 'NEW_AND_OLD_IMAGES' },
  });
}

async function put(db: Database, index: number): Promise<void> {
  await db.send('PutItem', { TableName: TABLE, Item: attributesOf(itemOf(index)) });
}

/** Milliseconds from the call of a put until its record is in the hands of who tails the stream, one put at a time. */
export async function tailLatencies(database: string, puts: number): Promise<number[]> {
  const db = await open(database);
  await createTable(db);
  const tail = db.stream(TABLE, { from: 'LATEST' })[Symbol.asyncIterator]();
  const latencies: number[] = [];
  for (let i = 0; i < puts; i++) {
    const next = tail.next();
    const start = performance.now();
    const done = put(db, i);
    await next;
    latencies.push(performance.now() - start);
    await done;
  }
  await tail.return?.();
  await db.destroy();
  return latencies;
}

export interface ReplicationFigures {
  /** Records a second, from the first write here until the last is applied there. */
  readonly rate: number;
  /** The same rate for the writes alone. */
  readonly writeRate: number;
  /** Milliseconds from the call of a put here until a get there answers it, one put at a time. */
  readonly lags: readonly number[];
}

/** Two Regions of one table: a load of many items, then puts one by one. */
export async function replication(
  database: string,
  items: number,
  puts: number,
): Promise<ReplicationFigures> {
  const db = await open(database, { region: HOME, regions: [AWAY] });
  await createTable(db);
  const describe = (region: string): Promise<OutputOf<'DescribeTable'>> =>
    db.send('DescribeTable', { TableName: TABLE }, { region });
  await db.send('UpdateTable', {
    TableName: TABLE,
    ReplicaUpdates: [{ Create: { RegionName: AWAY } }],
  });
  for (;;) {
    const { Replicas = [] } = (await describe(HOME)).Table ?? {};
    if (Replicas.length > 0 && Replicas.every((each) => each.ReplicaStatus === 'ACTIVE')) break;
    await wait(POLL_MS);
  }
  const start = performance.now();
  await loadItems(
    (target, bodyText) => db.request(target, bodyText),
    Array.from({ length: items }, (_, index) => itemOf(index)),
  );
  const writtenMs = performance.now() - start;
  while (((await describe(AWAY)).Table?.ItemCount ?? 0) < items) await wait(POLL_MS);
  const appliedMs = performance.now() - start;
  const lags: number[] = [];
  for (let i = 0; i < puts; i++) lags.push(await lagOf(db, items + i));
  await db.destroy();
  return { rate: (items / appliedMs) * 1000, writeRate: (items / writtenMs) * 1000, lags };
}

async function lagOf(db: Database, index: number): Promise<number> {
  const { pk, sk } = itemOf(index);
  const Key = { pk: { S: pk }, sk: { S: sk } };
  const start = performance.now();
  await put(db, index);
  for (;;) {
    const { Item } = await db.send('GetItem', { TableName: TABLE, Key }, { region: AWAY });
    if (Item !== undefined) return performance.now() - start;
    await wait(1);
  }
}
