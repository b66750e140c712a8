import { describe, expect, it } from 'vitest';
import type { SourceHooks } from '../../testing/streams/fake-source.ts';
import { FakeStreams, serviceError } from '../../testing/streams/fake-source.ts';
import { SimulatedWorld } from '../../testing/world/simulated-world.ts';
import type { DatabaseLocks } from '../browser/database-locks.ts';
import { inProcessLocks } from '../browser/in-process-locks.ts';
import type { Trigger } from './trigger.ts';
import { startTrigger } from './trigger.ts';
import type { TriggerEvent } from './trigger-event.ts';
import type { TriggerFailure } from './trigger-failure.ts';
import type { TriggerContext, TriggerHandler } from './trigger-run.ts';
import type { TriggerOptions } from './trigger-settings.ts';

interface Tab {
  readonly sim: SimulatedWorld;
  readonly close: () => void;
  readonly start: (
    handler: TriggerHandler,
    options?: Partial<TriggerOptions>,
    name?: string,
  ) => Trigger;
}

/** Tabs beside one store; those that share a world and locks live at the same time. */
function tab(
  streams: FakeStreams,
  {
    hooks = {},
    locks = inProcessLocks(),
    sim = new SimulatedWorld(1),
    sent = [],
  }: {
    readonly hooks?: SourceHooks;
    readonly locks?: DatabaseLocks;
    readonly sim?: SimulatedWorld;
    readonly sent?: object[];
  } = {},
): Tab {
  const { world } = sim.life();
  const life = new AbortController();
  const deps = {
    world,
    locks,
    source: streams.source(world, hooks),
    life: life.signal,
    database: {
      send: async (operation: string, input: object) => sent.push({ operation, ...input }),
      ensureTable: async (table: object) => {
        sent.push(table);
      },
    },
  };
  return {
    sim,
    close: () => life.abort(),
    start: (handler, options = {}, name = 'x') =>
      startTrigger(deps, {
        name,
        options: { table: 't', from: 'TRIM_HORIZON', ...options },
        handler,
      }),
  };
}

function streamsWith(...keys: string[]): FakeStreams {
  const streams = new FakeStreams();
  streams.enable();
  for (const key of keys) streams.write(key);
  return streams;
}

const keysOf = ({ Records }: TriggerEvent) =>
  Records.map(({ dynamodb }) => dynamodb.Keys['id']?.S).join(' ');

/** A handler that notes what it gets and fails for keys that say so. */
function noting(fails: (keys: string, call: number) => boolean = () => false): {
  readonly calls: string[];
  readonly handler: (event: TriggerEvent, context: TriggerContext) => void;
} {
  const calls: string[] = [];
  return {
    calls,
    handler: (event) => {
      calls.push(keysOf(event));
      if (fails(keysOf(event), calls.length)) throw new Error(`call ${calls.length}`);
    },
  };
}

