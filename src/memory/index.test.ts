import { DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { describe, expect, it } from 'vitest';
import { open, openMemory } from './index.ts';

const table = { TableName: 'notes', pk: 'id' };

describe('a database in process', () => {
  it('runs requests of the SDK and of the handle on the same tables', async () => {
    await using db = await openMemory();
    await db.ensureTable(table);
    await db.ensureTable(table);
    const client = new DynamoDBClient(db.clientConfig());
    await client.send(new PutItemCommand({ TableName: 'notes', Item: { id: { S: '1' } } }));
    const { Item } = await db.send('GetItem', { TableName: 'notes', Key: { id: { S: '1' } } });
    expect(Item).toEqual({ id: { S: '1' } });
    await db.flushed();
    expect((await db.scrub()).damaged).toEqual([]);
    expect((await db.stats()).state).toBe('open');
  });

  it('forgets every table on reset', async () => {
    await using db = await openMemory();
    await db.ensureTable(table);
    await db.reset();
    expect(await db.send('ListTables', {})).toEqual({ TableNames: [] });
  });

  it('shares one database among the handles of one name until the last of them closes', async () => {
    const first = await open('shared');
    const second = await open('shared');
    await first.ensureTable(table);
    await first.close();
    expect(await second.send('ListTables', {})).toEqual({ TableNames: ['notes'] });
    await second.close();
    await using third = await open('shared');
    expect(await third.send('ListTables', {})).toEqual({ TableNames: [] });
  });

  it('gives every openMemory a database of its own, in its own Region', async () => {
    await using first = await openMemory();
    await using second = await openMemory({ region: 'eu-west-1' });
    await first.ensureTable(table);
    expect(second.region).toBe('eu-west-1');
    expect(await second.send('ListTables', {})).toEqual({ TableNames: [] });
  });

  it('deletes expired items as soon as it is told to', async () => {
    await using db = await openMemory({ ttl: { sweepEveryMs: 0 } });
    await db.ensureTable(table);
    const TimeToLiveSpecification = { Enabled: true, AttributeName: 'ttl' };
    await db.send('UpdateTimeToLive', { TableName: 'notes', TimeToLiveSpecification });
    const ttl = { N: String(Math.floor(Date.now() / 1000) - 10) };
    await db.send('PutItem', { TableName: 'notes', Item: { id: { S: '1' }, ttl } });
    const count = async (): Promise<unknown> =>
      (await db.send('Scan', { TableName: 'notes' })).Count;
    await expect.poll(count).toBe(0);
  });

  it('tells what happens, to each handle until it closes, and may be asked for more by who hears it', async () => {
    const [first, second] = [await open('told'), await open('told')];
    await first.ensureTable(table);
    const StreamSpecification = { StreamEnabled: true, StreamViewType: 'KEYS_ONLY' } as const;
    await first.send('UpdateTable', { TableName: 'notes', StreamSpecification });
    const heard: unknown[] = [];
    first.addEventListener('given-up', () => heard.push('first'));
    second.addEventListener('given-up', (event) => {
      heard.push(event);
      void second.send('ListTables', {}).then(({ TableNames }) => heard.push(TableNames));
    });
    await first.close();
    const failing = (): void => {
      throw new Error('no');
    };
    const trigger = second.trigger('mail', { table: 'notes', retries: 0 }, failing);
    await trigger.idle();
    await second.send('PutItem', { TableName: 'notes', Item: { id: { S: '1' } } });
    await trigger.idle();
    await expect.poll(() => heard).toHaveLength(2);
    expect(heard).toMatchObject([
      {
        type: 'given-up',
        region: 'us-east-1',
        trigger: 'mail',
        tableName: 'notes',
        why: 'RetryAttemptsExhausted',
        records: 1,
      },
      ['notes'],
    ]);
    await second.close();
  });

  it('tells of tables, and the other handles of the end', async () => {
    const [first, second] = [await open('ending'), await open('ending')];
    const heard: unknown[] = [];
    for (const type of ['tables', 'written', 'ended'] as const) {
      first.addEventListener(type, () => heard.push(`${type} to who destroys`));
      second.addEventListener(type, (event) => heard.push(event));
    }
    await first.ensureTable({ TableName: 'notes', pk: 'id' });
    await expect.poll(() => heard).toHaveLength(4);
    heard.length = 0;
    await first.destroy();
    expect(heard).toMatchObject([{ type: 'ended', region: 'us-east-1', code: 'destroyed' }]);
  });

  it('takes no storage, and cannot be kept', async () => {
    await using db = await openMemory();
    expect(await db.storage()).toEqual({ used: 0, quota: undefined, persisted: false });
    expect(await db.persist()).toBe(false);
  });

  it('rejects with AbortError when the signal aborts', async () => {
    await using db = await openMemory();
    const refused = db.send('ListTables', {}, { signal: AbortSignal.abort() });
    await expect(refused).rejects.toMatchObject({ name: 'AbortError' });
  });
});
