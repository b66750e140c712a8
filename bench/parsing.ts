/** What parsing and checking a request costs before any table is looked at, in this process: `npx tsx bench/parsing.ts`. */
import { prepare } from '../src/router/router.ts';
import { routerClient } from '../src/testing/router-client.ts';

const ROUNDS = 15;
const CALLS = 20_000;

const KEY = { pk: { S: 'customer#000123' }, sk: { S: 'order#00001234' } };
const REQUESTS: Readonly<Record<string, object>> = {
  GetItem: { TableName: 'orders', Key: KEY },
  'GetItem, projected': {
    TableName: 'orders',
    Key: KEY,
    ProjectionExpression: '#n, parts[0].price',
    ExpressionAttributeNames: { '#n': 'name' },
    ConsistentRead: true,
    ReturnConsumedCapacity: 'TOTAL',
  },
};

const { context } = routerClient();

for (const [name, body] of Object.entries(REQUESTS)) {
  const text = JSON.stringify(body);
  const [operation] = name.split(',');
  const target = `DynamoDB_20120810.${String(operation)}`;
  const rounds = Array.from({ length: ROUNDS }, () => {
    const startMs = performance.now();
    for (let i = 0; i < CALLS; i++) prepare({ target, body: text }, context);
    return ((performance.now() - startMs) * 1_000) / CALLS;
  }).sort((a, b) => a - b);
  console.log(`${name}: ${(rounds[ROUNDS >> 1] ?? 0).toFixed(2)} us (median of ${String(ROUNDS)})`);
}
