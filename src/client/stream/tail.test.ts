import { describe, expect, it } from 'vitest';
import { FakeStreams, serviceError } from '../../testing/streams/fake-source.ts';
import { Prng } from '../../testing/world/prng.ts';
import { SimulatedWorld } from '../../testing/world/simulated-world.ts';
import { inProcessLocks } from '../browser/in-process-locks.ts';
import type { StreamEntry, StreamTail, TailDeps } from './tail.ts';
import { tailStream } from './tail.ts';
import type { StreamOptions } from './tail-options.ts';

/** A page beside a store that outlives it. */
function page(
  streams: FakeStreams,
  { hooks = {}, locks = inProcessLocks(), seed = 1 } = {},
): {
  readonly sim: SimulatedWorld;
  readonly deps: TailDeps;
  readonly close: () => void;
  readonly tail: (options?: StreamOptions) => StreamTail;
  readonly take: (tail: StreamTail, count: number) => Promise<StreamEntry[]>;
} {
  const sim = new SimulatedWorld(seed);
  const { world } = sim.life();
  const life = new AbortController();
  const deps = {
    world,
    locks,
    source: streams.source(world, hooks),
    life: life.signal,
  };
  const take = async (tail: StreamTail, count: number): Promise<StreamEntry[]> => {
    const entries: StreamEntry[] = [];
    while (entries.length < count) {
      const { value, done } = await sim.until(tail.next());
      if (done === true) break;
      entries.push(value);
    }
    return entries;
  };
  return {
    sim,
    deps,
    close: () => life.abort(),
    tail: (options = {}) => tailStream(deps, 't', options),
    take,
  };
}

const keysOf = (entries: readonly StreamEntry[]) =>
  entries.map(({ record }) => record.dynamodb.Keys['id']?.S);

function streamsWith(...keys: string[]): FakeStreams {
  const streams = new FakeStreams();
  streams.enable();
  for (const key of keys) streams.write(key);
  return streams;
}

