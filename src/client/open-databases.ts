import { Database } from './database.ts';
import type { Transport } from './transport.ts';

/** A database open in this page, shared by the handles that were opened on it. */
interface Shared {
  readonly transport: Promise<Transport>;
  handles: number;
}

const openDatabases = new Map<string, Shared>();

/** What tells databases of one page apart. */
export interface DatabaseIdentity {
  readonly name: string;
  readonly region: string;
  readonly storage: 'indexeddb' | 'memory';
}

/**
 * A handle on the database: the first one starts its engine, the following ones share it, the last one to close ends it.
 * Options other than the identity are those of the first. `start` calls `onGone` when the database has gone for good: who opens
 * it then starts anew.
 */
export async function openShared(
  { name, region, storage }: DatabaseIdentity,
  start: (onGone: () => void) => Promise<Transport>,
): Promise<Database> {
  const key = `${storage}/${name}/${region}`;
  const forget = (): void => {
    if (openDatabases.get(key) === shared) openDatabases.delete(key);
  };
  const shared: Shared = openDatabases.get(key) ?? { transport: start(forget), handles: 0 };
  openDatabases.set(key, shared);
  shared.handles++;
  try {
    return new Database(name, region, shareOf(await shared.transport, shared, forget));
  } catch (error) {
    forget();
    throw error;
  }
}

function shareOf(transport: Transport, shared: Shared, forget: () => void): Transport {
  return {
    locks: transport.locks,
    world: transport.world,
    request: (target, bodyText, signal) => transport.request(target, bodyText, signal),
    flushed: () => transport.flushed(),
    scrub: () => transport.scrub(),
    stats: () => transport.stats(),
    close: async () => {
      if (--shared.handles > 0) return;
      forget();
      await transport.close();
    },
    destroy: async () => {
      forget();
      await transport.destroy();
    },
  };
}
