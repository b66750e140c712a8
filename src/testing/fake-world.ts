import { KNOBS } from '../kernel/knobs.ts';
import type { EpochMs, HostMs, Timer } from '../kernel/time.ts';
import type { World } from '../kernel/world.ts';

/** A world whose time stands still until it is moved, and whose chance is a counter run through a mixer. */
export interface FakeWorld extends World {
  /** Timers that are due run at their moments, those of one moment in the order in which they were set. */
  readonly advance: (ms: number) => void;
}

interface Waiting {
  readonly atMs: number;
  readonly job: () => void;
}

export function fakeWorld(startMs = Date.UTC(2026, 10, 21, 9, 30)): FakeWorld {
  let passedMs = 0;
  let draws = 0;
  const waiting = new Set<Waiting>();
  const after = (delayMs: number, job: () => void): Timer => {
    const timer = { atMs: passedMs + delayMs, job };
    waiting.add(timer);
    return { cancel: () => void waiting.delete(timer) };
  };
  return {
    advance: (ms) => {
      const endMs = passedMs + ms;
      for (;;) {
        const next = firstOf(waiting);
        if (next === undefined || next.atMs > endMs) break;
        waiting.delete(next);
        passedMs = Math.max(passedMs, next.atMs);
        next.job();
      }
      passedMs = endMs;
    },
    host: { elapsedMs: () => passedMs as HostMs, after },
    service: { now: () => Math.floor(startMs + passedMs) as EpochMs, after },
    random: {
      nextUint32: () => {
        draws += 1;
        const mixed = Math.imul(draws ^ (draws >>> 15), 0x2c1b3c6d);
        return Math.imul(mixed ^ (mixed >>> 12), 0x297a2d39) >>> 0;
      },
    },
    knobs: KNOBS,
  };
}

function firstOf(waiting: Iterable<Waiting>): Waiting | undefined {
  let first: Waiting | undefined;
  for (const each of waiting) if (first === undefined || each.atMs < first.atMs) first = each;
  return first;
}
