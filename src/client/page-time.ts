import type { Clock, EpochMs, Scheduler } from '../kernel/time.ts';

export const pageClock: Clock = {
  now: () => Date.now() as EpochMs,
  elapsedMs: () => performance.now(),
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
