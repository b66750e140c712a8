import { describe, expect, it } from 'vitest';
import { inProcessLocks } from '../../client/browser/in-process-locks.ts';
import { SimulatedWorld } from '../world/simulated-world.ts';
import { FakeStreams } from './fake-source.ts';
import { keysOf, noting, streamsWith, tab } from './trigger-tab.ts';

describe('the lives of a trigger', () => {
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
});
