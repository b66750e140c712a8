import { describe, expect, it } from 'vitest';
import type { Database, StreamEntry, TriggerEvent } from '../../memory/index.ts';
import { openMemory } from '../../memory/index.ts';

const TableName = 'orders';

async function opened({ stream = true } = {}): Promise<Database> {
  const db = await openMemory({ region: 'eu-west-1' });
  await db.send('CreateTable', {
    TableName,
    BillingMode: 'PAY_PER_REQUEST',
    KeySchema: [
      { AttributeName: 'customer', KeyType: 'HASH' },
      { AttributeName: 'id', KeyType: 'RANGE' },
    ],
    AttributeDefinitions: ['customer', 'id'].map((AttributeName) => ({
      AttributeName,
      AttributeType: 'S',
    })),
    ...(stream ? { StreamSpecification: STREAM } : {}),
  });
  return db;
}

/** Items of one partition are in one shard, and so in one order. */
const keyOf = (id: string) => ({ customer: { S: 'c' }, id: { S: id } });
const STREAM = { StreamEnabled: true, StreamViewType: 'NEW_AND_OLD_IMAGES' } as const;
const put = (db: Database, id: string) =>
  db.send('PutItem', { TableName, Item: { ...keyOf(id), n: { N: '1' } } });
const keysOf = ({ Records }: TriggerEvent) =>
  Records.map(({ dynamodb }) => dynamodb.Keys['id']?.S ?? '');

async function take(tail: AsyncIterator<StreamEntry, void>, count: number): Promise<StreamEntry[]> {
  const entries: StreamEntry[] = [];
  while (entries.length < count) {
    const { value, done } = await tail.next();
    if (done === true) break;
    entries.push(value);
  }
  return entries;
}

describe('a live tail of the engine', () => {
  it('gives the records of every write from the call on', async () => {
    await using db = await opened();
    await put(db, 'before');
    const tail = db.stream(TableName);
    await put(db, '1');
    await db.send('DeleteItem', { TableName, Key: keyOf('1') });
    const [inserted, removed] = await take(tail, 2);
    expect(inserted).toMatchObject({
      gap: false,
      record: {
        eventName: 'INSERT',
        awsRegion: 'eu-west-1',
        dynamodb: { Keys: keyOf('1'), NewImage: { ...keyOf('1'), n: { N: '1' } } },
      },
    });
    expect(inserted?.record).not.toHaveProperty('ShardId');
    expect(removed?.record).toMatchObject({ eventName: 'REMOVE' });
    const waiting = tail.next();
    await put(db, '2');
    expect((await waiting).value?.record.dynamodb.Keys).toEqual(keyOf('2'));
    await tail.return?.();
  });

  it('goes on for its consumer behind what was confirmed', async () => {
    await using db = await opened();
    for (const id of ['1', '2', '3']) await put(db, id);
    const options = { from: 'TRIM_HORIZON', consumer: 'mirror' };
    for await (const entry of db.stream(TableName, options)) {
      await entry.confirm();
      if (entry.record.dynamodb.Keys['id']?.S === '2') break;
    }
    const tail = db.stream(TableName, options);
    expect((await tail.next()).value?.record.dynamodb.Keys).toEqual(keyOf('3'));
    await tail.return?.();
  });

  it('ends with the handle, also while it waits', async () => {
    const db = await opened();
    const waiting = db.stream(TableName).next();
    await db.close();
    expect(await waiting).toEqual({ done: true, value: undefined });
    await expect(db.stream(TableName).next()).resolves.toMatchObject({ done: true });
  });

  it('rejects with AWS’s error when the table has no stream', async () => {
    await using db = await opened({ stream: false });
    const rejected = db.stream(TableName).next();
    await expect(rejected).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  });

  it('goes from a stream that is switched off to the next', async () => {
    await using db = await opened();
    const tail = db.stream(TableName, { from: 'TRIM_HORIZON' });
    await put(db, '1');
    await take(tail, 1);
    await put(db, '2');
    const switchTo = (StreamSpecification: { StreamEnabled: boolean }) =>
      db.send('UpdateTable', { TableName, StreamSpecification });
    await switchTo({ StreamEnabled: false });
    await put(db, 'unseen');
    await switchTo(STREAM);
    await put(db, '3');
    const keys = (await take(tail, 2)).map(({ record }) => record.dynamodb.Keys['id']?.S);
    expect(keys).toEqual(['2', '3']);
    await tail.return?.();
  });
});

describe('a trigger on the engine', () => {
  it('handles what was written before idle() was called', async () => {
    await using db = await opened();
    const seen: string[] = [];
    const trigger = db.trigger(
      'index',
      { table: TableName, batchSize: 10, filter: [{ eventName: ['INSERT'] }] },
      (event) => {
        seen.push(...keysOf(event));
      },
    );
    await trigger.idle();
    const ids = Array.from({ length: 35 }, (_, i) => String(i));
    for (const id of ids) await put(db, id);
    await db.send('DeleteItem', { TableName, Key: keyOf('0') });
    await trigger.idle();
    expect(seen).toEqual(ids);
    expect(trigger.stats()).toMatchObject({ state: 'running', handled: 35, filtered: 1 });
  });

  it('goes on where it was stopped, and gives up into a table what cannot be handled', async () => {
    await using db = await opened();
    for (const id of ['1', 'bad', '3']) await put(db, id);
    const options = { table: TableName, from: 'TRIM_HORIZON', batchSize: 2 };
    const seen: string[] = [];
    let reachedThird: () => void = () => undefined;
    const third = new Promise<void>((resolve) => {
      reachedThird = resolve;
    });
    const first = db.trigger('x', options, (event) => {
      seen.push(...keysOf(event));
      if (!seen.includes('3')) return;
      reachedThird();
      throw new Error('stop here');
    });
    await third;
    await first.stop();
    const onFailure = 'dead';
    const second = db.trigger('x', { ...options, retries: 0, onFailure }, (event) => {
      seen.push(...keysOf(event));
      throw new Error('no');
    });
    await second.idle();
    expect(seen).toEqual(['1', 'bad', '3', '3']);
    const { Items } = await db.send('Scan', { TableName: 'dead' });
    expect(Items).toMatchObject([
      {
        trigger: { S: 'x' },
        condition: { S: 'RetryAttemptsExhausted' },
        error: { S: 'Error: no' },
      },
    ]);
  });

  it('waits for its table, and stops with the handle', async () => {
    const db = await openMemory();
    const seen: string[] = [];
    const trigger = db.trigger('x', { table: TableName }, (event) => {
      seen.push(...keysOf(event));
    });
    await expect(trigger.idle()).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
    await db.close();
    await trigger.stop();
    expect(trigger.stats().state).toBe('stopped');
  });

  it('keeps triggers of one name in different databases apart', async () => {
    await using one = await opened();
    await using other = await opened();
    const seen: string[] = [];
    for (const db of [one, other]) {
      const options = { table: TableName, from: 'TRIM_HORIZON' };
      const trigger = db.trigger('x', options, (event) => seen.push(...keysOf(event)));
      await put(db, 'a');
      await trigger.idle();
    }
    expect(seen).toEqual(['a', 'a']);
  });
});
