import type { Database } from 'hashrange/external';
import { open } from 'hashrange/external';

/** How many calls of one kind, and how many of them at once. */
export interface Calls {
  readonly count: number;
  readonly width: number;
}

/** What the spec asks of the page. */
export interface LargeItems {
  readonly open: (cacheBytes: number) => Promise<void>;
  readonly put: (calls: Calls) => Promise<void>;
  /** Gets of items that are there, so many. */
  readonly get: (calls: Calls, items: number) => Promise<void>;
  /** BatchGetItem of as much as one answers. */
  readonly getBatches: (calls: Calls, items: number) => Promise<void>;
  /** BatchWriteItem of as much as one takes. */
  readonly putBatches: (calls: Calls) => Promise<void>;
  readonly addIndex: () => Promise<void>;
  readonly stats: () => ReturnType<Database['stats']>;
}

declare global {
  interface Window {
    largeItems?: LargeItems;
  }
}

const TableName = 'files';
/** As DynamoDB counts them, names included: the largest are 400 KiB. */
const ITEM_BYTES = 399_000;
const ITEMS_A_WRITE = 25;
/** An answer ends at 16 MiB. */
const ITEMS_A_READ = 42;
const POLL_MS = 50;

let opened: Database | undefined;

function db(): Database {
  if (opened === undefined) throw new Error('nothing is open');
  return opened;
}

const keyOf = (n: number): object => ({ id: { S: `file ${String(n)}` } });
const itemOf = (n: number): object => ({
  ...keyOf(n),
  owner: { S: `owner ${String(n % 7)}` },
  text: { S: String(n % 10).repeat(ITEM_BYTES) },
});

async function ask(operation: string, input: object): Promise<unknown> {
  const body = JSON.stringify(input);
  const answer = await db().request(`DynamoDB_20120810.${operation}`, body);
  if (answer.status !== 200) throw new Error(answer.body);
  return JSON.parse(answer.body);
}

async function inFlight({ count, width }: Calls, call: (n: number) => Promise<unknown>) {
  let begun = 0;
  const lane = async (): Promise<void> => {
    while (begun < count) await call(begun++);
  };
  await Promise.all(Array.from({ length: width }, lane));
}

window.largeItems = {
  open: async (cacheBytes) => {
    opened = await open('large-items', { cacheBytes });
    await opened.ensureTable({ TableName, pk: 'id' });
  },
  put: (calls) => inFlight(calls, (n) => ask('PutItem', { TableName, Item: itemOf(n) })),
  get: (calls, items) =>
    inFlight(calls, (n) => ask('GetItem', { TableName, Key: keyOf((n * 7) % items) })),
  getBatches: (calls, items) =>
    inFlight(calls, (n) => {
      const Keys = Array.from({ length: ITEMS_A_READ }, (_, i) =>
        keyOf((n * ITEMS_A_READ + i) % items),
      );
      return ask('BatchGetItem', { RequestItems: { [TableName]: { Keys } } });
    }),
  putBatches: (calls) =>
    inFlight(calls, (n) => {
      const requests = Array.from({ length: ITEMS_A_WRITE }, (_, i) => ({
        PutRequest: { Item: itemOf(n * ITEMS_A_WRITE + i) },
      }));
      return ask('BatchWriteItem', { RequestItems: { [TableName]: requests } });
    }),
  addIndex: async () => {
    await db().send('UpdateTable', {
      TableName,
      AttributeDefinitions: [{ AttributeName: 'owner', AttributeType: 'S' }],
      GlobalSecondaryIndexUpdates: [
        {
          Create: {
            IndexName: 'by-owner',
            KeySchema: [{ AttributeName: 'owner', KeyType: 'HASH' }],
            Projection: { ProjectionType: 'ALL' },
          },
        },
      ],
    });
    for (;;) {
      const { Table } = await db().send('DescribeTable', { TableName });
      if (Table?.GlobalSecondaryIndexes?.[0]?.IndexStatus === 'ACTIVE') return;
      await new Promise((resolve) => setTimeout(resolve, POLL_MS));
    }
  },
  stats: () => db().stats(),
};
