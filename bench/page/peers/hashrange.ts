import { open } from 'hashrange/external';
import type { Database } from 'hashrange/external';
import type { BenchItem, Peer } from '../peer.ts';
import { attributesOf, itemOfAttributes } from './attributes.ts';

export const TABLE = 'items';
const ITEMS_PER_CALL = 25;
/** BatchWriteItem calls under way at once while loading. */
const CALLS_IN_FLIGHT = 40;
const SETTLE_POLL_MS = 50;

/** hashrange through the handle's `request`: DynamoDB JSON text in and out, parsed in the page. */
export function hashrange(): Peer {
  let db: Database;
  const call = async (
    operation: string,
    input: object,
  ): Promise<Readonly<Record<string, unknown>>> => {
    const target = `DynamoDB_20120810.${operation}`;
    const { status, body } = await db.request(target, JSON.stringify(input));
    if (status !== 200) throw new Error(body);
    return JSON.parse(body) as Record<string, unknown>;
  };
  return {
    name: 'hashrange',
    open: async (name) => {
      db = await open(`bench-${name}`);
    },
    load: (items) => loadItems(db, items),
    get: async ({ pk, sk }) => {
      const key = { pk: { S: pk }, sk: { S: sk } };
      return (await call('GetItem', { TableName: TABLE, Key: key }))['Item'];
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
      return Items as readonly unknown[];
    },
    scan: async () => {
      let seen = 0;
      let ExclusiveStartKey: unknown;
      do {
        const page = await call('Scan', { TableName: TABLE, ExclusiveStartKey });
        seen += (page['Items'] as readonly unknown[]).length;
        ExclusiveStartKey = page['LastEvaluatedKey'];
      } while (ExclusiveStartKey !== undefined);
      return seen;
    },
    plain: itemOfAttributes,
    settle: () => settled(db),
    close: () => db.close(),
    stats: () => db.stats(),
  };
}

/** Creates the table if need be and writes the items with BatchWriteItem. */
export async function loadItems(db: Database, items: readonly BenchItem[]): Promise<void> {
  await db.ensureTable({ TableName: TABLE, pk: 'pk', sk: 'sk' });
  let at = 0;
  const lane = async (): Promise<void> => {
    while (at < items.length) {
      const from = at;
      at += ITEMS_PER_CALL;
      const requests = items
        .slice(from, from + ITEMS_PER_CALL)
        .map((item) => ({ PutRequest: { Item: attributesOf(item) } }));
      const body = JSON.stringify({ RequestItems: { [TABLE]: requests } });
      const answer = await db.request('DynamoDB_20120810.BatchWriteItem', body);
      if (answer.status !== 200) throw new Error(answer.body);
    }
  };
  await Promise.all(Array.from({ length: CALLS_IN_FLIGHT }, lane));
}

/** Waits until the checkpoint has written every page. */
export async function settled(db: Database): Promise<void> {
  await db.flushed();
  for (;;) {
    const { dirtyPages, hardenedLsn, appendedLsn } = await db.stats();
    if (dirtyPages === 0 && hardenedLsn === appendedLsn) return;
    await new Promise((resolve) => setTimeout(resolve, SETTLE_POLL_MS));
  }
}
