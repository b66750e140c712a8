import { beforeEach, describe, expect, it } from 'vitest';
import { KNOBS } from '../kernel/knobs.ts';
import { RegionsInTime } from '../testing/regions-in-time.ts';
import type { Engine } from './engine-interface.ts';

const TableName = 'notes';
const TABLE = {
  TableName,
  BillingMode: 'PAY_PER_REQUEST',
  KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
  AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
};
const HERE = 'eu-west-1';
const THERE = 'eu-west-2';

let site: RegionsInTime;
let engine: Engine;
beforeEach(async () => {
  site = new RegionsInTime();
  engine = await site.open(HERE);
});

/** What was told since the last call, of one Region. */
function told(region = HERE): readonly string[] {
  return site.told.splice(0).flatMap((event) => (event.region === region ? event.type : []));
}

const put = (id: number): Promise<unknown> =>
  site.call(engine, 'PutItem', { TableName, Item: { id: { S: String(id) } } });

async function list(on: Engine): Promise<unknown> {
  return (await site.call(on, 'ListTables', {}))['TableNames'];
}

describe('the event `tables`', () => {
  it('tells at once of a table that is made, changed or deleted, and who lists then sees it', async () => {
    const listed: unknown[] = [];
    engine.listen(({ type }) => {
      if (type !== 'tables') return;
      void engine.request('DynamoDB_20120810.ListTables', '{}').then(({ body }) => {
        listed.push((JSON.parse(body) as { TableNames: unknown }).TableNames);
      });
    });
    await site.call(engine, 'CreateTable', TABLE);
    expect(told()).toContain('tables');
    await site.pass(5_000);
    expect(told()).not.toContain('tables');
    const DeletionProtectionEnabled = true;
    await site.call(engine, 'UpdateTable', { TableName, DeletionProtectionEnabled });
    expect(told()).toContain('tables');
    await site.pass(5_000);
    await site.call(engine, 'UpdateTable', { TableName, DeletionProtectionEnabled: false });
    await site.call(engine, 'DeleteTable', { TableName });
    await site.pass(5_000);
    expect(listed).toEqual([[TableName], [TableName], [TableName], []]);
  });

  it('tells of what the background does: an index that is whole', async () => {
    await site.call(engine, 'CreateTable', TABLE);
    for (let id = 0; id < 30; id++) await put(id);
    const statuses: unknown[] = [];
    engine.listen(({ type }) => {
      if (type !== 'tables') return;
      const body = JSON.stringify({ TableName });
      void engine.request('DynamoDB_20120810.DescribeTable', body).then((answer) => {
        statuses.push(/"IndexStatus":"(\w+)"/.exec(answer.body)?.[1]);
      });
    });
    await site.pass(2_000);
    const Create = {
      IndexName: 'by-tag',
      KeySchema: [{ AttributeName: 'tag', KeyType: 'HASH' }],
      Projection: { ProjectionType: 'ALL' },
    };
    await site.call(engine, 'UpdateTable', {
      TableName,
      AttributeDefinitions: [{ AttributeName: 'tag', AttributeType: 'S' }],
      GlobalSecondaryIndexUpdates: [{ Create }],
    });
    await site.pass(5_000);
    expect(statuses.at(-1)).toBe('ACTIVE');
  });

  it('tells in another Region of a replica that is made there', async () => {
    const there = await site.open(THERE);
    await site.call(engine, 'CreateTable', TABLE);
    await site.pass(10_000);
    expect(told(THERE)).toEqual([]);
    await site.call(engine, 'UpdateTable', {
      TableName,
      ReplicaUpdates: [{ Create: { RegionName: THERE } }],
    });
    await site.pass(30_000);
    expect(told(THERE)).toContain('tables');
    expect(await list(there)).toEqual([TableName]);
  });

  it('says nothing while only items are written', async () => {
    await site.call(engine, 'CreateTable', TABLE);
    await site.pass(5_000);
    told();
    for (let id = 0; id < 50; id++) await put(id);
    await site.pass(5_000);
    expect(new Set(told())).toEqual(new Set(['written']));
  });
});

describe('the event `written`', () => {
  beforeEach(async () => {
    await site.call(engine, 'CreateTable', TABLE);
    await site.pass(5_000);
    told();
  });

  it('comes with the first write after a rest, and not later', async () => {
    await put(1);
    expect(told()).toEqual(['written']);
    // Nor with the checkpoint, which the store makes when it rests.
    await site.pass(60_000);
    expect(told()).toEqual([]);
  });

  it('comes once a pause while a load goes on, and after its end', async () => {
    const startMs = site.nowMs;
    let written = 0;
    let seen = 0;
    engine.listen(() => (seen = written));
    while (site.nowMs < startMs + 10 * KNOBS.changePauseMs) {
      await put(++written);
      await site.pass(7);
    }
    await site.pass(2 * KNOBS.changePauseMs);
    expect(written).toBeGreaterThan(1_000);
    expect(seen).toBe(written);
    expect(told().length).toBeLessThanOrEqual(12);
  });

  it('does not come while nothing is written, whatever is read', async () => {
    await put(1);
    await site.pass(5_000);
    told();
    for (let i = 0; i < 20; i++) {
      await site.call(engine, 'Scan', { TableName });
      await list(engine);
      engine.stats();
      await site.pass(1_000);
    }
    expect(told()).toEqual([]);
  });

  it('comes no more when the engine is closed', async () => {
    await put(1);
    await put(2);
    await site.world.until(engine.close());
    told();
    await site.pass(10_000);
    expect(told()).toEqual([]);
  });
});