describe('a live tail', () => {
  it('gives what is written from the call on, also before the first record is asked for', async () => {
    const streams = streamsWith('old');
    const { tail, take, sim } = page(streams);
    const entries = tail();
    await sim.until(Promise.resolve());
    streams.write('new');
    expect(keysOf(await take(entries, 1))).toEqual(['new']);
  });

  it('does so for a new consumer too', async () => {
    const streams = streamsWith('old');
    const { tail, take, sim } = page(streams);
    const entries = tail({ consumer: 'c' });
    await sim.until(Promise.resolve());
    streams.write('new');
    expect(keysOf(await take(entries, 1))).toEqual(['new']);
  });

  it('waits for the next record', async () => {
    const streams = streamsWith();
    const { tail, sim } = page(streams);
    const next = tail().next();
    sim.after(90_000, () => streams.write('late'));
    expect((await sim.until(next)).value).toMatchObject({ shardId: 'a', gap: false });
  });

  it('goes on behind a position', async () => {
    const streams = streamsWith('1', '2', '3');
    const { tail, take } = page(streams);
    const [first] = await take(tail({ from: 'TRIM_HORIZON' }), 1);
    expect(keysOf(await take(tail({ from: first!.position }), 2))).toEqual(['2', '3']);
  });

  it('delivers to a consumer once what it has confirmed, across reloads', async () => {
    const streams = streamsWith('1', '2', '3');
    const options = { from: 'TRIM_HORIZON', consumer: 'c' };
    const before = page(streams);
    const entries = before.tail(options);
    const [first, second, third] = await before.take(entries, 3);
    await before.sim.until(first!.confirm());
    await before.sim.until(second!.confirm());
    expect(keysOf([third!])).toEqual(['3']);
    before.close();
    const after = page(streams);
    expect(keysOf(await after.take(after.tail(options), 1))).toEqual(['3']);
  });

  it('confirms with a record all before it, and saves many confirmations in few writes', async () => {
    const streams = streamsWith('1', '2', '3', '4', '5');
    let saves = 0;
    const before = (call: string) => {
      if (call === 'saveState') saves++;
    };
    const { tail, take, sim } = page(streams, { hooks: { before } });
    const entries = await take(tail({ from: 'TRIM_HORIZON', consumer: 'c' }), 5);
    saves = 0;
    await sim.until(Promise.all(entries.map((entry) => entry.confirm())));
    expect(saves).toBe(2);
    await sim.until(entries[1]!.confirm());
    expect(JSON.parse(streams.states.get('stream/c')!)).toMatchObject({
      position: entries[4]!.position,
    });
  });

  it('misses nothing between the first start of a consumer and a reload', async () => {
    const streams = streamsWith('old');
    const before = page(streams);
    const waiting = before.tail({ consumer: 'c' }).next();
    before.sim.after(10, () => before.close());
    expect((await before.sim.until(waiting)).done).toBe(true);
    streams.write('while away');
    const after = page(streams);
    expect(keysOf(await after.take(after.tail({ consumer: 'c' }), 1))).toEqual(['while away']);
  });

  it('lets one of two tails of a consumer run, and the other go on where it stopped', async () => {
    const streams = streamsWith('1', '2');
    const { tail, take, sim } = page(streams);
    const options = { from: 'TRIM_HORIZON', consumer: 'c' };
    const first = tail(options);
    const second = tail(options);
    const [one] = await take(first, 1);
    const waiting = second.next();
    await sim.until(one!.confirm());
    await sim.until(first.return!());
    expect(keysOf([(await sim.until(waiting)).value!])).toEqual(['2']);
  });

  it('saves a confirmation that was under way when the loop was left', async () => {
    const streams = streamsWith('1', '2');
    const { tail, sim } = page(streams);
    const options = { from: 'TRIM_HORIZON', consumer: 'c' };
    await sim.until(
      (async () => {
        for await (const entry of tail(options)) {
          void entry.confirm();
          break;
        }
      })(),
    );
    expect(keysOf([(await sim.until(tail(options).next())).value!])).toEqual(['2']);
  });

  it('tells a consumer that another page took over', async () => {
    const streams = streamsWith('1', '2');
    const options = { from: 'TRIM_HORIZON', consumer: 'c' };
    const one = page(streams);
    const other = page(streams);
    const [mine] = await one.take(one.tail(options), 1);
    const theirs = await other.take(other.tail(options), 2);
    await other.sim.until(theirs[1]!.confirm());
    await expect(one.sim.until(mine!.confirm())).rejects.toMatchObject({ code: 'in-use' });
    expect(JSON.parse(streams.states.get('stream/c')!)).toMatchObject({
      position: theirs[1]!.position,
    });
  });

  it('goes on with the oldest record there is, and says that some are lost', async () => {
    const streams = streamsWith('1', '2', '3', '4');
    const { tail, take } = page(streams);
    const [first, second] = await take(tail({ from: 'TRIM_HORIZON' }), 2);
    streams.trim(second!.position);
    const entries = await take(tail({ from: first!.position }), 2);
    expect(entries.map(({ gap }) => gap)).toEqual([true, false]);
    expect(keysOf(entries)).toEqual(['3', '4']);
  });

  it('outlives failures of the engine, and gives nothing twice', async () => {
    const streams = streamsWith('1', '2', '3');
    const chance = new Prng(7);
    const fail = () => {
      if (chance.chance(0.5)) throw serviceError('InternalServerError', 500);
    };
    const { tail, take, sim } = page(streams, { hooks: { before: fail, after: fail } });
    const entries = tail({ from: 'TRIM_HORIZON', consumer: 'c', batch: 1 });
    const read = await take(entries, 3);
    expect(keysOf(read)).toEqual(['1', '2', '3']);
    await sim.until(read[2]!.confirm());
    expect(JSON.parse(streams.states.get('stream/c')!)).toMatchObject({
      position: read[2]!.position,
    });
  });

  it('reads a stream that was switched off to its end, and then the next', async () => {
    const streams = streamsWith('1');
    const { tail, take, sim } = page(streams);
    const entries = tail({ from: 'TRIM_HORIZON' });
    await take(entries, 1);
    streams.write('2');
    streams.disable();
    streams.enable(['z']);
    streams.write('3', { shard: 'z' });
    expect(keysOf(await take(entries, 2))).toEqual(['2', '3']);
    expect(sim.elapsedMs).toBeLessThan(60_000);
  });

  it('reads the streams between its own and the last, also where none is written now', async () => {
    const streams = streamsWith('1');
    const { tail, take } = page(streams);
    const entries = tail({ from: 'TRIM_HORIZON' });
    await take(entries, 1);
    for (const key of ['2', '3']) {
      streams.disable();
      streams.enable();
      streams.write(key);
    }
    streams.disable();
    const read = await take(entries, 2);
    expect(keysOf(read)).toEqual(['2', '3']);
    expect(read.map(({ gap }) => gap)).toEqual([false, false]);
  });

  it('tells that records are lost with a stream that is gone', async () => {
    const streams = streamsWith('1', '2');
    const { tail, take } = page(streams);
    const entries = tail({ from: 'TRIM_HORIZON', batch: 1 });
    await take(entries, 1);
    const { arn } = streams.current;
    streams.enable();
    streams.write('3');
    streams.forget(arn);
    expect(await take(entries, 1)).toMatchObject([{ gap: true }]);
  });

  it('ends without an error by its signal, by return and with the handle', async () => {
    const streams = streamsWith();
    const { tail, sim, close } = page(streams);
    const controller = new AbortController();
    const bySignal = tail({ signal: controller.signal });
    const byReturn = tail();
    const byClose = tail();
    const ends = [bySignal, byReturn, byClose].map((entries) => entries.next());
    sim.after(10, () => controller.abort());
    sim.after(20, () => void byReturn.return!());
    sim.after(30, close);
    for (const end of ends) expect(await sim.until(end)).toEqual({ done: true, value: undefined });
    expect(await sim.until(bySignal.next())).toEqual({ done: true, value: undefined });
  });

  it('rejects when there is no stream', async () => {
    const { tail, sim } = page(new FakeStreams());
    await expect(sim.until(tail().next())).rejects.toThrow('ResourceNotFoundException');
  });

  it('refuses a consumer of another table', async () => {
    const streams = streamsWith('1');
    const { tail, take, deps, sim } = page(streams);
    const options = { from: 'TRIM_HORIZON', consumer: 'c' };
    const entries = tail(options);
    await take(entries, 1);
    await sim.until(entries.return!());
    await expect(sim.until(tailStream(deps, 'u', options).next())).rejects.toThrow('belongs to');
  });

  it('refuses wrong options at the call', () => {
    const { tail } = page(streamsWith());
    expect(() => tail({ batch: 0 })).toThrow(TypeError);
    expect(() => tail({ batch: 1_001 })).toThrow(TypeError);
    expect(() => tail({ from: 'yesterday' })).toThrow(TypeError);
    expect(() => tail({ consumer: '' })).toThrow(TypeError);
  });

  it('confirms nothing without a consumer, and nothing after its end', async () => {
    const streams = streamsWith('1');
    const { tail, take, sim } = page(streams);
    const [entry] = await take(tail({ from: 'TRIM_HORIZON' }), 1);
    await expect(entry!.confirm()).rejects.toThrow(TypeError);
    const entries = tail({ from: 'TRIM_HORIZON', consumer: 'c' });
    const [late] = await take(entries, 1);
    await sim.until(entries.return!());
    await expect(late!.confirm()).rejects.toMatchObject({ code: 'closed' });
  });
});
