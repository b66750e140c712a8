import { open } from 'hashrange/memory';

const TableName = 'notes';

test('send needs no SDK, and Regions replicate', async () => {
  const db = await open('notes', { region: 'eu-west-1', regions: ['us-east-1'] });
  await db.ensureTable({ TableName, pk: 'id' });
  const ReplicaUpdates = [{ Create: { RegionName: 'us-east-1' } }];
  await db.send('UpdateTable', { TableName, ReplicaUpdates });
  await db.send('PutItem', { TableName, Item: { id: { S: 'ä' } } });
  const { Item: read } = await db.send('GetItem', { TableName, Key: { id: { S: 'ä' } } });
  expect(read).toEqual({ id: { S: 'ä' } });
  const [state] = await db.regions.describe();
  expect(state.Region).toBe('eu-west-1');
  await db.close();
});
