import { describe, expect, it } from 'vitest';
import type { HandlerOutcome } from './handler-outcome.ts';
import { reportedOutcome } from './handler-outcome.ts';
import type { RetryPolicy, ShardWork } from './batch-retry.ts';
import { afterDiscard, afterInvocation, newWork, nextAction } from './batch-retry.ts';
import type { TriggerRecord } from './trigger-event.ts';
import { recordSequenceNumber } from './trigger-event.ts';

const NOW_MS = 1_700_000_000_000;
const DAY_MS = 24 * 60 * 60 * 1000;
const FOREVER: RetryPolicy = { retries: undefined, maxAgeMs: undefined, bisects: false };
const FAILED: HandlerOutcome = { kind: 'failed', error: 'no' };

/** Records 1 to `count`, one a second apart, the last `youngestMs` old. */
function records(count: number, youngestMs = 0): TriggerRecord[] {
  return Array.from({ length: count }, (_, i) => ({
    eventID: 'e',
    eventName: 'INSERT',
    eventVersion: '1.1',
    eventSource: 'aws:dynamodb',
    awsRegion: 'eu-west-1',
    dynamodb: {
      ApproximateCreationDateTime: (NOW_MS - youngestMs) / 1000 - (count - 1 - i),
      Keys: {},
      SequenceNumber: String(i + 1),
      SizeBytes: 1,
      StreamViewType: 'KEYS_ONLY',
    },
    eventSourceARN: 'arn',
  }));
}

const shapeOf = (work: ShardWork) =>
  work.map((batch) => `${batch.records.map(recordSequenceNumber).join(' ')} (${batch.failures})`);
const failedFrom = (index: number): HandlerOutcome => ({ kind: 'failed-from', index, error: 'no' });

describe('what is left of a batch', () => {
  it('is nothing when it is handled', () => {
    const work = afterInvocation(newWork(records(3)), { kind: 'handled' }, FOREVER);
    expect(nextAction(work, FOREVER, NOW_MS)).toEqual({ kind: 'done' });
  });

  it('is all of it when it fails', () => {
    expect(shapeOf(afterInvocation(newWork(records(3)), FAILED, FOREVER))).toEqual(['1 2 3 (1)']);
  });

  it('is the rest from the first record that failed, which has failed once', () => {
    const twice = afterInvocation(newWork(records(4)), FAILED, FOREVER);
    expect(shapeOf(afterInvocation(twice, failedFrom(2), FOREVER))).toEqual(['3 4 (1)']);
    expect(shapeOf(afterInvocation(twice, failedFrom(0), FOREVER))).toEqual(['1 2 3 4 (2)']);
  });

  it('is two halves when it bisects, which uses up no retry, until a record is alone', () => {
    const policy = { ...FOREVER, bisects: true };
    let work = afterInvocation(newWork(records(3)), FAILED, policy);
    expect(shapeOf(work)).toEqual(['1 (0)', '2 3 (0)']);
    work = afterInvocation(work, FAILED, policy);
    expect(shapeOf(work)).toEqual(['1 (1)', '2 3 (0)']);
    work = afterInvocation(work, { kind: 'handled' }, policy);
    expect(shapeOf(afterInvocation(work, FAILED, policy))).toEqual(['2 (0)', '3 (0)']);
  });

  it('is split where a failure was reported when it bisects', () => {
    const policy = { ...FOREVER, bisects: true };
    expect(shapeOf(afterInvocation(newWork(records(4)), failedFrom(1), policy))).toEqual([
      '2 3 4 (0)',
    ]);
  });

  it('is given up when the retries are used up', () => {
    const policy = { ...FOREVER, retries: 1 };
    const once = afterInvocation(newWork(records(2)), FAILED, policy);
    expect(nextAction(once, policy, NOW_MS)).toMatchObject({ kind: 'invoke' });
    const action = nextAction(afterInvocation(once, FAILED, policy), policy, NOW_MS);
    expect(action).toMatchObject({
      kind: 'discard',
      count: 2,
      condition: 'RetryAttemptsExhausted',
      batch: { invocations: 2, error: 'no' },
    });
  });

  it('is given up at once without retries', () => {
    const policy = { ...FOREVER, retries: 0 };
    const once = afterInvocation(newWork(records(1)), FAILED, policy);
    expect(nextAction(once, policy, NOW_MS)).toMatchObject({ kind: 'discard', count: 1 });
  });

  it('is given up as far as it is too old, tried or not', () => {
    const policy = { ...FOREVER, maxAgeMs: 60_000 };
    const work = newWork(records(4, 58_500));
    const action = nextAction(work, policy, NOW_MS);
    expect(action).toMatchObject({ kind: 'discard', count: 2, condition: 'RecordAgeExceeded' });
    expect(shapeOf(afterDiscard(work, 2))).toEqual(['3 4 (0)']);
    expect(afterDiscard(work, 4)).toEqual([]);
  });

  it('is tried once however old it is, and again until it expires, where no age is given', () => {
    const work = newWork(records(2, DAY_MS));
    expect(nextAction(work, FOREVER, NOW_MS)).toMatchObject({ kind: 'invoke' });
    const failed = afterInvocation(work, FAILED, FOREVER);
    expect(nextAction(failed, FOREVER, NOW_MS)).toMatchObject({ kind: 'discard', count: 1 });
    expect(nextAction(failed, FOREVER, NOW_MS - 2_000)).toMatchObject({ kind: 'invoke' });
  });
});

describe('a report of batch item failures', () => {
  const outcomeOf = (answer: unknown) => reportedOutcome(answer, records(3));

  it.each([
    [undefined],
    [null],
    [[]],
    [{}],
    [{ batchItemFailures: [] }],
    [{ batchItemFailures: null }],
  ])('calls the batch handled: %j', (answer) => {
    expect(outcomeOf(answer)).toEqual({ kind: 'handled' });
  });

  it.each([
    [[{ itemIdentifier: '' }]],
    [[{ itemIdentifier: null }]],
    [[{ itemIdentifier: 123 }]],
    [[{ itemIdentifier: '9' }]],
    [[{ foo: '2' }]],
    [['2']],
    [[{ itemIdentifier: '2' }, { itemIdentifier: '' }]],
    ['2'],
  ])('fails the whole batch: %j', (batchItemFailures) => {
    expect(outcomeOf({ batchItemFailures })).toMatchObject({ kind: 'failed' });
  });

  it('starts again at the lowest sequence number', () => {
    const batchItemFailures = [{ itemIdentifier: '3' }, { itemIdentifier: '2' }];
    expect(outcomeOf({ batchItemFailures })).toMatchObject({ kind: 'failed-from', index: 1 });
  });
});
