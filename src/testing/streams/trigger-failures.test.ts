import { describe, expect, it } from 'vitest';
import type { TriggerFailure } from '../../client/trigger/trigger-failure.ts';
import { keysOf, noting, streamsWith, tab } from './trigger-tab.ts';

describe('a batch that fails', () => {
  it('retries a batch that fails, and passes nothing meanwhile', async () => {
    const { calls, handler } = noting((_, call) => call < 4);
    const { sim, start } = tab(streamsWith('1', '2', '3'));
    const trigger = start(handler, { batchSize: 2 });
    await sim.until(trigger.idle());
    expect(calls).toEqual(['1 2', '1 2', '1 2', '1 2', '3']);
    expect(trigger.stats()).toMatchObject({ failures: 3, handled: 3, problem: undefined });
  });

  it('goes on from the first record that is reported as failed', async () => {
    const { sim, start } = tab(streamsWith('1', '2', '3', '4'));
    const calls: string[] = [];
    const trigger = start(
      (event) => {
        calls.push(keysOf(event));
        const third = event.Records.find(({ dynamodb }) => dynamodb.Keys['id']?.S === '3');
        if (calls.length > 2 || third === undefined) return undefined;
        return { batchItemFailures: [{ itemIdentifier: third.dynamodb.SequenceNumber }] };
      },
      { reportBatchItemFailures: true },
    );
    await sim.until(trigger.idle());
    expect(calls).toEqual(['1 2 3 4', '3 4', '3 4']);
  });

  it('takes no notice of reports that were not asked for', async () => {
    const { sim, start } = tab(streamsWith('1'));
    let calls = 0;
    await sim.until(
      start(() => ({ batchItemFailures: [{ itemIdentifier: String(++calls) }] })).idle(),
    );
    expect(calls).toBe(1);
  });

  it('finds the bad record by halving, gives it up, and handles all others', async () => {
    const { calls, handler } = noting((keys) => keys.split(' ').includes('3'));
    const failures: TriggerFailure[] = [];
    const { sim, start } = tab(streamsWith('1', '2', '3', '4'));
    const onFailure = (failure: TriggerFailure) => failures.push(failure);
    const trigger = start(handler, { bisectOnError: true, retries: 1, onFailure });
    await sim.until(trigger.idle());
    expect(calls).toEqual(['1 2 3 4', '1 2', '3 4', '3', '3', '4']);
    expect(failures.map(({ payload }) => keysOf(payload))).toEqual(['3']);
    expect(trigger.stats()).toMatchObject({ discarded: 1, handled: 3 });
  });

  it('tells a destination what Lambda tells', async () => {
    const streams = streamsWith('1', '2');
    const failures: TriggerFailure[] = [];
    const { sim, start } = tab(streams);
    const { handler } = noting(() => true);
    await sim.until(
      start(handler, { retries: 2, onFailure: (failure) => failures.push(failure) }).idle(),
    );
    const at = '2023-11-14T22:13:20Z';
    expect(failures).toMatchObject([
      {
        requestContext: {
          functionArn: 'arn:aws:lambda:eu-west-1:000000000001:function:x',
          condition: 'RetryAttemptsExhausted',
          approximateInvokeCount: 3,
        },
        responseContext: {
          statusCode: 200,
          executedVersion: '$LATEST',
          functionError: 'Unhandled',
        },
        version: '1.0',
        DDBStreamBatchInfo: {
          shardId: 'a',
          startSequenceNumber: '000000000000000000001',
          endSequenceNumber: '000000000000000000002',
          approximateArrivalOfFirstRecord: at,
          approximateArrivalOfLastRecord: at,
          batchSize: 2,
          streamArn: streams.current.arn,
        },
        error: new Error('call 3'),
      },
    ]);
    expect(failures[0]?.timestamp).toMatch(/^2023-11-14T22:13:2\d\.\d{3}Z$/);
  });

  it('gives records up that are too old, untried', async () => {
    const streams = streamsWith();
    streams.write('old', { atSeconds: 1_699_999_000 });
    streams.write('new');
    const failures: TriggerFailure[] = [];
    const { calls, handler } = noting();
    const { sim, start } = tab(streams);
    const onFailure = (failure: TriggerFailure) => failures.push(failure);
    await sim.until(start(handler, { maxAgeSeconds: 60, onFailure }).idle());
    expect(calls).toEqual(['new']);
    expect(failures[0]?.requestContext).toMatchObject({
      condition: 'RecordAgeExceeded',
      approximateInvokeCount: 0,
    });
    expect(failures[0]).not.toHaveProperty('responseContext');
    expect(streams.givenUp).toEqual([
      { Trigger: 'x', TableName: 't', Why: 'RecordAgeExceeded', Records: 1 },
    ]);
  });

  it('tells those who listen what it gives up where no destination has it', async () => {
    const streams = streamsWith('1', '2');
    const { handler } = noting(() => true);
    const { sim, start } = tab(streams);
    await sim.until(start(handler, { retries: 0 }).idle());
    expect(streams.givenUp).toEqual([
      { Trigger: 'x', TableName: 't', Why: 'RetryAttemptsExhausted', Records: 2 },
    ]);
  });

  it('passes a record only when the destination has it', async () => {
    const { calls, handler } = noting((keys) => keys === '1');
    const { sim, start } = tab(streamsWith('1', '2'));
    let tries = 0;
    const trigger = start(handler, {
      batchSize: 1,
      retries: 0,
      onFailure: () => {
        if (++tries < 4) throw new Error('full');
        expect(calls).toEqual(['1']);
      },
    });
    await sim.until(trigger.idle());
    expect(calls).toEqual(['1', '2']);
    expect(tries).toBe(4);
  });

  it('puts what it gives up into a table, an item each', async () => {
    const sent: object[] = [];
    const { handler } = noting(() => true);
    const { sim, start } = tab(streamsWith('1', '2'), { sent });
    await sim.until(start(handler, { retries: 0, onFailure: 'dead' }).idle());
    expect(sent).toMatchObject([
      { TableName: 'dead', pk: 'trigger', sk: 'sequenceNumber' },
      {
        operation: 'PutItem',
        TableName: 'dead',
        Item: {
          trigger: { S: 'x' },
          sequenceNumber: { S: '000000000000000000001' },
          condition: { S: 'RetryAttemptsExhausted' },
          invocations: { N: '1' },
          error: { S: 'Error: call 1' },
        },
      },
      { operation: 'PutItem' },
    ]);
  });
});
