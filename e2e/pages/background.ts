import type { Database } from 'hashrange/external';
import { HashrangeError, open } from 'hashrange/external';

export type Version = readonly [index: number, version: number];

/** All that a table and one of its indexes hold. */
export interface Held {
  readonly items: readonly Version[];
  /** Whether the index holds exactly the items of the table; undefined while it is not built. */
  readonly isIndexed: Readonly<Record<string, boolean | undefined>>;
  /** As the counters have it. */
  readonly itemCount: number;
  readonly damaged: number;
}

const TABLE = 'orders';
/** Far less than the table takes. */
const CACHE_BYTES = 1024 * 1024;
const BATCH = 25;
const KEY = [{ AttributeName: 'id', KeyType: 'HASH' }];

let db: Database | undefined;

function opened(): Database {
  if (db === undefined) throw new Error('nothing is open');
  return db;
}

async function ask(operation: string, input: object): Promise<Record<string, unknown>> {
  const { status, body } = await opened().request(
    `DynamoDB_20120810.${operation}`,
    JSON.stringify(input),
  );
  if (status !== 200) throw new Error(`${operation}: ${body}`);
  return JSON.parse(body) as Record<string, unknown>;
}

const indexOf = (attribute: string) => ({
  IndexName: `by-${attribute}`,
  KeySchema: [{ AttributeName: attribute, KeyType: 'HASH' }],
  Projection: { ProjectionType: 'ALL' },
});

const definitionsOf = (...names: readonly string[]) =>
  names.map((AttributeName) => ({ AttributeName, AttributeType: 'S' }));

/** Both indexes hold the item elsewhere than the table, and elsewhere with each version. */
function itemOf([index, version]: Version): object {
  return {
    id: { S: `order ${String(index)}` },
    customer: { S: `customer ${String((index * 7_919 + version) % 9_973)}` },
    product: { S: `product ${String((index * 104_729 + version * 31) % 9_973)}` },
    version: { N: String(version) },
    text: { S: `${String(version)} `.padEnd(200, '.') },
  };
}

async function put(versions: readonly Version[]): Promise<void> {
  const batches: Promise<unknown>[] = [];
  for (let from = 0; from < versions.length; from += BATCH) {
    const puts = versions.slice(from, from + BATCH).map((version) => ({
      PutRequest: { Item: itemOf(version) },
    }));
    batches.push(ask('BatchWriteItem', { RequestItems: { [TABLE]: puts } }));
  }
  await Promise.all(batches);
}

async function scan(
  IndexName?: string,
): Promise<readonly Record<string, { S: string; N: string }>[]> {
  const found = [];
  let ExclusiveStartKey: unknown;
  do {
    const page = await ask('Scan', { TableName: TABLE, IndexName, ExclusiveStartKey });
    found.push(...(page['Items'] as Record<string, { S: string; N: string }>[]));
    ExclusiveStartKey = page['LastEvaluatedKey'];
  } while (ExclusiveStartKey !== undefined);
  return found;
}

const textOf = (items: readonly object[]): string =>
  items
    .map((item) => JSON.stringify(Object.entries(item).sort(([a], [b]) => (a < b ? -1 : 1))))
    .sort()
    .join('\n');

/** What the database tells of its table. */
async function describe(): Promise<{
  readonly itemCount: number;
  readonly indexes: Readonly<Record<string, string>>;
}> {
  const { Table } = await ask('DescribeTable', { TableName: TABLE });
  const { ItemCount, GlobalSecondaryIndexes = [] } = Table as {
    readonly ItemCount: number;
    readonly GlobalSecondaryIndexes?: readonly { IndexName: string; IndexStatus: string }[];
  };
  return {
    itemCount: ItemCount,
    indexes: Object.fromEntries(
      GlobalSecondaryIndexes.map(({ IndexName, IndexStatus }) => [IndexName, IndexStatus]),
    ),
  };
}

const work = {
  /** Answers the tables that are there; undefined where the browser has lost the database. */
  open: async (): Promise<readonly string[] | undefined> => {
    try {
      db = await open('background', { cacheBytes: CACHE_BYTES });
    } catch (error) {
      if (error instanceof HashrangeError && error.code === 'storage-lost') return undefined;
      throw error;
    }
    return (await ask('ListTables', {}))['TableNames'] as readonly string[];
  },
  /** A table with one global index. */
  create: () =>
    ask('CreateTable', {
      TableName: TABLE,
      BillingMode: 'PAY_PER_REQUEST',
      KeySchema: KEY,
      AttributeDefinitions: definitionsOf('id', 'customer'),
      GlobalSecondaryIndexes: [indexOf('customer')],
    }),
  put,
  addIndex: () =>
    ask('UpdateTable', {
      TableName: TABLE,
      AttributeDefinitions: definitionsOf('product'),
      GlobalSecondaryIndexUpdates: [{ Create: indexOf('product') }],
    }),
  drop: () => ask('DeleteTable', { TableName: TABLE }),
  /** Resolves when a member of the background has something left to do; or, with `isDone`, when it has nothing. */
  whileAtWork: async (member: string, isDone: boolean): Promise<void> => {
    for (;;) {
      const { background } = await opened().stats();
      const left = background.find(({ name }) => name === member)?.left ?? 0;
      if (left > 0 !== isDone) return;
    }
  },
  /** Resolves when changes wait for pages that are not in memory. */
  whileBuffered: async (): Promise<void> => {
    while ((await opened().stats()).bufferedBytes === 0);
  },
  isBuilt: async (): Promise<boolean> =>
    Object.values((await describe()).indexes).every((status) => status === 'ACTIVE'),
  read: async (): Promise<Held> => {
    const { itemCount, indexes } = await describe();
    const items = await scan();
    const text = textOf(items);
    const isIndexed: Record<string, boolean | undefined> = {};
    for (const [name, status] of Object.entries(indexes))
      isIndexed[name] = status === 'ACTIVE' ? textOf(await scan(name)) === text : undefined;
    const { damaged } = await opened().scrub();
    return {
      items: items.map(({ id, version }) => [Number(id?.S.slice(6)), Number(version?.N)] as const),
      isIndexed,
      itemCount,
      damaged: damaged.length,
    };
  },
};

export type Work = typeof work;

Object.assign(globalThis, { work });
