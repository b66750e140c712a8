import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { open } from 'hashrange';

const db = await open('notes');
await db.ensureTable({ TableName: 'notes', pk: 'id' });

const client = DynamoDBDocumentClient.from(new DynamoDBClient(db.clientConfig()));
await client.send(new PutCommand({ TableName: 'notes', Item: { id: '1', text: 'Hello' } }));
const { Item } = await client.send(new GetCommand({ TableName: 'notes', Key: { id: '1' } }));
console.log(Item?.['text']);
