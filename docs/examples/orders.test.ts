import { DynamoDBClient, PutItemCommand, ScanCommand } from '@aws-sdk/client-dynamodb';
import { openMemory } from 'hashrange/memory';
import { beforeEach, expect, test } from 'vitest';

const db = await openMemory();
const client = new DynamoDBClient(db.clientConfig());

beforeEach(async () => {
  await db.reset();
  await db.ensureTable({ TableName: 'orders', pk: 'id' });
});

test('an order is kept', async () => {
  await client.send(new PutItemCommand({ TableName: 'orders', Item: { id: { S: '1' } } }));
  expect((await client.send(new ScanCommand({ TableName: 'orders' }))).Count).toBe(1);
});
