import { describe, expect, it } from 'vitest';
import type { MakeMember } from '../../engine/background/member.ts';
import { MEMBERS } from '../../engine/background/member-list.ts';
import type { Answer, Engine } from '../../engine/engine-interface.ts';
import { createEngine } from '../../engine/engine.ts';
import type { LogStore } from '../../storage/log-store.ts';
import { SimulatedDevice } from '../device/simulated-device.ts';
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

class Site {
  readonly world = new SimulatedWorld(5, { heldBytes: HELD_BYTES });
  readonly device = new SimulatedDevice(this.world);
  engine!: Engine;
  #store: LogStore | undefined;

  async open(cacheBytes: number): Promise<void> {
    this.engine = await this.world.until(
      createEngine(
        {
          world: this.world.life().world,
          devices: this.device,
          members: [...MEMBERS, this.#witness],
        },
        {
          region: 'eu-west-2',
          accountId: '000000000001',
          durability: 'relaxed',
          cacheBytes,
          expectedStoreId: undefined,
        },
      ),
    );
  }

  /** Does nothing: it knows the store that is open. */
  readonly #witness: MakeMember = ({ store }) => {
    this.#store = store;
    return {
      name: 'witness',
      turn: () => undefined,
      wakesOn: () => 0,
      progress: () => undefined,
    };
  };

  get pinnedPages(): number {
    return this.#store?.forest.usage().pinnedPages ?? 0;
  }

  ask(operation: string, input: object): Promise<Answer> {
    return this.engine.request(`DynamoDB_20120810.${operation}`, JSON.stringify(input));
  }

  async fill(): Promise<void> {
    await this.open(64e6);
    await this.world.until(
      this.ask('CreateTable', {
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
      }),
    );
    for (let n = 0; n < ITEMS; n++)
      await this.world.until(this.ask('PutItem', { TableName, Item: itemOf(n) }));
  }

  /** The answers to all of them, asked at once, and the most pages that were held on the way. */
  async answersTo(requests: readonly (readonly [operation: string, input: object])[]): Promise<{
    readonly answers: readonly Answer[];
    readonly order: number[];
    readonly pinned: number;
  }> {
    const order: number[] = [];
    const state = { pinned: 0, isOver: false };
    const all = Promise.all(
      requests.map(async ([operation, input], i) => {
        const answer = await this.ask(operation, input);
        order.push(i);
        return answer;
      }),
    ).finally(() => {
      state.isOver = true;
    });
    const look = (): void => {
      state.pinned = Math.max(state.pinned, this.pinnedPages);
      if (!state.isOver) this.world.after(LOOK_EVERY_MS, look);
    };
    look();
    const answers = await this.world.until(all);
    expect(answers.filter(({ status }) => status !== 200)).toEqual([]);
    return { answers, order, pinned: state.pinned };
  }
}

/** A read of twenty pages, by each operation that can be one. */
function largeRead(n: number, kind = 0): readonly [operation: string, input: object] {
  const group = { S: `group ${String(n % 6)}` };
  const reads: readonly (readonly [string, object])[] = [
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
  return reads[kind] as readonly [string, object];
}

describe('large reads', () => {
  it.each([
    ['by key', [0, 1], 0],
    // A page of each comes in before it is known that it needs more.
    ['of any kind', [0, 1, 2, 3, 4], READS],
  ] as const)(
    '%s hold the pages of one at a time, and are answered in their order',
    async (_, kinds, pagesBeside) => {
      const site = new Site();
      await site.fill();
      await site.world.until(site.engine.close());
      await site.open(CACHE_BYTES);
      const reads = Array.from({ length: READS }, (__, n) => largeRead(n, kinds[n % kinds.length]));
      const { answers, order, pinned } = await site.answersTo(reads);
      expect(pinned).toBeLessThanOrEqual(KEYS + pagesBeside);
      expect(order).toEqual(reads.map((__, n) => n));
      expect(site.pinnedPages).toBe(0);
      // Each is answered as if it were alone.
      for (const [n, read] of reads.entries())
        expect((await site.answersTo([read])).answers).toEqual([answers[n]]);
    },
  );

  it('are waited for by no small one', async () => {
    const site = new Site();
    await site.fill();
    await site.world.until(site.engine.close());
    await site.open(CACHE_BYTES);
    const reads = Array.from({ length: 20 }, (_, n) => largeRead(n));
    const small = ['GetItem', { TableName, Key: keyOf(ITEMS - 1) }] as const;
    const { order } = await site.answersTo([...reads, small]);
    expect(order.indexOf(reads.length)).toBeLessThan(2);
  });

  it('do not all make their answers while what they read is written', async () => {
    const site = new Site();
    await site.fill();
    let told = 0;
    let most = 0;
    const tell = ({ status, body }: Answer): void => {
      expect(status).toBe(200);
      if (told === 0)
        void Promise.resolve().then(() => {
          told = 0;
        });
      told += body.length;
      most = Math.max(most, told);
    };
    const done: Promise<void>[] = [];
    const ask = (operation: string, input: object): void => {
      const envelope = {
        target: `DynamoDB_20120810.${operation}`,
        body: JSON.stringify(input),
      };
      done.push(
        new Promise((resolve) => {
          site.engine.submit(envelope, (answer) => {
            tell(answer);
            resolve();
          });
        }),
      );
    };
    for (let n = 0; n < ITEMS; n++) ask('PutItem', { TableName, Item: itemOf(n) });
    for (let n = 0; n < 20; n++) ask(...largeRead(n));
    await site.world.until(Promise.all(done));
    expect(most).toBeGreaterThan(HELD_BYTES / 2);
    expect(most).toBeLessThan(1.5 * HELD_BYTES);
  });
});
