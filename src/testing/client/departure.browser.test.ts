/** A replica that leaves, on IndexedDB: each Region a worker of its own, both opened anew afterwards. */
import { expect, it } from 'vitest';
import type { Database } from '../../client/database.ts';
import { openInWorker } from '../../client/open.ts';

const HOME = 'eu-west-1';
const AWAY = 'us-east-1';
const TableName = 'notes';

const spawn = (): Worker =>
  new Worker(new URL('../../../worker/main.ts', import.meta.url), { type: 'module' });
const open = (name: string): Promise<Database> =>
  openInWorker(name, { region: HOME, regions: [AWAY] }, [{ spawn }]);

async function tableIn(db: Database, region: string): Promise<Readonly<Record<string, unknown>>> {
  const { Table } = await db.send('DescribeTable', { TableName }, { region });
  return { ...Table };
}

async function textsIn(db: Database, region: string): Promise<readonly (string | undefined)[]> {
  const { Items = [] } = await db.send('Scan', { TableName }, { region });
  return Items.map(({ id }) => id?.S).sort();
}

const put = (db: Database, id: string, region: string): Promise<unknown> =>
  db.send('PutItem', { TableName, Item: { id: { S: id } } }, { region });

it('has what was written before, and keeps it and what is its own', async () => {
  const name = `test-${crypto.randomUUID()}`;
  const db = await open(name);
  await db.ensureTable({ TableName, pk: 'id' });
  await put(db, 'old', HOME);
  await db.send('UpdateTable', {
    TableName,
    ReplicaUpdates: [{ Create: { RegionName: AWAY } }],
  });
  await expect
    .poll(async () => (await tableIn(db, HOME))['Replicas'])
    .toMatchObject([{ RegionName: AWAY, ReplicaStatus: 'ACTIVE' }]);
  const away = { region: AWAY };
  const off = { TableName, DisassociationProtectionEnabled: false };
  await db.send('UpdateTable', off, away);
  await put(db, 'from home', HOME);
  await put(db, 'from away', AWAY);
  const { TableDescription } = await db.send(
    'UpdateTable',
    {
      TableName,
      ReplicaUpdates: [
        { Disassociate: { RegionName: AWAY, DisassociationMode: 'WAIT_FOR_REPLICATION' } },
      ],
    },
    away,
  );
  expect(TableDescription?.TableStatus).toBe('UPDATING');
  await put(db, 'away alone', AWAY);
  await expect.poll(async () => (await tableIn(db, AWAY))['TableStatus']).toBe('ACTIVE');
  expect(await tableIn(db, AWAY)).not.toHaveProperty('Replicas');
  await expect.poll(async () => (await tableIn(db, HOME))['Replicas']).toBeUndefined();
  await put(db, 'home alone', HOME);
  await db.close();

  const again = await open(name);
  expect(await textsIn(again, HOME)).toEqual(['from away', 'from home', 'home alone', 'old']);
  expect(await textsIn(again, AWAY)).toEqual(['away alone', 'from away', 'from home', 'old']);
  expect(await tableIn(again, AWAY)).not.toHaveProperty('GlobalTableVersion');
  await again.destroy();
}, 60_000);