describe('a trigger', () => {
  it('hands over records in Lambda’s spelling', async () => {
    const streams = streamsWith('1');
    const { sim, start } = tab(streams);
    const events: TriggerEvent[] = [];
    await sim.until(start((event) => events.push(event)).idle());
    expect(events).toMatchObject([
      { Records: [{ eventName: 'INSERT', eventSourceARN: streams.current.arn }] },
    ]);
  });

  it('takes what is there, up to the batch size', async () => {
    const { calls, handler } = noting();
    const { sim, start } = tab(streamsWith('1', '2', '3', '4', '5'));
    const trigger = start(handler, { batchSize: 2 });
    await sim.until(trigger.idle());
    expect(calls).toEqual(['1 2', '3 4', '5']);
    expect(trigger.stats()).toMatchObject({ state: 'running', invocations: 3, handled: 5 });
  });

  it('fills a batch for as long as its window is open, and no longer than it is full', async () => {
    const streams = streamsWith();
    const { calls, handler } = noting();
    const { sim, start } = tab(streams);
    const times: number[] = [];
    const trigger = start(
      (event, context) => {
        times.push(sim.elapsedMs);
        handler(event, context);
      },
      { batchSize: 3, batchWindowMs: 10_000 },
    );
    for (const atMs of [1_000, 5_000, 20_000, 21_000, 22_000]) {
      sim.after(atMs, () => streams.write(String(atMs)));
    }
    sim.after(50_000, () => void trigger.stop());
    await sim.until(
      new Promise((resolve) => void sim.after(50_000, () => resolve(trigger.stop()))),
    );
    expect(calls).toEqual(['1000 5000', '20000 21000 22000']);
    expect(times).toEqual([11_000, 22_000]);
  });

  it('keeps a batch below 6 MB', async () => {
    const streams = streamsWith();
    for (const key of ['1', '2', '3', '4']) streams.write(key, { bytes: 3 * 1024 * 1024 });
    const { calls, handler } = noting();
    const { sim, start } = tab(streams);
    await sim.until(start(handler).idle());
    expect(calls).toEqual(['1 2', '3 4']);
  });

  it('passes over what the filter does not match, without counting it', async () => {
    const streams = streamsWith('a1', 'b1', 'a2', 'b2', 'a3');
    const { calls, handler } = noting();
    const { sim, start } = tab(streams);
    const pattern = { dynamodb: { Keys: { id: { S: [{ prefix: 'a' }] } } } };
    const trigger = start(handler, { batchSize: 2, filter: [pattern] });
    await sim.until(trigger.idle());
    expect(calls).toEqual(['a1 a2', 'a3']);
    expect(trigger.stats().filtered).toBe(2);
  });

  it('saves its place behind records that are only passed over', async () => {
    const streams = streamsWith('b1', 'b2');
    const { sim, start } = tab(streams);
    start(() => undefined, { filter: [{ eventName: ['REMOVE'] }] });
    await sim.until(new Promise<void>((resolve) => void sim.after(5_000, () => resolve())));
    expect(JSON.parse(streams.states.get('trigger/x')!).position).toMatch(/2$/);
  });

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

  it('works at several shards at once, at one batch a shard', async () => {
    const streams = new FakeStreams();
    streams.enable(['a', 'b']);
    for (const shard of ['a', 'b'])
      for (const key of ['1', '2']) streams.write(shard + key, { shard });
    const { sim, start } = tab(streams);
    let isBlocked = true;
    const calls: string[] = [];
    const trigger = start(
      (event, { shardId }) => {
        calls.push(keysOf(event));
        if (shardId === 'a' && isBlocked) throw new Error('not yet');
      },
      { batchSize: 1 },
    );
    await sim.until(
      new Promise<void>((resolve) => {
        sim.after(30_000, () => {
          isBlocked = false;
          resolve();
        });
      }),
    );
    expect(calls.filter((keys) => keys.startsWith('b'))).toEqual(['b1', 'b2']);
    expect(new Set(calls.filter((keys) => keys.startsWith('a')))).toEqual(new Set(['a1']));
    await sim.until(trigger.idle());
    expect(calls.slice(-2)).toEqual(['a1', 'a2']);
  });

  it('comes back after a reload to what was at work, and to nothing else', async () => {
    const streams = new FakeStreams();
    streams.enable(['a', 'b']);
    for (const shard of ['a', 'b', 'b']) streams.write(shard, { shard });
    const first = tab(streams);
    first.start(noting((keys) => keys.startsWith('a')).handler, { batchSize: 1 });
    await first.sim.until(new Promise<void>((resolve) => void first.sim.after(5_000, resolve)));
    first.close();
    const second = tab(streams);
    const { calls, handler } = noting();
    await second.sim.until(second.start(handler).idle());
    expect(calls).toEqual(['a']);
  });

  it('handles the records of a shard before those of its children', async () => {
    const streams = streamsWith('p1', 'p2');
    streams.split('a', ['b', 'c']);
    streams.split('b', ['d']);
    for (const shard of ['c', 'd']) streams.write(`${shard}1`, { shard });
    const { calls, handler } = noting((_, call) => call < 3);
    const { sim, start } = tab(streams);
    await sim.until(start(handler, { batchSize: 1 }).idle());
    expect(calls.slice(0, 4)).toEqual(['p1', 'p1', 'p1', 'p2']);
    expect(calls.slice(4).sort()).toEqual(['c1', 'd1']);
  });

  it('reads a blocked shard again when it moves, having held only a part of it in memory', async () => {
    const streams = streamsWith();
    for (let i = 0; i < 4_000; i++) streams.write(String(i));
    const { sim, start } = tab(streams);
    let isBlocked = true;
    const handled: string[] = [];
    const trigger = start(
      (event) => {
        if (isBlocked) throw new Error('not yet');
        handled.push(...keysOf(event).split(' '));
      },
      { batchSize: 10 },
    );
    sim.after(10_000, () => {
      isBlocked = false;
    });
    await sim.until(trigger.idle());
    expect(handled).toEqual(Array.from({ length: 4_000 }, (_, i) => String(i)));
    expect(trigger.stats().gaps).toBe(0);
  });

  it('counts a gap and goes on when records were trimmed', async () => {
    const streams = streamsWith('1', '2', '3');
    const first = tab(streams);
    const { calls, handler } = noting();
    const before = first.start(handler, { batchSize: 1 });
    await first.sim.until(before.idle());
    await first.sim.until(before.stop());
    const lost = streams.write('4');
    streams.write('5');
    streams.trim(lost);
    const second = tab(streams);
    const trigger = second.start(handler);
    await second.sim.until(trigger.idle());
    expect(calls).toEqual(['1', '2', '3', '5']);
    expect(trigger.stats().gaps).toBe(1);
    expect(streams.givenUp).toMatchObject([{ Trigger: 'x', Why: 'Trimmed' }]);
  });

  it('goes on in another tab where it was stopped', async () => {
    const streams = streamsWith('1', '2');
    const sim = new SimulatedWorld(1);
    const locks = inProcessLocks();
    const one = tab(streams, { sim, locks });
    const other = tab(streams, { sim, locks });
    const here = noting();
    const there = noting();
    const first = one.start(here.handler);
    const second = other.start(there.handler);
    await sim.until(Promise.all([first.idle(), second.idle()]));
    expect(second.stats().state).toBe('waiting');
    await sim.until(first.stop());
    streams.write('3');
    await sim.until(second.idle());
    expect([here.calls, there.calls]).toEqual([['1 2'], ['3']]);
    expect(first.stats().state).toBe('stopped');
  });

  it('goes on in another tab when its own closes, with the batch that was at work', async () => {
    const streams = streamsWith('1', '2', '3');
    const one = tab(streams);
    const started = new Promise<void>((resolve) => {
      one.start(
        (event) => {
          if (keysOf(event) === '1') return undefined;
          resolve();
          return new Promise(() => undefined);
        },
        { batchSize: 1 },
      );
    });
    await one.sim.until(started);
    one.close();
    const other = tab(streams);
    const { calls, handler } = noting();
    await other.sim.until(other.start(handler, { batchSize: 1 }).idle());
    expect(calls).toEqual(['2', '3']);
  });

  it('waits with stopping for the handler, and counts what it has done', async () => {
    const streams = streamsWith('1', '2');
    const { sim, start } = tab(streams);
    const calls: string[] = [];
    const trigger = start(
      (event, { signal }) =>
        new Promise<void>((resolve) => {
          calls.push(keysOf(event));
          expect(signal.aborted).toBe(false);
          sim.after(5_000, resolve);
        }),
      { batchSize: 1 },
    );
    await sim.until(new Promise<void>((resolve) => void sim.after(1_000, resolve)));
    await sim.until(trigger.stop());
    expect(sim.elapsedMs).toBe(5_000);
    expect(calls).toEqual(['1']);
    await expect(sim.until(trigger.idle())).rejects.toThrow();
    const next = noting();
    const again = tab(streams);
    await again.sim.until(again.start(next.handler).idle());
    expect(next.calls).toEqual(['2']);
  });

  it('waits for its table, and misses none of its records', async () => {
    const streams = new FakeStreams();
    const { sim, start } = tab(streams);
    const { calls, handler } = noting();
    const trigger = start(handler, { from: 'LATEST' });
    await sim.until(new Promise<void>((resolve) => void sim.after(1_000, resolve)));
    expect(trigger.stats()).toMatchObject({ state: 'waiting', problem: expect.any(Error) });
    streams.enable();
    streams.write('1');
    await sim.until(new Promise<void>((resolve) => void sim.after(15_000, resolve)));
    expect(calls).toEqual(['1']);
    expect(trigger.stats()).toMatchObject({ state: 'running', problem: undefined });
  });

  it('begins with what is written after its first start, also when the page is closed at once', async () => {
    const streams = streamsWith('before');
    const first = tab(streams);
    const { calls, handler } = noting();
    first.start(handler, { from: 'LATEST' });
    await first.sim.until(new Promise<void>((resolve) => void first.sim.after(10, resolve)));
    first.close();
    streams.write('while away');
    const second = tab(streams);
    await second.sim.until(second.start(handler, { from: 'LATEST' }).idle());
    expect(calls).toEqual(['while away']);
  });

  it('finishes a stream that was switched off before it begins the next', async () => {
    const streams = streamsWith('1', '2');
    const { calls, handler } = noting((_, call) => call < 4);
    const { sim, start } = tab(streams);
    const trigger = start(handler, { batchSize: 1 });
    await sim.until(new Promise<void>((resolve) => void sim.after(1, resolve)));
    streams.disable();
    streams.enable(['z']);
    streams.write('3', { shard: 'z' });
    await sim.until(trigger.idle());
    expect(calls).toEqual(['1', '1', '1', '1', '2', '3']);
  });

  it('handles what it was stopped before, when the stream was switched off meanwhile', async () => {
    const streams = streamsWith('1', '2');
    const { calls, handler } = noting((_, call) => call < 3);
    const { sim, start } = tab(streams);
    const first = start(() => Promise.reject(new Error('not now')), { batchSize: 1 });
    const pass = (ms: number): Promise<void> =>
      sim.until(new Promise<void>((resolve) => void sim.after(ms, resolve)));
    await pass(1);
    streams.disable();
    streams.enable(['z']);
    streams.write('3', { shard: 'z' });
    await pass(30_000);
    await sim.until(first.stop());
    await sim.until(start(handler, { batchSize: 1 }).idle());
    expect([...new Set(calls)]).toEqual(['1', '2', '3']);
  });

  it('begins with what is written after the call, also before it has its lock', async () => {
    const streams = streamsWith('old');
    const { calls, handler } = noting();
    const locks = inProcessLocks();
    const { sim, start } = tab(streams, { locks });
    const release = await sim.until(locks.take('trigger/x', new AbortController().signal));
    const trigger = start(handler, { from: 'LATEST' });
    await sim.until(Promise.resolve());
    streams.write('new');
    release();
    await sim.until(trigger.idle());
    expect(calls).toEqual(['new']);
  });

  it('stops for good when its name belongs to another table', async () => {
    const streams = streamsWith('1');
    const first = tab(streams);
    const one = first.start(() => undefined);
    await first.sim.until(one.idle());
    await first.sim.until(one.stop());
    const other = first.start(() => undefined, { table: 'u' });
    await expect(first.sim.until(other.idle())).rejects.toThrow('belongs to the table t');
    expect(other.stats().state).toBe('stopped');
  });

  it('lets go when another page has taken over without a lock', async () => {
    const streams = streamsWith('1');
    const { sim, start } = tab(streams);
    const { calls, handler } = noting();
    const trigger = start(handler);
    await sim.until(trigger.idle());
    const theirs = JSON.parse(streams.states.get('trigger/x')!);
    const two = streams.write('2');
    streams.states.set('trigger/x', JSON.stringify({ ...theirs, position: two }));
    streams.write('3');
    await sim.until(trigger.idle());
    expect(calls).toEqual(['1', '2 3', '3']);
  });

  it('outlives failures of the engine', async () => {
    const streams = streamsWith('1', '2', '3');
    let calls = 0;
    const before = () => {
      if (++calls % 2 === 1) throw serviceError('InternalServerError', 500);
    };
    const { sim, start } = tab(streams, { hooks: { before } });
    const noted = noting();
    await sim.until(start(noted.handler, { batchSize: 1 }).idle());
    expect(noted.calls).toEqual(['1', '2', '3']);
  });

  it.each([
    ['batchSize', { batchSize: 0 }],
    ['batchSize', { batchSize: 10_001 }],
    ['batchWindowMs', { batchWindowMs: 300_001 }],
    ['retries', { retries: -2 }],
    ['retries', { retries: 1.5 }],
    ['maxAgeSeconds', { maxAgeSeconds: 59 }],
    ['from', { from: 'yesterday' }],
    ['table', { table: '' }],
    ['filter pattern', { filter: [{}] }],
  ])('refuses at the call a wrong %s: %j', (fault, options) => {
    const { start } = tab(streamsWith());
    expect(() => start(() => undefined, options)).toThrow(TypeError);
    expect(() => start(() => undefined, options)).toThrow(fault);
  });

  it('refuses a name that is empty or too long', () => {
    expect(() => tab(streamsWith()).start(() => undefined, {}, 'x'.repeat(201))).toThrow(TypeError);
    expect(() => tab(streamsWith()).start(() => undefined, {}, '')).toThrow(TypeError);
  });
});
