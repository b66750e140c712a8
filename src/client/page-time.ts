import type { Clock, Scheduler } from '../kernel/time.ts';

/** How much time goes by: a page has no say in what time it is, its database has. */
export type Stopwatch = Pick<Clock, 'elapsedMs'>;

/**
 * Tests replace `performance` and `Date` to stand still or run ahead. A mark made by hand takes its time from the browser, which
 * they do not reach; where the browser makes none, the page's word has to do.
 */
export const pageClock: Stopwatch = {
  elapsedMs: () =>
    typeof PerformanceMark === 'function'
      ? new PerformanceMark('hashrange').startTime
      : performance.now(),
};

export const pageScheduler: Scheduler = {
  after: (delayMs, job) => {
    const timer = setTimeout(job, delayMs);
    return {
      cancel: () => {
        clearTimeout(timer);
      },
    };
  },
};
