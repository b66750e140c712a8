import { describe, expect, it } from 'vitest';
import { serviceError } from '../../testing/streams/fake-source.ts';
import { noting, streamsWith, tab } from '../../testing/streams/trigger-tab.ts';
import type { TriggerEvent } from './trigger-event.ts';

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
