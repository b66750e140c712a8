import type { WhyTriggerGaveUp } from '../../wire/extensions/given-up.ts';
import type { HandlerOutcome } from './handler-outcome.ts';
import type { TriggerRecord } from './trigger-event.ts';
import { createdMs } from './trigger-event.ts';

/** Stream records expire after 24 hours. Source: DynamoDB Streams. */
const RETENTION_MS = 24 * 60 * 60 * 1000;

export interface RetryPolicy {
  /** Further calls after one that failed; without: until the records expire. */
  readonly retries: number | undefined;
  readonly maxAgeMs: number | undefined;
  readonly bisects: boolean;
}

export type DiscardCondition = Exclude<WhyTriggerGaveUp, 'Trimmed'>;

/** Consecutive records of a shard that a handler gets together. */
export interface Batch {
  readonly records: readonly TriggerRecord[];
  /** Calls that count against the retries. */
  readonly failures: number;
  /** All calls with these records, those with more records beside them included. */
  readonly invocations: number;
  /** The error of the last call. */
  readonly error: unknown;
}

/** Records taken from a shard that are left to be done: batches, to be handled one after the other. */
export type ShardWork = readonly Batch[];

export type BatchStep =
  | { readonly kind: 'invoke'; readonly batch: Batch }
  /** The first `count` records of the first batch are given up. */
  | {
      readonly kind: 'discard';
      readonly batch: Batch;
      readonly count: number;
      readonly condition: DiscardCondition;
    }
  | { readonly kind: 'done' };

export function newWork(records: readonly TriggerRecord[]): ShardWork {
  return [{ records, failures: 0, invocations: 0, error: undefined }];
}

/** Whether what to do next depends on what time it is. */
export function hasAgeLimit([batch]: ShardWork, policy: RetryPolicy): boolean {
  return batch !== undefined && oldestMs(batch, policy) < Infinity;
}

/** Without a maximum age a record that has failed is kept trying until it expires; every record is tried once. */
function oldestMs({ failures }: Batch, { maxAgeMs }: RetryPolicy): number {
  return maxAgeMs ?? (failures > 0 ? RETENTION_MS : Infinity);
}

/**
 * The step to take next. Age is looked at first: a record too old is not tried, and not tried again. `nowMs` is by the clock that the records
 * have their times from.
 */
export function nextAction([batch]: ShardWork, policy: RetryPolicy, nowMs: number): BatchStep {
  if (batch === undefined) return { kind: 'done' };
  const aged = countAged(batch, policy, nowMs);
  if (aged > 0) return { kind: 'discard', batch, count: aged, condition: 'RecordAgeExceeded' };
  if (policy.retries !== undefined && batch.failures > policy.retries) {
    const count = batch.records.length;
    return { kind: 'discard', batch, count, condition: 'RetryAttemptsExhausted' };
  }
  return { kind: 'invoke', batch };
}

function countAged(batch: Batch, policy: RetryPolicy, nowMs: number): number {
  const { records } = batch;
  const limitMs = oldestMs(batch, policy);
  const young = records.findIndex((record) => nowMs - createdMs(record) <= limitMs);
  return young === -1 ? records.length : young;
}

/** The batches that remain when the first has been tried. */
export function afterInvocation(
  [batch, ...later]: ShardWork,
  outcome: HandlerOutcome,
  { bisects }: RetryPolicy,
): ShardWork {
  if (batch === undefined || outcome.kind === 'handled') return later;
  const { records } = batch;
  const tried = { ...batch, invocations: batch.invocations + 1, error: outcome.error };
  if (outcome.kind === 'failed-from' && outcome.index > 0) {
    // The record that failed has failed once, whatever was before it; splitting the batch there is no retry.
    const rest = records.slice(outcome.index);
    return [{ ...tried, records: rest, failures: bisects ? 0 : 1 }, ...later];
  }
  if (outcome.kind === 'failed' && bisects && records.length > 1) {
    // Source: Lambda, "Splitting batches doesn't consume the retry quota".
    const middle = records.length >> 1;
    const halves = [records.slice(0, middle), records.slice(middle)];
    return [...halves.map((half) => ({ ...tried, records: half })), ...later];
  }
  return [{ ...tried, failures: batch.failures + 1 }, ...later];
}

/** The batches that remain when the first `count` records of the first batch have been given up. */
export function afterDiscard([batch, ...later]: ShardWork, count: number): ShardWork {
  if (batch === undefined || count >= batch.records.length) return later;
  return [{ ...batch, records: batch.records.slice(count) }, ...later];
}
