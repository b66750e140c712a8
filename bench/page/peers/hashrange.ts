import { open } from 'hashrange/external';
import type { Database } from 'hashrange/external';
import type { Peer } from '../peer.ts';
import { overWire, TABLE } from './over-wire.ts';

const SETTLE_POLL_MS = 50;

/** hashrange through the handle's `request`: DynamoDB JSON text in and out, parsed in the page. */
export function hashrange(): Peer {
  let db: Database;
  const wire = overWire((target, bodyText) => db.request(target, bodyText));
  return {
    ...wire,
    name: 'hashrange',
    open: async (name) => {
      db = await open(`bench-${name}`);
    },
    load: async (items) => {
      await ensureTable(db);
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

/** Waits until the checkpoint has written every page. */
export async function settled(db: Database): Promise<void> {
  await db.flushed();
  for (;;) {
    const { dirtyPages, hardenedLsn, appendedLsn } = await db.stats();
    if (dirtyPages === 0 && hardenedLsn === appendedLsn) return;
    await new Promise((resolve) => setTimeout(resolve, SETTLE_POLL_MS));
  }
}
