import { DynamoDBClient, GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { openMemory } from 'hashrange/memory';

const TableName = 'notes';
const Item = { id: { S: 'ä😀' }, bytes: { B: Uint8Array.of(0, 255) } };

test('the AWS SDK talks to a database in memory', async () => {
  const db = await openMemory();
  await db.ensureTable({ TableName, pk: 'id' });
  const client = new DynamoDBClient(db.clientConfig());
  await client.send(new PutItemCommand({ TableName, Item }));
  const answer = await client.send(new GetItemCommand({ TableName, Key: { id: Item.id } }));
  expect(answer.Item.id).toEqual(Item.id);
  expect([...answer.Item.bytes.B]).toEqual([0, 255]);
  await db.close();
});
