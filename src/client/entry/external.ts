import type { Database } from '../database.ts';
import type { OpenOptions } from '../open.ts';
import { DEFAULT_NAME, openInWorker } from '../open.ts';

export { Database } from '../database.ts';
export type { ClientConfig, RawAnswer, RequestOptions, TableShorthand } from '../database.ts';
export { HashrangeError, ServiceError } from '../errors.ts';
export type { HashrangeErrorCode } from '../errors.ts';
export type { OpeningProgress, OpenOptions } from '../open.ts';
export type {
  ConflictSide,
  LinkState,
  LinkTroubles,
  RegionControls,
  RegionState,
  ReplicaState,
} from '../region-controls.ts';
export type { RequestHandler } from '../request-handler.ts';
export type { StreamEntry, StreamTail } from '../stream/tail.ts';
export type { StreamOptions } from '../stream/tail-options.ts';
export type {
  AttributeValue,
  ItemImage,
  StreamChange,
  StreamRecord,
} from '../stream/stream-record.ts';
export type { FilterPattern } from '../trigger/filter/event-filter.ts';
export type { Trigger } from '../trigger/trigger.ts';
export type { TriggerEvent, TriggerRecord } from '../trigger/trigger-event.ts';
export type { TriggerFailure } from '../trigger/trigger-failure.ts';
export type { TriggerContext, TriggerHandler } from '../trigger/trigger-run.ts';
export type { OnFailure, TriggerOptions } from '../trigger/trigger-settings.ts';
export type { TriggerStats } from '../trigger/trigger-stats.ts';
export type { DamagedRange, ScrubReport, Stats } from '../../wire/reports.ts';

/**
 * Opens the database `name`, creating it when there is none, and resolves when it has recovered.
 * The worker is the file `worker.js` beside this one: for a strict Content Security Policy.
 */
export function open(name = DEFAULT_NAME, options: OpenOptions = {}): Promise<Database> {
  return openInWorker(name, options, [{ spawn, broker: 'same file' }]);
}

function spawn(): Worker {
  return new Worker(new URL(/* @vite-ignore */ './worker.js', import.meta.url), { type: 'module' });
}
