import { DynamoDBClient, GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import type { open as openEntry } from 'hashrange';
import { expose } from './expose.ts';
import { createTable } from './table.ts';

const violations: string[] = [];
document.addEventListener('securitypolicyviolation', (event) => {
  violations.push(`${event.effectiveDirective} ${event.blockedURI}`);
});

async function roundTrip(open: typeof openEntry, name: string): Promise<unknown> {
  const db = await open(name);
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

/** The step `roundTrip`, with what the page's policy had against it. */
export function exposeRoundTrip(open: typeof openEntry, name: string): void {
  expose({ roundTrip: () => roundTrip(open, name) });
}
