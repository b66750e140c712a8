/** An app that follows its own writes: with a tail that confirms, and with a trigger. */
import { open } from 'hashrange';
import { expose } from './expose.ts';

const TableName = 'orders';
/** Where the trigger's handler writes what it has handled, in whichever tab. */
const SHIPPED = 'shipped';
/** Records that one visit takes; all but the last are confirmed. */
const TAKEN = 4;
const ORDERS = 2 * TAKEN - 1;

const db = await open('following');

async function createTables(): Promise<void> {
  const keyedById = {
    BillingMode: 'PAY_PER_REQUEST',
    KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
    AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
  } as const;
  await db.send('CreateTable', {
    ...keyedById,
    TableName,
    StreamSpecification: { StreamEnabled: true, StreamViewType: 'KEYS_ONLY' },
  });
  await db.send('CreateTable', { ...keyedById, TableName: SHIPPED });
}

async function put(prefix: string): Promise<void> {
  for (let i = 0; i < ORDERS; i++) {
    await db.send('PutItem', { TableName, Item: { id: { S: `${prefix}-${i}` } } });
  }
}

/** Takes the next records, and confirms them all but the last. */
async function take(): Promise<readonly string[]> {
  const taken: string[] = [];
  for await (const { record, confirm } of db.stream(TableName, {
    from: 'TRIM_HORIZON',
    consumer: 'reader',
  })) {
    taken.push(idOf(record.dynamodb.Keys));
    if (taken.length === TAKEN) break;
    await confirm();
  }
  return taken;
}

function idOf(keys: unknown): string {
  return (keys as { readonly id: { readonly S: string } }).id.S;
}

const handled: string[] = [];

/** Begins, or goes on with, a trigger that one tab runs. */
async function handle(): Promise<void> {
  const trigger = db.trigger(
    'orders',
    { table: TableName, from: 'TRIM_HORIZON', batchSize: 2 },
    async ({ Records }) => {
      for (const { dynamodb } of Records) {
        const id = idOf(dynamodb.Keys);
        await db.send('PutItem', { TableName: SHIPPED, Item: { id: { S: id } } });
        handled.push(id);
      }
    },
  );
  await trigger.idle();
}

async function shipped(): Promise<readonly string[]> {
  const { Items = [] } = await db.send('Scan', { TableName: SHIPPED });
  return Items.map((item) => idOf(item)).toSorted();
}

expose({
  createTables,
  write: () => put('order'),
  writeMore: () => put('late'),
  writeLast: () => put('very-late'),
  take,
  handle,
  handled: () => Promise.resolve(handled.toSorted()),
  shipped,
});
