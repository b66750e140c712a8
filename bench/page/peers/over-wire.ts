import type { BenchItem, Peer } from '../peer.ts';
import { attributesOf, itemOfAttributes } from './attributes.ts';

export const TABLE = 'items';
const ITEMS_PER_CALL = 25;
/** BatchWriteItem calls under way at once while loading. */
const CALLS_IN_FLIGHT = 40;

/** Answers one request of the wire protocol: a target and JSON text in, JSON text out. */
export type Request = (
  target: string,
  bodyText: string,
) => Promise<{ readonly status: number; readonly body: string }>;

/** An operation by name, DynamoDB JSON as objects in and out. */
export type Call = (operation: string, input: object) => Promise<Readonly<Record<string, unknown>>>;

const caller =
  (request: Request): Call =>
  async (operation, input) => {
    const { status, body } = await request(`DynamoDB_20120810.${operation}`, JSON.stringify(input));
    if (status !== 200) throw new Error(body);
    return JSON.parse(body) as Record<string, unknown>;
  };

/** The calls of a peer that speaks DynamoDB's wire protocol; answers are parsed in the page where it has no way of its own to objects. */
export function overWire(
  request: Request,
  call = caller(request),
): Required<Pick<Peer, 'load' | 'get' | 'put' | 'query' | 'scan' | 'transact' | 'plain'>> {
  return {
    load: (items, called) => loadItems(request, items, called),
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
    transact: async (items) => {
      const puts = items.map((item) => ({ Put: { TableName: TABLE, Item: attributesOf(item) } }));
      await call('TransactWriteItems', { TransactItems: puts });
    },
    plain: itemOfAttributes,
  };
}

/** What such a peer can do with the global index of addresses. */
export function indexOverWire(call: Call): Required<Pick<Peer, 'queryIndex'>> {
  return {
    queryIndex: async (email, count) => {
      const { Items } = await call('Query', {
        TableName: TABLE,
        IndexName: 'byEmail',
        KeyConditionExpression: 'email = :email',
        ExpressionAttributeValues: { ':email': { S: email } },
        Limit: count,
      });
      return Items as readonly unknown[];
    },
  };
}

/** Writes the items with BatchWriteItem. */
export async function loadItems(
  request: Request,
  items: readonly BenchItem[],
  called: (ms: number) => void = () => undefined,
): Promise<void> {
  let at = 0;
  const lane = async (): Promise<void> => {
    while (at < items.length) {
      const from = at;
      at += ITEMS_PER_CALL;
      const requests = items
        .slice(from, from + ITEMS_PER_CALL)
        .map((item) => ({ PutRequest: { Item: attributesOf(item) } }));
      const body = JSON.stringify({ RequestItems: { [TABLE]: requests } });
      const start = performance.now();
      const answer = await request('DynamoDB_20120810.BatchWriteItem', body);
      called(performance.now() - start);
      if (answer.status !== 200) throw new Error(answer.body);
    }
  };
  await Promise.all(Array.from({ length: CALLS_IN_FLIGHT }, lane));
}
