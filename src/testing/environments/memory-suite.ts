import { DynamoDBClient, GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { expect, it } from 'vitest';
import { openMemory } from '../../memory/index.ts';

const TableName = 'notes';

/** What unit tests do with a database in memory, whatever stands in for the browser. */
export function memorySuite(): void {
  it('the AWS SDK writes and reads, bytes too', async () => {
    await using db = await openMemory();
    await db.ensureTable({ TableName, pk: 'id' });
    const client = new DynamoDBClient({ ...db.clientConfig(), maxAttempts: 1 });
    const Item = { id: { S: 'ä😀' }, bytes: { B: Uint8Array.of(0, 255, 7) } };
    await client.send(new PutItemCommand({ TableName, Item }));
    const answer = await client.send(new GetItemCommand({ TableName, Key: { id: Item.id } }));
    expect(answer.Item?.['id']).toEqual(Item.id);
    expect([...(answer.Item?.['bytes']?.B ?? [])]).toEqual([0, 255, 7]);
    const refused = client.send(
      new PutItemCommand({ TableName, Item, ConditionExpression: 'attribute_not_exists(id)' }),
    );
    await expect(refused).rejects.toThrow('The conditional request failed');
  });

  it('a tail hears of writes, and a trigger handles them', async () => {
    await using db = await openMemory();
    await db.ensureTable({ TableName, pk: 'id' });
    const StreamSpecification = { StreamEnabled: true, StreamViewType: 'NEW_IMAGE' } as const;
    await db.send('UpdateTable', { TableName, StreamSpecification });
    const handled: string[] = [];
    const trigger = db.trigger(
      'copy',
      { table: TableName, from: 'TRIM_HORIZON' },
      ({ Records }) => {
        handled.push(...Records.map((record) => String(record.dynamodb.NewImage?.['id']?.S)));
      },
    );
    const tail = db.stream(TableName, { from: 'TRIM_HORIZON' });
    await db.send('PutItem', { TableName, Item: { id: { S: 'one' } } });
    const first = await tail[Symbol.asyncIterator]().next();
    expect(first.value?.record.dynamodb.NewImage).toEqual({ id: { S: 'one' } });
    await trigger.idle();
    expect(handled).toEqual(['one']);
    await trigger.stop();
  });

  it('Regions replicate', async () => {
    await using db = await openMemory({ region: 'eu-west-1', regions: ['us-east-1'] });
    await db.ensureTable({ TableName, pk: 'id' });
    const ReplicaUpdates = [{ Create: { RegionName: 'us-east-1' } }];
    await db.send('UpdateTable', { TableName, ReplicaUpdates });
    const Item = { id: { S: 'one' } };
    await db.send('PutItem', { TableName, Item });
    const there = { region: 'us-east-1' };
    const read = (): Promise<unknown> =>
      db.send('GetItem', { TableName, Key: Item }, there).catch((error: unknown) => error);
    await expect.poll(read).toEqual({ Item });
  });
}
