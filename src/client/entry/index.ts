import { workerText } from 'hashrange:worker-text';
import { brokerPorts } from '../../platform/port-broker.ts';
import type { Database } from '../database.ts';
import type { DestroyOptions, OpenOptions } from '../open.ts';
import { DEFAULT_NAME, destroyInWorker, openInWorker } from '../open.ts';
import { trustedUrl } from '../trusted-url.ts';
import type { WorkerSource } from '../link/worker-connection.ts';

export { Database } from '../database.ts';
export type { ClientConfig, RawAnswer, RequestOptions, TableShorthand } from '../database.ts';
export type {
  DatabaseEventOf,
  DatabaseEventType,
  DatabaseListener,
  ListenerOptions,
} from '../database-events.ts';
export { HashrangeError, ServiceError } from '../errors.ts';
export type { HashrangeErrorCode, LostStore } from '../errors.ts';
export type { DestroyOptions, OpeningProgress, OpenOptions } from '../open.ts';
export type { RegionControls } from '../region-controls.ts';
export type { RequestHandler } from '../request-handler.ts';
export type { StorageUse } from '../browser/storage-use.ts';
export type { StreamEntry, StreamTail } from '../stream/tail.ts';
export type { StreamOptions } from '../stream/tail-options.ts';
export type { ItemImage, StreamChange, StreamRecord } from '../stream/stream-record.ts';
export type { FilterPattern } from '../trigger/filter/event-filter.ts';
export type { Trigger } from '../trigger/trigger.ts';
export type { TriggerEvent, TriggerRecord } from '../trigger/trigger-event.ts';
export type { TriggerFailure } from '../trigger/trigger-failure.ts';
export type { TriggerContext, TriggerHandler } from '../trigger/trigger-run.ts';
export type { OnFailure, TriggerOptions } from '../trigger/trigger-settings.ts';
export type { TriggerStats } from '../trigger/trigger-stats.ts';
export type { AttributeValue } from '../../wire/operations/attribute-value.ts';
export type {
  InputOf,
  OperationName,
  OperationTypes,
  OutputOf,
} from '../../wire/operations/operation-types.ts';
export type { DatabaseEvent } from '../../wire/events.ts';
export type {
  ConflictSide,
  LinkState,
  LinkTroubles,
  RegionState,
  ReplicaState,
} from '../../wire/extensions/regions.ts';
export type {
  BackgroundFailure,
  BackgroundReport,
  DamagedRange,
  ScrubReport,
  Stats,
} from '../../wire/reports.ts';

const SOURCES: readonly WorkerSource[] = [
  { spawn: spawnInline, broker: brokerOfText },
  { spawn: spawnFile, broker: 'same file' },
];

/**
 * Opens the database `name`, creating it when there is none, and resolves when it has recovered.
 * The worker is part of this file, so that it works in every bundler; where a Content Security Policy refuses it, the
 * file `worker.js` beside this one is tried (or import `hashrange/external`).
 */
export function open(name = DEFAULT_NAME, options: OpenOptions = {}): Promise<Database> {
  return openInWorker(name, options, SOURCES);
}

/**
 * Deletes a database: also one that `open` refuses, because it is lost, damaged, foreign or of a newer format. Other tabs may have it
 * open; their handles answer with code `destroyed` from then on. Resolves when nothing is left of it.
 */
export function destroy(name = DEFAULT_NAME, options: DestroyOptions = {}): Promise<void> {
  return destroyInWorker(name, options, SOURCES);
}

/** A classic worker: Chromium starts no module from the text of a page that was opened as a file. */
function spawnInline(): Worker {
  return new Worker(trustedUrl(urlOf(workerText)));
}

/** One for all databases of the page, for as long as the page lives: pages of other tabs come by this URL. */
function brokerOfText(): string {
  return urlOf(`(${brokerPorts.toString()})(self)`);
}

const urls = new Map<string, string>();

function urlOf(text: string): string {
  const url = urls.get(text) ?? URL.createObjectURL(new Blob([text], { type: 'text/javascript' }));
  urls.set(text, url);
  return url;
}

function spawnFile(): Worker {
  const file = 'worker.js';
  return new Worker(trustedUrl(new URL(file, import.meta.url).href), { type: 'module' });
}
