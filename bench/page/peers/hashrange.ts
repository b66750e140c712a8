import { open } from 'hashrange/external';
import type { Database } from 'hashrange/external';
import type { IndexCount, Peer } from '../peer.ts';
import { nameOf } from '../peer.ts';
import { indexOverWire, overWire, TABLE } from './over-wire.ts';
import type { Call, Request } from './over-wire.ts';

const SETTLE_POLL_MS = 50;

/**
 * hashrange through the handle's `send`: DynamoDB JSON as objects in and out; loads through its `request`, as text. Indexed, its table has two
 * global indexes and a local one, which hold whole items; with one index the first of them.
 */
export function hashrange(indexes: IndexCount): Peer {
  let db: Database;
  const request: Request = (target, bodyText) => db.request(target, bodyText);
  const call: Call = (operation, input) => db.send(operation, input);
  const wire = overWire(request, call);
  return {
    ...wire,
    ...(indexes > 0 ? indexOverWire(call) : {}),
    name: nameOf('hashrange', indexes),
    open: async (name) => {
      db = await open(`bench-${name}`);
    },
    load: async (items, called) => {
      await (indexes > 0 ? ensureIndexedTable(db, indexes) : ensureTable(db));
      await wire.load(items, called);
    },
    addIndex: () => addIndex(db),
    drop: async () => {
      await db.send('DeleteTable', { TableName: TABLE });
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
const BY_EMAIL = index('byEmail', 'email', 'count');
const BY_NAME = index('byName', 'name', 'sk');
const BY_COUNT = index('byCount', 'pk', 'count');

async function ensureIndexedTable(db: Database, indexes: IndexCount): Promise<void> {
  const { TableNames } = await db.send('ListTables', {});
  if (TableNames?.includes(TABLE) === true) return;
  const isFull = indexes === 3;
  await db.send('CreateTable', {
    TableName: TABLE,
    BillingMode: 'PAY_PER_REQUEST',
    AttributeDefinitions: [
      ...['pk', 'sk', 'email', ...(isFull ? ['name'] : [])].map((name) => attribute(name)),
      attribute('count', 'N'),
    ],
    KeySchema: keys('pk', 'sk'),
    GlobalSecondaryIndexes: [BY_EMAIL, ...(isFull ? [BY_NAME] : [])],
    ...(isFull && { LocalSecondaryIndexes: [BY_COUNT] }),
  });
}

/** A second global index, until it can be asked. */
async function addIndex(db: Database): Promise<void> {
  await db.send('UpdateTable', {
    TableName: TABLE,
    AttributeDefinitions: ['name', 'sk'].map((name) => attribute(name)),
    GlobalSecondaryIndexUpdates: [{ Create: BY_NAME }],
  });
  for (;;) {
    const { Table } = await db.send('DescribeTable', { TableName: TABLE });
    const added = Table?.GlobalSecondaryIndexes?.find((each) => each.IndexName === 'byName');
    if (added?.IndexStatus === 'ACTIVE') return;
    await new Promise((resolve) => setTimeout(resolve, SETTLE_POLL_MS));
  }
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
