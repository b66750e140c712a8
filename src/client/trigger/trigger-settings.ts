import { checkConsumerName } from '../stream/consumer-name.ts';
import type { Position } from '../stream/stream-position.ts';
import { parseStart } from '../stream/tail-options.ts';
import type { FilterPattern } from './filter/event-filter.ts';
import { eventFilter } from './filter/event-filter.ts';
import type { RetryPolicy } from './batch-retry.ts';
import type { TriggerFailure } from './trigger-failure.ts';

/** Where failed records go: a function, or the name of a table, made at need. */
export type OnFailure = string | ((failure: TriggerFailure) => unknown);

/** Options of a Lambda event source mapping, where they mean something here. */
export interface TriggerOptions {
  /** The table whose stream is followed. It may be created, and its stream enabled, later. */
  readonly table: string;
  /** Where the first run begins, ever: `'LATEST'` (default), `'TRIM_HORIZON'`, or behind a sequence number. */
  readonly from?: 'LATEST' | 'TRIM_HORIZON' | (string & {});
  /** The most records of one call, 1 to 10,000. Default 100. */
  readonly batchSize?: number;
  /** How long a batch is filled, up to 300,000. Default 0: whatever is there. */
  readonly batchWindowMs?: number;
  /** Up to 5 patterns in EventBridge's syntax: records that none of them matches are passed over. */
  readonly filter?: readonly FilterPattern[];
  /** Read `batchItemFailures` in the handler's answer. Default false. */
  readonly reportBatchItemFailures?: boolean;
  /** Halve a batch that fails, until the bad record is alone. Default false. */
  readonly bisectOnError?: boolean;
  /** Further calls after the first that failed, 0 to 10,000; -1 (default): until the record expires. */
  readonly retries?: number;
  /** Records older than this go to `onFailure` unhandled: 60 to 604,800; -1 (default): none does. */
  readonly maxAgeSeconds?: number;
  readonly onFailure?: OnFailure;
}

export interface TriggerSettings {
  readonly table: string;
  readonly from: Position;
  readonly batchSize: number;
  readonly batchWindowMs: number;
  readonly passes: (event: unknown) => boolean;
  readonly reportsItemFailures: boolean;
  readonly policy: RetryPolicy;
  readonly onFailure: OnFailure | undefined;
}

/** Limits of event source mappings. Source: Lambda API reference, CreateEventSourceMapping. */
const BATCH_SIZE = { least: 1, most: 10_000, otherwise: 100 };
const BATCH_WINDOW_MS = { least: 0, most: 300_000, otherwise: 0 };
const RETRIES = { least: 0, most: 10_000, otherwise: -1 };
const MAX_AGE_SECONDS = { least: 60, most: 604_800, otherwise: -1 };

/** Throws a `TypeError` for wrong options, filter patterns included. */
export function triggerSettings(name: string, options: TriggerOptions): TriggerSettings {
  checkConsumerName(name);
  if (options.table === '') throw new TypeError('A trigger needs the name of a table');
  const retries = parseCount('retries', options.retries, RETRIES);
  const maxAgeSeconds = parseCount('maxAgeSeconds', options.maxAgeSeconds, MAX_AGE_SECONDS);
  return {
    table: options.table,
    from: parseStart(options.from),
    batchSize: parseCount('batchSize', options.batchSize, BATCH_SIZE),
    batchWindowMs: parseCount('batchWindowMs', options.batchWindowMs, BATCH_WINDOW_MS),
    passes: eventFilter(options.filter ?? []),
    reportsItemFailures: options.reportBatchItemFailures ?? false,
    policy: {
      retries: retries === -1 ? undefined : retries,
      maxAgeMs: maxAgeSeconds === -1 ? undefined : maxAgeSeconds * 1000,
      bisects: options.bisectOnError ?? false,
    },
    onFailure: options.onFailure,
  };
}

interface Limits {
  readonly least: number;
  readonly most: number;
  readonly otherwise: number;
}

function parseCount(name: string, value: number | undefined, limits: Limits): number {
  if (value === undefined || value === limits.otherwise) return limits.otherwise;
  if (Number.isInteger(value) && value >= limits.least && value <= limits.most) return value;
  const alone = limits.otherwise < limits.least ? `${limits.otherwise}, or ` : '';
  throw new TypeError(
    `${name} must be ${alone}a whole number from ${limits.least} to ${limits.most}`,
  );
}
