import { describe, expect, it } from 'vitest';
import { FakeStreams } from './fake-source.ts';
import { keysOf, noting, streamsWith, tab } from './trigger-tab.ts';

describe('a trigger on several shards', () => {
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
});
