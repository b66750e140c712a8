import { DynamoDBClient, GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { describe, expect, it } from 'vitest';
import type { Database } from '../../memory/index.ts';
import { openMemory } from '../../memory/index.ts';

async function until(ask: () => Promise<boolean>): Promise<void> {
  for (let i = 0; i < 2_500; i++) {
    if (await ask().catch(() => false)) return;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  throw new Error('it did not come to pass');
}

async function sharedNotes(): Promise<Database> {
  const db = await openMemory({ region: 'eu-west-1', regions: ['us-east-1'] });
  await db.ensureTable({ TableName: 'notes', pk: 'id' });
  await db.send('UpdateTable', {
    TableName: 'notes',
    ReplicaUpdates: [{ Create: { RegionName: 'us-east-1' } }],
  });
  return db;
}

describe('a database in several Regions', () => {
  it("answers the SDK's clients in the Region that they are set to", async () => {
    await using db = await sharedNotes();
    const here = new DynamoDBClient(db.clientConfig());
    const there = new DynamoDBClient(db.clientConfig({ region: 'us-east-1' }));
    await here.send(new PutItemCommand({ TableName: 'notes', Item: { id: { S: '1' } } }));
    const get = new GetItemCommand({ TableName: 'notes', Key: { id: { S: '1' } } });
    await until(async () => (await there.send(get)).Item !== undefined);
    const { Table } = await db.send(
      'DescribeTable',
      { TableName: 'notes' },
      { region: 'us-east-1' },
    );
    expect(Table?.TableArn).toContain(':us-east-1:');
  });

  it('finds the Region in the signature of clients configured elsewhere', async () => {
    await using db = await sharedNotes();
    const { requestHandler } = db;
    const credentials = { accessKeyId: 'a', secretAccessKey: 'b' };
    const client = new DynamoDBClient({ region: 'us-east-1', credentials, requestHandler });
    const get = new GetItemCommand({ TableName: 'notes', Key: { id: { S: '1' } } });
    await db.send('PutItem', { TableName: 'notes', Item: { id: { S: '1' } } });
    await until(async () => (await client.send(get)).Item !== undefined);
    const lost = new DynamoDBClient({
      region: 'ap-south-1',
      credentials,
      requestHandler,
      maxAttempts: 1,
    });
    await expect(lost.send(get)).rejects.toThrow('this handle is open on eu-west-1, us-east-1');
  });

  it('tells how its Regions stand, and cuts and heals their links', async () => {
    await using db = await sharedNotes();
    await until(async () =>
      (await db.regions.describe()).every((each) => each.Replicas.length === 1),
    );
    await db.regions.cut('eu-west-1', 'us-east-1');
    await db.send('PutItem', { TableName: 'notes', Item: { id: { S: '2' } } });
    const [here] = await db.regions.describe();
    expect(here?.Links).toMatchObject([{ From: 'us-east-1', To: 'eu-west-1', Cut: true }]);
    await db.regions.heal('eu-west-1', 'us-east-1');
    await until(async () => {
      const key = { TableName: 'notes', Key: { id: { S: '2' } } };
      return (await db.send('GetItem', key, { region: 'us-east-1' }))['Item'] !== undefined;
    });
  });

  it('forgets replicas and their source on reset', async () => {
    await using db = await sharedNotes();
    await db.reset();
    expect(await db.send('ListTables', {})).toEqual({ TableNames: [] });
  });
});
