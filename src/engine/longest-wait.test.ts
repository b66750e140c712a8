import { describe, expect, it } from 'vitest';
import type { HostMs } from '../kernel/time.ts';
import { LongestWait } from './longest-wait.ts';

const waits = (): { readonly wait: LongestWait; readonly at: (ms: number) => void } => {
  let now = 0;
  const time = { elapsedMs: () => now as HostMs, after: () => ({ cancel: () => undefined }) };
  return { wait: new LongestWait(time), at: (ms) => (now = ms) };
};

describe('the longest wait', () => {
  it('is 0 where nobody waited', () => {
    expect(waits().wait.ms).toBe(0);
  });

  it('is the longest of those that ended in the last minute', () => {
    const { wait, at } = waits();
    const told: number[] = [];
    for (const [since, now] of [
      [0, 500],
      [10_000, 10_100],
      [20_000, 20_300],
    ] as const) {
      at(now);
      wait.ended(since as HostMs);
      told.push(wait.ms);
    }
    for (const now of [60_500, 60_501, 80_300, 80_301]) {
      at(now);
      told.push(wait.ms);
    }
    expect(told).toEqual([500, 500, 500, 500, 300, 300, 0]);
  });
});
