import { open } from 'hashrange/external';
import type { Database } from 'hashrange/external';
import type { Peer } from '../peer.ts';
import { indexOverWire, overWire, TABLE } from './over-wire.ts';
import type { Request } from './over-wire.ts';

const SETTLE_POLL_MS = 50;

/**
 * hashrange through the handle's `request`: DynamoDB JSON text in and out, parsed in the page. Indexed, its table has two
 * global indexes and a local one, which hold whole items.
 */
export function hashrange(isIndexed: boolean): Peer {
  let db: Database;
  const request: Request = (target, bodyText) => db.request(target, bodyText);
  const wire = overWire(request);
  return {
    ...wire,
    ...(isIndexed ? indexOverWire(request) : {}),
    name: isIndexed ? 'hashrange indexed' : 'hashrange',
    open: async (name) => {
      db = await open(`bench-${name}`);
    },
    load: async (items) => {
      await (isIndexed ? ensureIndexedTable(db) : ensureTable(db));
      await wire.load(items);
    },
    settle: () => settled(db),
    close: () => db.close(),
    stats: () => db.stats(),
  };
}

export function ensureTable(db: Database): Promise<void> {
  return db.ensureTable({ TableName: TABLE, pk: 'pk', sk: 'sk' });
}

const attribute = (AttributeName: string, AttributeType: 'S' | 'N' = 'S') => ({
  AttributeName,
  AttributeType,
});
const keys = (hash: string, range: string) => [
  { AttributeName: hash, KeyType: 'HASH' as const },
  { AttributeName: range, KeyType: 'RANGE' as const },
];
const index = (IndexName: string, hash: string, range: string) => ({
  IndexName,
  KeySchema: keys(hash, range),
  Projection: { ProjectionType: 'ALL' as const },
});

async function ensureIndexedTable(db: Database): Promise<void> {
  const { TableNames } = await db.send('ListTables', {});
  if (TableNames?.includes(TABLE) === true) return;
  await db.send('CreateTable', {
    TableName: TABLE,
    BillingMode: 'PAY_PER_REQUEST',
    AttributeDefinitions: [
      ...['pk', 'sk', 'email', 'name'].map((name) => attribute(name)),
      attribute('count', 'N'),
    ],
    KeySchema: keys('pk', 'sk'),
    GlobalSecondaryIndexes: [index('byEmail', 'email', 'count'), index('byName', 'name', 'sk')],
    LocalSecondaryIndexes: [index('byCount', 'pk', 'count')],
  });
}

/** Waits until the checkpoint has written every page. */
export async function settled(db: Database): Promise<void> {
  await db.flushed();
  for (;;) {
    const { dirtyPages, hardenedLsn, appendedLsn } = await db.stats();
    if (dirtyPages === 0 && hardenedLsn === appendedLsn) return;
    await new Promise((resolve) => setTimeout(resolve, SETTLE_POLL_MS));
  }
}
