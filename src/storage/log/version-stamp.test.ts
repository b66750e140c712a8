import fc from 'fast-check';
import { expect, it } from 'vitest';
import { madeMsOf, nextStamp, recordTime, stampMs } from './version-stamp.ts';

const DAY_MS = 86_400_000;
const NOW = Date.UTC(2026, 10, 29);
const YEAR_2100 = Date.UTC(2100, 0, 1);

it('stamps rise, and stay where other Regions take them, whatever the clock says', () => {
  const times = fc.array(fc.oneof(fc.nat(YEAR_2100), fc.integer({ min: 0, max: 2 ** 52 })));
  fc.assert(
    fc.property(times, (clock) => {
      let last = 0;
      for (const nowMs of clock) {
        const stamp = nextStamp(last, nowMs);
        expect(stamp).toBeGreaterThan(last);
        expect(stampMs(stamp)).toBeLessThan(YEAR_2100);
        last = stamp;
      }
    }),
  );
});

it('a record tells the time of the clock beside a stamp that lies ahead of it', () => {
  const ahead = recordTime(nextStamp(0, NOW + DAY_MS), NOW + DAY_MS);
  const after = recordTime(nextStamp(ahead.stamp, NOW), NOW);
  expect(ahead.clockMs).toBeUndefined();
  expect(madeMsOf(ahead, NOW)).toBeUndefined();
  expect(madeMsOf(after, NOW + 5)).toBe(NOW);
  // As old as the younger of the two, where either may be right.
  expect(madeMsOf(after, NOW + DAY_MS)).toBe(NOW + DAY_MS);
  expect(madeMsOf(after, NOW - DAY_MS)).toBeUndefined();
});

it('a clock that goes back by less than a minute is taken to be right', () => {
  const { stamp, clockMs } = recordTime(nextStamp(nextStamp(0, NOW), NOW - 50_000), NOW - 50_000);
  expect(clockMs).toBeUndefined();
  expect(madeMsOf({ stamp, clockMs }, NOW - 50_000)).toBe(NOW);
});
