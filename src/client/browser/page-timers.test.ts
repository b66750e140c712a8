import { describe, expect, it } from 'vitest';
import type { HostMs, HostTime } from '../../kernel/time.ts';
import { SimulatedWorld } from '../../testing/world/simulated-world.ts';
import type { PageTimers } from './page-timers.ts';
import { pageTimers } from './page-timers.ts';

const sim = (): SimulatedWorld => new SimulatedWorld(1);

/** A page's timers that fire only when somebody moves them. */
function fakeTimers(): { readonly after: HostTime['after']; readonly fireAll: () => void } {
  const jobs = new Set<() => void>();
  return {
    after: (_, job) => {
      jobs.add(job);
      return { cancel: () => jobs.delete(job) };
    },
    fireAll: () => {
      for (const job of [...jobs]) if (jobs.delete(job)) job();
    },
  };
}

/** Timers over `time`, with page timers of their own, and what they asked of a worker. */
function timersOver(
  time: SimulatedWorld,
  page: Pick<HostTime, 'after'> = time,
): { readonly timers: PageTimers; readonly asked: number[]; readonly live: () => void } {
  const asked: number[] = [];
  const timers = pageTimers({
    elapsedMs: () => time.elapsedMs as HostMs,
    after: (delayMs, job) => page.after(delayMs, job),
  });
  let wake: () => void = () => undefined;
  const wakeUp = (afterMs: number): Promise<void> => {
    asked.push(afterMs);
    wake();
    return new Promise((resolve) => {
      wake = resolve;
      time.after(afterMs, resolve);
    });
  };
  return { timers, asked, live: () => timers.wakenBy(wakeUp) };
}

const passed = (time: SimulatedWorld, ms: number): Promise<void> =>
  time.until(new Promise((resolve) => time.after(ms, resolve)));

describe('timers of a page', () => {
  it('run jobs in the order of their times', async () => {
    const time = sim();
    const { timers } = timersOver(time);
    const ran: string[] = [];
    for (const ms of [30, 10, 20]) {
      timers.after(ms, () => ran.push(`${ms} at ${time.elapsedMs}`));
    }
    timers.after(15, () => ran.push('never')).cancel();
    await passed(time, 100);
    expect(ran).toEqual(['10 at 10', '20 at 20', '30 at 30']);
  });

  it('run by the worker where the page has stopped its own', async () => {
    const time = sim();
    const { timers, asked, live } = timersOver(time, fakeTimers());
    const ran: number[] = [];
    live();
    expect(asked).toEqual([]);
    for (const ms of [30, 10]) timers.after(ms, () => ran.push(time.elapsedMs));
    await passed(time, 100);
    expect(ran).toEqual([10, 30]);
    // One wake-up at a time: the nearest, and then the next.
    expect(asked).toEqual([30, 10, 20]);
  });

  it('do not run early where the page has run its own ahead', async () => {
    const time = sim();
    const page = fakeTimers();
    const { timers } = timersOver(time, page);
    const ran: number[] = [];
    timers.after(10, () => ran.push(time.elapsedMs));
    page.fireAll();
    expect(ran).toEqual([]);
    await passed(time, 10);
    page.fireAll();
    expect(ran).toEqual([10]);
  });

  it('run by the page where the worker hangs or is gone', async () => {
    const time = sim();
    const { timers } = timersOver(time);
    const ran: number[] = [];
    timers.wakenBy(() => new Promise(() => undefined));
    timers.after(10, () => ran.push(time.elapsedMs));
    await passed(time, 11);
    timers.wakenBy(() => Promise.reject(new Error('it has ended')));
    timers.after(10, () => ran.push(time.elapsedMs));
    await passed(time, 11);
    expect(ran).toEqual([10, 21]);
  });

  it('ask a worker that comes later', async () => {
    const time = sim();
    const { timers, live } = timersOver(time, fakeTimers());
    const ran: number[] = [];
    timers.after(10, () => ran.push(time.elapsedMs));
    await passed(time, 4);
    live();
    await passed(time, 100);
    expect(ran).toEqual([10]);
  });

  it('run on when a job throws', async () => {
    const time = sim();
    const page = fakeTimers();
    const { timers } = timersOver(time, page);
    const ran: string[] = [];
    timers.after(1, () => {
      throw new Error('a job');
    });
    timers.after(1, () => ran.push('another'));
    await passed(time, 1);
    expect(page.fireAll).toThrow('a job');
    page.fireAll();
    expect(ran).toEqual(['another']);
  });
});
