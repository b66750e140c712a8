import { PROTOCOL_VERSION } from '../rpc/protocol.ts';
import { databaseNameOf } from '../rpc/database-name.ts';
import { wrongArgument } from '../rpc/open-option-checks.ts';
import { isStored, STORAGE_KINDS } from '../rpc/storage-kind.ts';
import type { StorageKind } from '../rpc/storage-kind.ts';
import type { Database } from './database.ts';
import { HashrangeError } from './errors.ts';
import { destroyStored } from './link/destroy-stored.ts';
import { destroyShared, openShared } from './open-databases.ts';
import { openRegions, regionNames } from './open-regions.ts';
import { noMarker, storeMarker } from './browser/store-marker.ts';
import type { WorkerFactory, WorkerSource } from './link/worker-connection.ts';
import { WorkerTransport } from './link/worker-transport.ts';

const MEBIBYTE = 1024 * 1024;
const MINUTE_MS = 60_000;

export interface OpenOptions {
  /** Where data lives: in IndexedDB (default), or in the worker's memory until it ends. */
  readonly storage?: 'indexeddb' | 'memory';
  /** Name of the Region. Default `us-east-1`. */
  readonly region?: string;
  /** Further Regions to open: each in a worker of its own, with an IndexedDB database of its own. */
  readonly regions?: readonly string[];
  /** Account id in ARNs, 12 digits. */
  readonly account?: string;
  /** The loss that an acknowledgement survives. Default `interval`: tab and browser death; power loss 250 ms later. */
  readonly durability?: 'relaxed' | 'interval' | 'strict';
  /** Byte budget of the page cache. Default 64 MiB. */
  readonly cacheBytes?: number;
  /** How soon expired items are deleted: at most `sweepEveryMs` later. Default one minute, 0 for as soon as can be. */
  readonly ttl?: { readonly sweepEveryMs?: number };
  /**
   * Called while the log of the database is replayed, by this tab's worker or by that of the tab which opens it: at most a hundred times, and once
   * more when all is replayed. A tab that waits for another tab's worker hears of it through that tab, and may be connected before it has heard of
   * the end: its last call may come before `done` equals `total`. That `open` resolves is the end in any case. Nothing is replayed in memory.
   * Show it when opening takes longer than a moment:
   * `onOpening: ({ done, total }) => (bar.value = total === 0 ? 1 : done / total)`.
   */
  readonly onOpening?: (progress: OpeningProgress) => void;
  /**
   * Id of a store that `open` has rejected with as lost (code `storage-lost`, `error.lost.storeId`): begins anew without it. The loss
   * of any other store is told all the same.
   */
  readonly acceptLoss?: string;
  /** The worker to run in, or what makes it, instead of the built-in one. */
  readonly worker?: Worker | WorkerFactory;
}

/** How far the opening of one Region is. */
export interface OpeningProgress {
  readonly region: string;
  /** Log records replayed. Grows from 0 to `total`. */
  readonly done: number;
  /** Log records to be replayed: those since the last checkpoint. */
  readonly total: number;
}

/** Everything a database is opened with, defaults filled in. */
export interface DatabaseSettings {
  readonly name: string;
  readonly storage: StorageKind;
  readonly region: string;
  readonly accountId: string;
  readonly durability: 'relaxed' | 'interval' | 'strict';
  readonly cacheBytes: number;
  /** How late the deletion of expired items may be. */
  readonly expiryDelayMs: number;
}

export const DEFAULT_NAME = 'default';

/** Throws {@link HashrangeError} of code `invalid-options`. */
export function databaseSettings(
  name: string,
  options: Omit<OpenOptions, 'worker'>,
): DatabaseSettings {
  const wrong = wrongArgument(name, options);
  if (wrong !== undefined) throw new HashrangeError('invalid-options', wrong);
  // Only what is not given has a default: null is of no valid form.
  const {
    storage = STORAGE_KINDS[0],
    region = 'us-east-1',
    account: accountId = '000000000001',
    durability = 'interval',
    cacheBytes = 64 * MEBIBYTE,
    ttl: { sweepEveryMs: expiryDelayMs = MINUTE_MS } = {},
  } = options;
  return { name, storage, region, accountId, durability, cacheBytes, expiryDelayMs };
}

const NO_BROWSER =
  "open() needs a browser's Worker. On a server use openMemory() of 'hashrange/memory', or call open() in onMount or useEffect.";

/**
 * Opens a database in a worker; a second handle of the same name and Region shares the first one's worker. Rejects with
 * {@link HashrangeError}.
 */
export async function openInWorker(
  name: string,
  options: OpenOptions,
  sources: readonly WorkerSource[],
): Promise<Database> {
  const { region } = databaseSettings(name, options);
  const { Worker, navigator } = globalThis as Partial<typeof globalThis>;
  if (Worker === undefined || navigator === undefined)
    throw new HashrangeError('unsupported', NO_BROWSER);
  return openRegions({ region, regions: options.regions }, (each) =>
    openRegionInWorker(name, { ...options, region: each }, sources),
  );
}

function openRegionInWorker(
  name: string,
  options: OpenOptions,
  sources: readonly WorkerSource[],
): Promise<Database> {
  const settings = databaseSettings(name, options);
  return openShared(settings, async (onGone) => {
    const transport = new WorkerTransport(
      workersOf(options, sources),
      { ...settings, acceptLoss: options.acceptLoss, protocol: PROTOCOL_VERSION },
      isStored(settings.storage) ? storeMarker(databaseNameOf(settings)) : noMarker,
      {
        onGone,
        onOpening: (progress) => options.onOpening?.({ region: settings.region, ...progress }),
      },
    );
    await transport.open();
    return transport;
  });
}

/** Which database to destroy, and the worker to do it. */
export type DestroyOptions = Pick<OpenOptions, 'region' | 'regions' | 'worker'>;

/** Deletes a database, whatever state it is in and whoever has it open. */
export async function destroyInWorker(
  name: string,
  options: DestroyOptions,
  sources: readonly WorkerSource[],
): Promise<void> {
  const { region } = databaseSettings(name, options);
  await Promise.all(
    regionNames({ region, regions: options.regions }).map((each) => {
      const settings = databaseSettings(name, { region: each });
      return destroyShared(settings, () => destroyStored(settings, workersOf(options, sources)));
    }),
  );
}

/** The worker that the options name, or the built-in ones, to be tried in turn. */
function workersOf(
  { worker }: Pick<OpenOptions, 'worker'>,
  builtIn: readonly WorkerSource[],
): readonly WorkerSource[] {
  if (worker === undefined) return builtIn;
  return [{ spawn: typeof worker === 'function' ? worker : once(worker) }];
}

/** A given worker cannot be made again after its end. */
function once(worker: Worker): WorkerFactory {
  let isUsed = false;
  return () => {
    if (isUsed) throw new HashrangeError('worker', 'the worker given to open() has ended');
    isUsed = true;
    return worker;
  };
}
