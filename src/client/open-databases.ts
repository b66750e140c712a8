import type { StorageKind } from '../rpc/storage-kind.ts';
import { Database } from './database.ts';
import type { Transport } from './link/transport.ts';

/** A database open in this page, shared by the handles that were opened on it. */
interface Shared {
  readonly transport: Promise<Transport>;
  handles: number;
}

const openDatabases = new Map<string, Shared>();
/** Databases that are being closed or destroyed: who opens one again waits for that. */
const ending = new Map<string, Promise<unknown>>();
const destroying = new Map<string, Promise<void>>();

/** The key that tells databases of one page apart. */
export interface DatabaseIdentity {
  readonly name: string;
  readonly region: string;
  readonly storage: StorageKind;
}

const keyOf = ({ name, region, storage }: DatabaseIdentity): string =>
  `${storage}/${name}/${region}`;

/**
 * A handle on the database: the first one starts its engine, the following ones share it, the last one to close ends it.
 * Options other than the identity are those of the first. `start` calls `onGone` when the database has gone for good: who opens
 * it then starts anew.
 */
export async function openShared(
  identity: DatabaseIdentity,
  start: (onGone: () => void) => Promise<Transport>,
): Promise<Database> {
  const key = keyOf(identity);
  while (ending.has(key)) await ending.get(key);
  const forget = (): void => {
    if (openDatabases.get(key) === shared) openDatabases.delete(key);
  };
  const shared: Shared = openDatabases.get(key) ?? { transport: start(forget), handles: 0 };
  openDatabases.set(key, shared);
  shared.handles++;
  try {
    const transport = shareOf(await shared.transport, key, shared, forget);
    return new Database(identity.name, identity.region, transport);
  } catch (error) {
    forget();
    throw error;
  }
}

/** Destroys the database for every handle that this page has on it; where there is none, `otherwise` does it. */
export function destroyShared(
  identity: DatabaseIdentity,
  otherwise: () => Promise<void>,
): Promise<void> {
  const key = keyOf(identity);
  const shared = openDatabases.get(key);
  openDatabases.delete(key);
  const before = ending.get(key);
  return destroyOnce(key, async () => {
    await before;
    const transport = await shared?.transport.catch(() => undefined);
    await (transport === undefined ? otherwise() : transport.destroy());
  });
}

/** Who calls while it is being destroyed waits for the same end. */
function destroyOnce(key: string, destroy: () => Promise<void>): Promise<void> {
  const begun = destroying.get(key);
  if (begun !== undefined) return begun;
  const work = endOf(key, destroy).finally(() => destroying.delete(key));
  destroying.set(key, work);
  return work;
}

/** Whether it ends well is for the caller to hear. */
async function endOf(key: string, end: () => Promise<void>): Promise<void> {
  const work = end();
  const over = work.catch(() => undefined);
  ending.set(key, over);
  await over;
  if (ending.get(key) === over) ending.delete(key);
  await work;
}

function shareOf(transport: Transport, key: string, shared: Shared, forget: () => void): Transport {
  return {
    locks: transport.locks,
    world: transport.world,
    isStored: transport.isStored,
    subscriptions: transport.subscriptions,
    request: (envelope, signal, read) => transport.request(envelope, signal, read),
    flushed: () => transport.flushed(),
    scrub: () => transport.scrub(),
    stats: () => transport.stats(),
    close: async () => {
      if (--shared.handles > 0) return;
      forget();
      await endOf(key, () => transport.close());
    },
    destroy: () => {
      forget();
      return destroyOnce(key, () => transport.destroy());
    },
  };
}
