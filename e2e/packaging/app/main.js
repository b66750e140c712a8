import { open } from 'hashrange';

globalThis.db = await open('shop', { region: 'eu-west-1' });
await db.ensureTable({ TableName: 'orders', pk: 'id' });
await db.send('PutItem', {
  TableName: 'orders',
  Item: { id: { S: '1' }, text: { S: 'by the app' } },
});
document.title = 'Written';
