import type { EpochMs } from '../kernel/time.ts';
import type { PageWorld } from './stream/page-world.ts';

/** The page's own clocks and timers. */
export const pageWorld: PageWorld = {
  clock: {
    now: () => Date.now() as EpochMs,
    elapsedMs: () => performance.now(),
  },
  scheduler: {
    after: (delayMs, job) => {
      const timer = setTimeout(job, delayMs);
      return {
        cancel: () => {
          clearTimeout(timer);
        },
      };
    },
  },
};
