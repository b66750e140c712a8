import type { TriggerRecord } from './trigger-event.ts';
import { recordSequenceNumber } from './trigger-event.ts';

/** The outcome of one call of a handler. */
export type HandlerOutcome =
  | { readonly kind: 'handled' }
  /** Records before `index` are handled. */
  | { readonly kind: 'failed-from'; readonly index: number; readonly error: unknown }
  | { readonly kind: 'failed'; readonly error: unknown };

const HANDLED: HandlerOutcome = { kind: 'handled' };

/**
 * The outcome that an answer tells when batch item failures are reported: the failed record that stands first counts, and an identifier
 * that is not of this batch, or none at all, fails the batch. Source: Lambda, "Success and failure conditions"; identifiers
 * that are not in the batch: recorded of AWS.
 */
export function reportedOutcome(
  answer: unknown,
  records: readonly TriggerRecord[],
): HandlerOutcome {
  const failures = memberOf(answer, 'batchItemFailures');
  if (failures === undefined || failures === null) return HANDLED;
  if (!Array.isArray(failures)) return failed('batchItemFailures is not a list');
  const places = new Map(records.map((record, index) => [recordSequenceNumber(record), index]));
  let first: number | undefined;
  for (const failure of failures as readonly unknown[]) {
    const identifier = memberOf(failure, 'itemIdentifier');
    const index = typeof identifier === 'string' ? places.get(identifier) : undefined;
    if (index === undefined) return failed('an itemIdentifier is no sequence number of the batch');
    first = Math.min(first ?? index, index);
  }
  if (first === undefined) return HANDLED;
  return { kind: 'failed-from', index: first, error: new Error('The handler reported failures') };
}

function failed(text: string): HandlerOutcome {
  return { kind: 'failed', error: new TypeError(`The handler's report is wrong: ${text}`) };
}

function memberOf(value: unknown, name: string): unknown {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return undefined;
  return (value as Readonly<Record<string, unknown>>)[name];
}
