import { describe, expect, expectTypeOf, it } from 'vitest';
import type { AttributeValue, InputOf, OutputOf } from '../../memory/index.ts';
import { openMemory } from '../../memory/index.ts';

const TableName = 'notes';

describe('send', () => {
  it('knows what an operation takes and answers by its name', async () => {
    await using db = await openMemory();
    await db.ensureTable({ TableName, pk: 'id' });
    const Item = { id: { S: '1' }, bytes: { B: 'AP8=' }, tags: { SS: ['a'] } };
    await db.send('PutItem', { TableName, Item });

    const got = await db.send('GetItem', { TableName, Key: { id: { S: '1' } } });
    expectTypeOf(got.Item).toEqualTypeOf<Record<string, AttributeValue> | undefined>();
    expectTypeOf(got.Item?.['id']?.S).toEqualTypeOf<string | undefined>();
    expect(got.Item?.['bytes']?.B).toBe('AP8=');

    const { Items, LastEvaluatedKey } = await db.send('Scan', { TableName, Limit: 1 });
    expectTypeOf(Items).toEqualTypeOf<Record<string, AttributeValue>[] | undefined>();
    const next = { TableName, ExclusiveStartKey: LastEvaluatedKey };
    expect((await db.send('Scan', next)).Items).toEqual([]);

    const { Table } = await db.send('DescribeTable', { TableName });
    expectTypeOf(Table?.CreationDateTime).toEqualTypeOf<number | undefined>();
    expect(Table?.CreationDateTime).toBeTypeOf('number');
  });

  it('knows the operations of DynamoDB Streams too', async () => {
    await using db = await openMemory();
    await db.ensureTable({ TableName, pk: 'id' });
    const StreamSpecification = { StreamEnabled: true, StreamViewType: 'NEW_IMAGE' } as const;
    await db.send('UpdateTable', { TableName, StreamSpecification });
    await db.send('PutItem', { TableName, Item: { id: { S: '1' } } });

    const { Streams } = await db.send('ListStreams', { TableName });
    const StreamArn = Streams?.[0]?.StreamArn ?? '';
    const { StreamDescription } = await db.send('DescribeStream', { StreamArn });
    expectTypeOf(StreamDescription?.CreationRequestDateTime).toEqualTypeOf<number | undefined>();
    const images: unknown[] = [];
    for (const { ShardId = '' } of StreamDescription?.Shards ?? []) {
      const where = { StreamArn, ShardId, ShardIteratorType: 'TRIM_HORIZON' } as const;
      const { ShardIterator = '' } = await db.send('GetShardIterator', where);
      const { Records = [] } = await db.send('GetRecords', { ShardIterator, Limit: 10 });
      for (const { dynamodb } of Records) images.push(dynamodb?.NewImage);
    }
    expect(images).toEqual([{ id: { S: '1' } }]);
  });

  it('takes what its caller may not change', async () => {
    await using db = await openMemory();
    const table = {
      TableName,
      KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
      AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
      BillingMode: 'PAY_PER_REQUEST',
    } as const;
    const { TableDescription } = await db.send('CreateTable', table);
    expect(TableDescription?.TableName).toBe(TableName);
  });

  it('tells mistakes before they are sent', () => {
    type Get = InputOf<'GetItem'>;
    const Key = { id: { S: '1' } };
    expectTypeOf<Get>().toHaveProperty('TableName').toEqualTypeOf<string>();
    // @ts-expect-error -- without the table
    ({ Key }) satisfies Get;
    // @ts-expect-error -- a misspelt member
    ({ TableName, Key, ConsistentReed: true }) satisfies Get;
    // @ts-expect-error -- a value of two types
    ({ TableName, Key: { id: { S: '1', N: '1' } } }) satisfies Get;
    // @ts-expect-error -- bytes are base64 text
    ({ TableName, Key: { id: { B: new Uint8Array(1) } } }) satisfies Get;
    expectTypeOf<OutputOf<'Query'>>().not.toHaveProperty('Item');
  });

  it('takes any object and answers any members under a name that it does not know', async () => {
    await using db = await openMemory();
    const later = db.send('CreateBackup', { TableName, BackupName: 'b' });
    expectTypeOf(later).toEqualTypeOf<Promise<Record<string, unknown>>>();
    await expect(later).rejects.toMatchObject({ name: 'UnknownOperationException' });
    const operation: string = 'ListTables';
    expect(await db.send(operation, { Limit: 1 })).toEqual({ TableNames: [] });
  });
});
