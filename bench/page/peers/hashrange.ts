import { open } from '../../../src/client/entry/external.ts';
import type { BenchItem, Peer } from '../peer.ts';

type Handle = Awaited<ReturnType<typeof open>>;
type Attributes = Record<
  string,
  { readonly S?: string; readonly N?: string; readonly BOOL?: boolean }
>;

const TABLE = 'items';
const ITEMS_PER_CALL = 25;
/** BatchWriteItem calls under way at once while loading. */
const CALLS_IN_FLIGHT = 40;

function attributesOf(item: BenchItem): Attributes {
  return {
    pk: { S: item.pk },
    sk: { S: item.sk },
    name: { S: item.name },
    email: { S: item.email },
    count: { N: String(item.count) },
    active: { BOOL: item.active },
    text: { S: item.text },
  };
}

/** hashrange through the handle's `request`: DynamoDB JSON in, DynamoDB JSON out, parsed in the page. */
export function hashrange(): Peer {
  let db: Handle;
  const call = async (operation: string, input: unknown): Promise<Record<string, unknown>> => {
    const { status, body } = await db.request(
      `DynamoDB_20120810.${operation}`,
      JSON.stringify(input),
    );
    if (status !== 200) throw new Error(body);
    return JSON.parse(body) as Record<string, unknown>;
  };
  const loadCall = async (items: readonly BenchItem[]): Promise<void> => {
    const requests = items.map((item) => ({ PutRequest: { Item: attributesOf(item) } }));
    await call('BatchWriteItem', { RequestItems: { [TABLE]: requests } });
  };
  return {
    name: 'hashrange',
    open: async (name) => {
      db = await open(`bench-${name}`, {
        worker: () =>
          new Worker(new URL('../../../worker/main.ts', import.meta.url), { type: 'module' }),
      });
    },
    load: async (items) => {
      const { TableNames } = await call('ListTables', {});
      if (!(TableNames as string[]).includes(TABLE)) {
        await call('CreateTable', {
          TableName: TABLE,
          BillingMode: 'PAY_PER_REQUEST',
          KeySchema: [
            { AttributeName: 'pk', KeyType: 'HASH' },
            { AttributeName: 'sk', KeyType: 'RANGE' },
          ],
          AttributeDefinitions: [
            { AttributeName: 'pk', AttributeType: 'S' },
            { AttributeName: 'sk', AttributeType: 'S' },
          ],
        });
      }
      let at = 0;
      const lane = async (): Promise<void> => {
        while (at < items.length) {
          const from = at;
          at += ITEMS_PER_CALL;
          await loadCall(items.slice(from, from + ITEMS_PER_CALL));
        }
      };
      await Promise.all(Array.from({ length: CALLS_IN_FLIGHT }, lane));
    },
    get: async ({ pk, sk }) => {
      const { Item } = await call('GetItem', {
        TableName: TABLE,
        Key: { pk: { S: pk }, sk: { S: sk } },
      });
      return Item as BenchItem | undefined;
    },
    put: async (item) => {
      await call('PutItem', { TableName: TABLE, Item: attributesOf(item) });
    },
    query: async (pk, sk, count) => {
      const { Items } = await call('Query', {
        TableName: TABLE,
        KeyConditionExpression: 'pk = :pk AND sk >= :sk',
        ExpressionAttributeValues: { ':pk': { S: pk }, ':sk': { S: sk } },
        Limit: count,
      });
      return Items as readonly BenchItem[];
    },
    scan: async () => {
      let seen = 0;
      let ExclusiveStartKey: unknown;
      do {
        const page = await call('Scan', { TableName: TABLE, ExclusiveStartKey });
        seen += page['Count'] as number;
        ExclusiveStartKey = page['LastEvaluatedKey'];
      } while (ExclusiveStartKey !== undefined);
      return seen;
    },
    close: () => db.close(),
    stats: () => db.stats(),
  };
}
