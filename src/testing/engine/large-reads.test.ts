import { describe, expect, it } from 'vitest';
import { SimulatedDevice } from '../device/simulated-device.ts';
import { RegionInTime } from '../region-in-time.ts';
import { SimulatedWorld } from '../world/simulated-world.ts';

const TableName = 'files';
/** A page each. */
const ITEM_BYTES = 50_000;
const ITEMS = 120;
/** Keys of one request, and what all requests may hold: as much. */
const KEYS = 20;
const HELD_BYTES = KEYS * ITEM_BYTES;
/** Less than three pages. */
const CACHE_BYTES = 150_000;
/** All at once. */
const READS = 30;
const LOOK_EVERY_MS = 0.05;

const keyOf = (n: number): object => ({
  pk: { S: `group ${String(n % 6)}` },
  sk: { N: String(n) },
});
const itemOf = (n: number): object => ({
  ...keyOf(n),
  text: { S: String(n % 10).repeat(ITEM_BYTES) },
});

/** Most requests have keys in common with each other. */
const keysOf = (from: number): readonly object[] =>
  Array.from({ length: KEYS }, (_, i) => keyOf((from * 13 + i * 7) % ITEMS));

type Request = readonly [operation: string, input: object];

/** A Region with all items: in memory, or opened again with so small a cache. */
async function filled(cacheBytes?: number): Promise<RegionInTime> {
  const world = new SimulatedWorld(5, { heldBytes: HELD_BYTES });
  const device = new SimulatedDevice(world);
  const region = await RegionInTime.openOn(world, device, { cacheBytes: 64e6 });
  await region.call('CreateTable', {
    TableName,
    KeySchema: [
      { AttributeName: 'pk', KeyType: 'HASH' },
      { AttributeName: 'sk', KeyType: 'RANGE' },
    ],
    AttributeDefinitions: [
      { AttributeName: 'pk', AttributeType: 'S' },
      { AttributeName: 'sk', AttributeType: 'N' },
    ],
    BillingMode: 'PAY_PER_REQUEST',
  });
  for (let n = 0; n < ITEMS; n++) await region.call('PutItem', { TableName, Item: itemOf(n) });
  if (cacheBytes === undefined) return region;
  await region.close();
  return RegionInTime.openOn(world, device, { cacheBytes });
}

const pinnedPagesOf = ({ stats }: RegionInTime): number => stats?.pinnedPages ?? 0;

/** The answers to all of them, asked at once, and the most pages that were held on the way. */
async function answersTo(
  region: RegionInTime,
  requests: readonly Request[],
): Promise<{
  readonly answers: readonly string[];
  readonly order: readonly number[];
  readonly pinned: number;
}> {
  const order: number[] = [];
  const state = { pinned: 0, isOver: false };
  const all = Promise.all(
    requests.map(async (request, i) => {
      const { status, text } = await region.begin(...request);
      expect(status).toBe(200);
      order.push(i);
      return text;
    }),
  ).finally(() => {
    state.isOver = true;
  });
  const look = (): void => {
    state.pinned = Math.max(state.pinned, pinnedPagesOf(region));
    if (!state.isOver) region.world.after(LOOK_EVERY_MS, look);
  };
  look();
  const answers = await region.world.until(all);
  return { answers, order, pinned: state.pinned };
}

/** A read of twenty pages, by each operation that can be one. */
function largeRead(n: number, kind = 0): Request {
  const group = { S: `group ${String(n % 6)}` };
  const reads: readonly Request[] = [
    ['BatchGetItem', { RequestItems: { [TableName]: { Keys: keysOf(n) } } }],
    ['TransactGetItems', { TransactItems: keysOf(n).map((Key) => ({ Get: { TableName, Key } })) }],
    [
      'Query',
      {
        TableName,
        KeyConditionExpression: 'pk = :pk',
        ExpressionAttributeValues: { ':pk': group },
      },
    ],
    ['Scan', { TableName, ExclusiveStartKey: keyOf((n * 17) % ITEMS) }],
    [
      'ExecuteStatement',
      { Statement: `SELECT * FROM ${TableName} WHERE pk = ?`, Parameters: [group] },
    ],
  ];
  return reads[kind] as Request;
}

describe('large reads', () => {
  it.each([
    ['by key', [0, 1], 0],
    // A page of each comes in before it is known that it needs more.
    ['of any kind', [0, 1, 2, 3, 4], READS],
  ] as const)(
    '%s hold the pages of one at a time, and are answered in their order',
    async (_, kinds, pagesBeside) => {
      const region = await filled(CACHE_BYTES);
      const reads = Array.from({ length: READS }, (__, n) => largeRead(n, kinds[n % kinds.length]));
      const { answers, order, pinned } = await answersTo(region, reads);
      expect(pinned).toBeLessThanOrEqual(KEYS + pagesBeside);
      expect(order).toEqual(reads.map((__, n) => n));
      expect(pinnedPagesOf(region)).toBe(0);
      // Each is answered as if it were alone.
      for (const [n, read] of reads.entries())
        expect((await answersTo(region, [read])).answers).toEqual([answers[n]]);
    },
  );

  it('are waited for by no small one', async () => {
    const region = await filled(CACHE_BYTES);
    const reads = Array.from({ length: 20 }, (_, n) => largeRead(n));
    const small = ['GetItem', { TableName, Key: keyOf(ITEMS - 1) }] as const;
    const { order } = await answersTo(region, [...reads, small]);
    expect(order.indexOf(reads.length)).toBeLessThan(2);
  });

  it('do not all make their answers while what they read is written', async () => {
    const region = await filled();
    let told = 0;
    let most = 0;
    const ask = async (...request: Request): Promise<void> => {
      const { status, text } = await region.begin(...request);
      expect(status).toBe(200);
      if (told === 0)
        void Promise.resolve().then(() => {
          told = 0;
        });
      told += text.length;
      most = Math.max(most, told);
    };
    const done: Promise<void>[] = [];
    for (let n = 0; n < ITEMS; n++) done.push(ask('PutItem', { TableName, Item: itemOf(n) }));
    for (let n = 0; n < 20; n++) done.push(ask(...largeRead(n)));
    await region.world.until(Promise.all(done));
    expect(most).toBeGreaterThan(HELD_BYTES / 2);
    expect(most).toBeLessThan(1.5 * HELD_BYTES);
  });
});
