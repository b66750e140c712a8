/** The entry for pages whose policy forbids inline workers: the worker is a file of this origin. */
import { DynamoDBClient, GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { open } from 'hashrange/external';
import { expose } from './expose.ts';
import { createTable } from './table.ts';

const violations: string[] = [];
document.addEventListener('securitypolicyviolation', (event) => {
  violations.push(`${event.effectiveDirective} ${event.blockedURI}`);
});

async function roundTrip(): Promise<unknown> {
  const db = await open('external');
  const client = new DynamoDBClient(db.clientConfig());
  await createTable(client, { name: 'notes', keys: ['id'] });
  const Item = { id: { S: '1' }, text: { S: 'held by policy' } };
  await client.send(new PutItemCommand({ TableName: 'notes', Item }));
  const got = await client.send(
    new GetItemCommand({ TableName: 'notes', Key: { id: { S: '1' } } }),
  );
  await db.close();
  return { item: got.Item, violations };
}

expose({ roundTrip });
