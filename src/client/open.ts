import { PROTOCOL_VERSION } from '../rpc/contract.ts';
import { Database } from './database.ts';
import { storeMarker } from './store-marker.ts';
import type { Transport } from './transport.ts';
import type { WorkerFactory } from './worker-transport.ts';
import { WorkerTransport } from './worker-transport.ts';

const MEBIBYTE = 1024 * 1024;

export interface OpenOptions {
  /** Where data lives: in IndexedDB (default), or in the worker's memory until it ends. */
  readonly storage?: 'indexeddb' | 'memory';
  /** Name of the Region. Default `us-east-1`. */
  readonly region?: string;
  /** Account id in ARNs, 12 digits. */
  readonly account?: string;
  /** What an acknowledgement survives. Default `interval`: tab and browser death; power loss 250 ms later. */
  readonly durability?: 'relaxed' | 'interval' | 'strict';
  /** Byte budget of the page cache. Default 64 MiB. */
  readonly cacheBytes?: number;
  /** The worker to run in, or what makes it, instead of the built-in one. */
  readonly worker?: Worker | WorkerFactory;
}

/** Everything a database is opened with, defaults filled in. */
export interface DatabaseSettings {
  readonly name: string;
  readonly storage: 'indexeddb' | 'memory';
  readonly region: string;
  readonly accountId: string;
  readonly durability: 'relaxed' | 'interval' | 'strict';
  readonly cacheBytes: number;
}

export const DEFAULT_NAME = 'default';

export function settingsOf(name: string, options: Omit<OpenOptions, 'worker'>): DatabaseSettings {
  return {
    name,
    storage: options.storage ?? 'indexeddb',
    region: options.region ?? 'us-east-1',
    accountId: options.account ?? '000000000001',
    durability: options.durability ?? 'interval',
    cacheBytes: options.cacheBytes ?? 64 * MEBIBYTE,
  };
}

/** A database open in this page, shared by the handles that were opened on it. */
interface Shared {
  readonly transport: Promise<WorkerTransport>;
  handles: number;
}

const openDatabases = new Map<string, Shared>();

/** Opens a database in a worker; a second handle of the same name and Region shares the first one's worker. */
export async function openInWorker(
  name: string,
  options: OpenOptions,
  factories: readonly WorkerFactory[],
): Promise<Database> {
  const settings = settingsOf(name, options);
  const key = `${name}/${settings.region}`;
  const shared = openDatabases.get(key) ?? {
    transport: start(key, settings, factories),
    handles: 0,
  };
  openDatabases.set(key, shared);
  shared.handles++;
  try {
    return new Database(
      name,
      settings.region,
      sharedTransport(key, shared, await shared.transport),
    );
  } catch (error) {
    if (openDatabases.get(key) === shared) openDatabases.delete(key);
    throw error;
  }
}

async function start(
  key: string,
  settings: DatabaseSettings,
  factories: readonly WorkerFactory[],
): Promise<WorkerTransport> {
  const transport = new WorkerTransport(
    factories,
    { ...settings, protocol: PROTOCOL_VERSION },
    settings.storage === 'indexeddb' ? storeMarker(key) : NO_MARKER,
  );
  await transport.open();
  return transport;
}

const NO_MARKER = { read: () => undefined, write: () => undefined, clear: () => undefined };

/** A handle's share of the transport: the last one to close ends the worker. */
function sharedTransport(key: string, shared: Shared, transport: WorkerTransport): Transport {
  const forget = (): void => {
    if (openDatabases.get(key) === shared) openDatabases.delete(key);
  };
  return {
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

/** The worker that the options name, or the built-in ones, to be tried in turn. */
export function workerFactories(
  options: OpenOptions,
  builtIn: readonly WorkerFactory[],
): readonly WorkerFactory[] {
  const { worker } = options;
  if (worker === undefined) return builtIn;
  return [typeof worker === 'function' ? worker : () => worker];
}
