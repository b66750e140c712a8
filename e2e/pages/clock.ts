/** An app in a page whose clock a test has taken over: everything that a handle does is done with it. */
import { DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
import type { Database, Trigger, TriggerEvent } from 'hashrange';
import { open } from 'hashrange';
import { expose } from './expose.ts';

const TableName = 'orders';

let db: Database | undefined;
let count = 0;

/** Another tab has its own. */
const newId = (): string => crypto.randomUUID();

/** Opened by the first step, so that a test chooses what its page's clock shows by then. */
async function opened(): Promise<Database> {
  if (db !== undefined) return db;
  db = await open('clock');
  await db.ensureTable({ TableName, pk: 'id' });
  const StreamSpecification = { StreamEnabled: true, StreamViewType: 'KEYS_ONLY' } as const;
  // Another tab may have done so.
  await db.send('UpdateTable', { TableName, StreamSpecification }).catch(() => undefined);
  return db;
}

async function put(id = newId()): Promise<string> {
  const Item = { id: { S: id }, count: { N: String(++count) } };
  await (await opened()).send('PutItem', { TableName, Item });
  return id;
}

const idsOf = ({ Records }: TriggerEvent): string =>
  Records.map(({ dynamodb }) => dynamodb.Keys['id']?.S).join(' ');

/** A trigger whose handler fails so many times, and what it was called with. */
async function failing(times: number, options = {}): Promise<[Trigger, string[]]> {
  const calls: string[] = [];
  const trigger = (await opened()).trigger(
    `failing-${count}`,
    { table: TableName, ...options },
    (event) => {
      calls.push(idsOf(event));
      if (calls.length <= times) throw new Error('not yet');
    },
  );
  return [trigger, calls];
}

/** One record, and a handler that fails with it the first time. */
async function failOnce(): Promise<unknown> {
  const [trigger, calls] = await failing(1, { maxAgeSeconds: 3_600 });
  const id = await put();
  await trigger.idle();
  await trigger.stop();
  const { handled, discarded, state } = trigger.stats();
  return { calls: calls.map((each) => each === id), handled, discarded, state };
}

/** One record that is given up, with nobody to have it. */
async function giveUp(): Promise<unknown> {
  const [trigger] = await failing(2, { retries: 1 });
  const told = new Promise((resolve) => {
    db?.addEventListener('given-up', ({ why }) => resolve(why));
  });
  await put();
  await trigger.idle();
  await trigger.stop();
  return [trigger.stats().discarded, await told];
}

/** A batch that is called because its window is over. */
async function window(): Promise<unknown> {
  const [trigger, calls] = await failing(0, { batchWindowMs: 300 });
  const id = await put();
  // One item, one shard.
  await put(id);
  await trigger.idle();
  await trigger.stop();
  return calls.length === 1 && calls[0] === `${id} ${id}`;
}

/** A tail comes to a record, and confirms it and all before it. */
async function tail(): Promise<unknown> {
  const entries = (await opened()).stream(TableName, { consumer: 'reader' });
  const first = entries.next();
  const id = await put();
  for (let { value } = await first; value !== undefined; { value } = await entries.next()) {
    if (value.record.dynamodb.Keys['id']?.S !== id) continue;
    await value.confirm();
    await entries.return?.();
  }
  return (await entries.next()).done;
}

/** Every other call of the handle. */
async function calls(): Promise<readonly string[]> {
  const database = await opened();
  const id = await put();
  const client = new DynamoDBClient(database.clientConfig());
  await database.flushed();
  const answers = {
    sdk: (await client.send(new GetItemCommand({ TableName, Key: { id: { S: id } } }))).Item,
    request: (await database.request('DynamoDB_20120810.ListTables', '{}')).body,
    fetch: (await database.fetch(new Request('http://localhost/'))).status,
    regions: await database.regions.describe(),
    scrub: (await database.scrub()).damaged,
    stats: (await database.stats()).role,
  };
  return Object.keys(answers);
}

async function end(): Promise<unknown> {
  const database = await opened();
  await database.reset();
  await database.close();
  db = undefined;
  await (await opened()).destroy();
  db = undefined;
  return 'ended';
}

expose({ failOnce, giveUp, window, tail, calls, end, put: () => put() });
