/** A program that has installed the package: plain JavaScript, the package by its name. */
import {
  CreateTableCommand,
  DescribeTableCommand,
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
} from '@aws-sdk/client-dynamodb';
import { openMemory } from 'hashrange/memory';

const db = await openMemory();
const client = new DynamoDBClient(db.clientConfig());

await client.send(
  new CreateTableCommand({
    TableName: 'notes',
    BillingMode: 'PAY_PER_REQUEST',
    AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
    KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
  }),
);
const created = await client.send(new DescribeTableCommand({ TableName: 'notes' }));
const put = new PutItemCommand({
  TableName: 'notes',
  Item: { id: { S: '1' }, text: { S: 'in process' } },
  ConditionExpression: 'attribute_not_exists(id)',
});
await client.send(put);
const refused = await client.send(put).catch((error) => error.name);
const got = await client.send(new GetItemCommand({ TableName: 'notes', Key: { id: { S: '1' } } }));
await db.close();

const status = created.Table?.TableStatus;
console.log(JSON.stringify({ status, item: got.Item, refused }));
