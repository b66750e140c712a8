import { DynamoDBClient, UpdateTableCommand } from '@aws-sdk/client-dynamodb';
import { open } from 'hashrange';

const db = await open('shop', { region: 'eu-west-1', regions: ['us-east-1'] });
const here = new DynamoDBClient(db.clientConfig());
const there = new DynamoDBClient(db.clientConfig({ region: 'us-east-1' }));

await db.ensureTable({ TableName: 'orders', pk: 'id' });
const ReplicaUpdates = [{ Create: { RegionName: await there.config.region() } }];
await here.send(new UpdateTableCommand({ TableName: 'orders', ReplicaUpdates }));

await db.regions.cut('eu-west-1', 'us-east-1'); // both write on, alone
await db.regions.heal('eu-west-1', 'us-east-1'); // and agree again
await db.regions.setLink('eu-west-1', 'us-east-1', { DelayMs: 300, Loss: 0.1 }); // one way; also Duplicate, Reorder, Cut
for (const state of await db.regions.describe()) console.log(state); // what other Regions lack, since when; conflicts with both versions
