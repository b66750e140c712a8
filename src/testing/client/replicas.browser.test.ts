/** What Regions share, keep to themselves and refuse each other, on IndexedDB: each Region a worker of its own. */
import { expect, it } from 'vitest';
import type { Database } from '../../client/database.ts';
import { openInWorker } from '../../client/open.ts';

const HOME = 'eu-west-1';
const AWAY = 'us-east-1';
const TableName = 'notes';
const away = { region: AWAY };

const spawn = (): Worker =>
  new Worker(new URL('../../../worker/main.ts', import.meta.url), { type: 'module' });

async function refusalOf(request: Promise<unknown>): Promise<string> {
  const error = await request.then(
    () => new Error('accepted'),
    (thrown: unknown) => thrown,
  );
  return (error as Error).message;
}

async function tableIn(db: Database, region: string): Promise<Readonly<Record<string, unknown>>> {
  const { Table } = await db.send('DescribeTable', { TableName }, { region });
  return { ...Table };
}

it('hold what a replica is promised', async () => {
  const options = { region: HOME, regions: [AWAY] };
  const db = await openInWorker(`test-${crypto.randomUUID()}`, options, [{ spawn }]);
  await db.ensureTable({ TableName, pk: 'id' });
  const OnDemandThroughputOverride = { MaxReadRequestUnits: 7 };
  const Create = { RegionName: AWAY, OnDemandThroughputOverride };
  await db.send('UpdateTable', { TableName, ReplicaUpdates: [{ Create }] });
  await expect
    .poll(async () => (await tableIn(db, HOME))['Replicas'])
    .toMatchObject([{ ReplicaStatus: 'ACTIVE', OnDemandThroughputOverride }]);

  // Its Region has just been asked; the protection that comes then is seen all the same.
  await db.send('UpdateTable', { TableName, DeletionProtectionEnabled: true }, away);
  const ReplicaUpdates = [{ Delete: { RegionName: AWAY } }];
  expect(await refusalOf(db.send('UpdateTable', { TableName, ReplicaUpdates }))).toBe(
    `Cannot delete table ${TableName} in region ${AWAY} because it has deletion protection enabled. Disable deletion protection first.`,
  );

  const TableClass = 'STANDARD_INFREQUENT_ACCESS';
  await db.send('UpdateTable', { TableName, TableClass });
  await expect
    .poll(async () => (await tableIn(db, AWAY))['TableClassSummary'])
    .toMatchObject({ TableClass });

  await db.send('UpdateTable', { TableName, OnDemandThroughput: { MaxReadRequestUnits: 9 } });
  const Update = { RegionName: AWAY, OnDemandThroughputOverride: { MaxReadRequestUnits: 9 } };
  await db.send('UpdateTable', { TableName, ReplicaUpdates: [{ Update }] });
  await expect
    .poll(async () => (await tableIn(db, HOME))['Replicas'])
    .not.toMatchObject([{ OnDemandThroughputOverride: {} }]);

  const Keyed = { Create: { RegionName: 'ap-south-1', KMSMasterKeyId: 'k' } };
  expect(await refusalOf(db.send('UpdateTable', { TableName, ReplicaUpdates: [Keyed] }))).toContain(
    'KMSMasterKeyId can not be specified for a table without KMS encryption',
  );
  await db.destroy();
}, 60_000);
