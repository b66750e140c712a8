import { Database } from '../client/database.ts';
import type { OpenOptions } from '../client/open.ts';
import { DEFAULT_NAME, databaseSettings } from '../client/open.ts';
import { destroyShared, openShared } from '../client/open-databases.ts';
import { openRegions, regionNames } from '../client/open-regions.ts';
import { openEngine } from './in-process.ts';
import { localChannels } from './local-channels.ts';

export { Database } from '../client/database.ts';
export type {
  ClientConfig,
  RawAnswer,
  RequestOptions,
  TableShorthand,
} from '../client/database.ts';
export type {
  DatabaseEventOf,
  DatabaseEventType,
  DatabaseListener,
  ListenerOptions,
} from '../client/database-events.ts';
export { HashrangeError, ServiceError } from '../client/errors.ts';
export type { HashrangeErrorCode, LostStore } from '../client/errors.ts';
export type { RegionControls } from '../client/region-controls.ts';
export type { RequestHandler } from '../client/request-handler.ts';
export type { StorageUse } from '../client/browser/storage-use.ts';
export type { StreamEntry, StreamTail } from '../client/stream/tail.ts';
export type { StreamOptions } from '../client/stream/tail-options.ts';
export type { ItemImage, StreamChange, StreamRecord } from '../client/stream/stream-record.ts';
export type { FilterPattern } from '../client/trigger/filter/event-filter.ts';
export type { Trigger } from '../client/trigger/trigger.ts';
export type { TriggerEvent, TriggerRecord } from '../client/trigger/trigger-event.ts';
export type { TriggerFailure } from '../client/trigger/trigger-failure.ts';
export type { TriggerContext, TriggerHandler } from '../client/trigger/trigger-run.ts';
export type { OnFailure, TriggerOptions } from '../client/trigger/trigger-settings.ts';
export type { TriggerStats } from '../client/trigger/trigger-stats.ts';
export type { AttributeValue } from '../wire/operations/attribute-value.ts';
export type {
  InputOf,
  OperationName,
  OperationTypes,
  OutputOf,
} from '../wire/operations/operation-types.ts';
export type { DatabaseEvent } from '../wire/events.ts';
export type {
  ConflictSide,
  LinkState,
  LinkTroubles,
  RegionState,
  ReplicaState,
} from '../wire/extensions/regions.ts';
export type {
  BackgroundFailure,
  BackgroundReport,
  DamagedRange,
  ScrubReport,
  Stats,
} from '../wire/reports.ts';

/** As for `open` of the other entries, without what only a worker has. */
export type MemoryOptions = Omit<OpenOptions, 'worker' | 'storage' | 'onOpening' | 'acceptLoss'>;

/**
 * Opens a fresh database in this thread's memory: the same engine in process, for Node tests and for pages without
 * IndexedDB. Nothing survives `close`; every call gives a database of its own.
 */
export async function openMemory(options: MemoryOptions = {}): Promise<Database> {
  const channels = localChannels();
  const { region } = databaseSettings(DEFAULT_NAME, options);
  return openRegions({ region, regions: options.regions }, async (each) => {
    const settings = databaseSettings(DEFAULT_NAME, { ...options, region: each });
    return new Database(settings.name, settings.region, await openEngine(settings, channels));
  });
}

/** How the Regions of databases opened by name reach each other. */
const sharedChannels = localChannels();

/** As `open` of the other entries, in this thread's memory: handles opened under one name share one database. */
export async function open(name = DEFAULT_NAME, options: MemoryOptions = {}): Promise<Database> {
  const { region } = databaseSettings(name, options);
  return openRegions({ region, regions: options.regions }, (each) => {
    const settings = databaseSettings(name, { ...options, region: each, storage: 'memory' });
    return openShared(settings, () => openEngine(settings, sharedChannels));
  });
}

/** Deletes a database that is open under this name, for all its handles; of another there is nothing to delete. */
export async function destroy(
  name = DEFAULT_NAME,
  options: Pick<MemoryOptions, 'region' | 'regions'> = {},
): Promise<void> {
  const { region } = databaseSettings(name, options);
  await Promise.all(
    regionNames({ region, regions: options.regions }).map((each) =>
      destroyShared(databaseSettings(name, { region: each, storage: 'memory' }), () =>
        Promise.resolve(),
      ),
    ),
  );
}
