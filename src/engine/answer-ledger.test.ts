import { describe, expect, it } from 'vitest';
import { bodyText } from '../item/row/body-text.ts';
import type { EpochMs } from '../kernel/time.ts';
import { memoryDevices } from '../storage/device/memory.ts';
import { fakeWorld } from '../testing/fake-world.ts';
import type { Answer, Engine, EngineOptions } from './engine-interface.ts';
import { createEngine } from './engine.ts';

const OPTIONS: EngineOptions = {
  region: 'eu-west-1',
  accountId: '000000000001',
  durability: 'relaxed',
  cacheBytes: 1 << 20,
  expectedStoreId: undefined,
};
const TABLE = {
  TableName: 'counters',
  BillingMode: 'PAY_PER_REQUEST',
  KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
  AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
};
const ADD = JSON.stringify({
  TableName: 'counters',
  Key: { id: { S: 'a' } },
  UpdateExpression: 'ADD n :one',
  ExpressionAttributeValues: { ':one': { N: '1' } },
  ReturnValues: 'UPDATED_NEW',
});

const target = (operation: string): string => `DynamoDB_20120810.${operation}`;

function numbered(engine: Engine, number: number, operation: string, body: string) {
  const ledger = engine.ledgerOf('client');
  return new Promise<Answer>((resolve) => {
    engine.submit({ target: target(operation), body }, resolve, { aborted: false, ledger, number });
  });
}

const add = (engine: Engine, number: number): Promise<Answer> =>
  numbered(engine, number, 'UpdateItem', ADD);

const sum = (n: number): Answer => ({
  status: 200,
  body: `{"Attributes":{"n":{"N":"${String(n)}"}}}`,
});

/** A store that survives its engines. */
function store() {
  const world = fakeWorld();
  const devices = memoryDevices();
  return {
    world,
    devices,
    open: () => createEngine({ world, devices }, OPTIONS),
  };
}

async function opened() {
  const made = store();
  const engine = await made.open();
  await engine.request(target('CreateTable'), JSON.stringify(TABLE));
  return { ...made, engine };
}

describe('a numbered write', () => {
  it('is answered as it was when it comes again, and not run again', async () => {
    const { engine } = await opened();
    expect(await add(engine, 1)).toEqual(sum(1));
    expect(await add(engine, 1)).toEqual(sum(1));
    expect(await add(engine, 2)).toEqual(sum(2));
  });

  it('runs once when it comes again before its commit', async () => {
    const { engine } = await opened();
    expect(await Promise.all([add(engine, 1), add(engine, 1)])).toEqual([sum(1), sum(1)]);
    expect(await add(engine, 2)).toEqual(sum(2));
  });

  it('is known to the next owner, whether the last one was closed or crashed', async () => {
    for (const isClosed of [true, false]) {
      const { engine, open } = await opened();
      await add(engine, 1);
      if (isClosed) await engine.close();
      else engine.abandon();
      const next = await open();
      expect(await add(next, 1)).toEqual(sum(1));
      expect(await add(next, 2)).toEqual(sum(2));
    }
  });

  it('is known after a checkpoint, until the client has the answer', async () => {
    const { engine, open } = await opened();
    await add(engine, 1);
    await add(engine, 2);
    engine.ledgerOf('client').confirm(1);
    await engine.close();
    const held = await open();
    expect(await add(held, 2)).toEqual(sum(2));
    held.ledgerOf('client').confirm(2);
    await held.close();
    const next = await open();
    expect(await add(next, 2)).toEqual(sum(3));
  });

  it('is forgotten when its client is gone, or has been silent for ten minutes', async () => {
    const { engine, world } = await opened();
    await add(engine, 1);
    engine.forgetClients(() => true);
    expect(await add(engine, 1)).toEqual(sum(1));
    engine.forgetClients((client) => client !== 'client');
    expect(await add(engine, 1)).toEqual(sum(2));
    const { appendedLsn } = engine.stats();
    world.advance(11 * 60_000);
    await engine.close();
    expect(engine.stats().checkpointLsn).toBeGreaterThan(appendedLsn);
  });

  it('is known to the next owner although the clock was set meanwhile, and for ten minutes by the time that goes by', async () => {
    const { world, devices } = store();
    for (const days of [0.01, 400, -400]) {
      const skewMs = days * 86_400_000;
      const { service } = world;
      const set = {
        ...world,
        service: { ...service, now: () => (service.now() + skewMs) as EpochMs },
      };
      const before = await createEngine({ world, devices }, OPTIONS);
      await before.request(target('CreateTable'), JSON.stringify(TABLE));
      const { body } = await add(before, 1);
      before.abandon();
      const next = await createEngine({ world: set, devices }, OPTIONS);
      expect(next.ledgerOf('client').oldestLsn, `${String(days)} days`).toBeDefined();
      expect((await add(next, 1)).body).toBe(body);
      world.advance(11 * 60_000);
      expect(next.ledgerOf('client').oldestLsn).toBeUndefined();
      await next.close();
    }
  });

  it('is run again when what it wrote was taken back', async () => {
    const { engine } = await opened();
    const ledger = engine.ledgerOf('client');
    await add(engine, 1);
    ledger.drop(1);
    expect(await add(engine, 1)).toEqual(sum(2));
  });

  it('is told from a read, which has nothing to remember', async () => {
    const { engine } = await opened();
    const get = JSON.stringify({ TableName: 'counters', Key: { id: { S: 'a' } } });
    expect(await numbered(engine, 1, 'GetItem', get)).toEqual({ status: 200, body: '{}' });
    await add(engine, 2);
    expect(bodyText((await numbered(engine, 1, 'GetItem', get)).body)).toContain('"n"');
  });
});

describe('an abandoned engine', () => {
  it('writes nothing more and says so to who asks', async () => {
    const { engine, open } = await opened();
    engine.abandon();
    const next = await open();
    expect((await add(engine, 1)).status).toBe(500);
    expect(await add(next, 1)).toEqual(sum(1));
  });
});
