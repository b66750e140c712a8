import { pageClock, pageScheduler } from './page-time.ts';
import type { PageWorld } from './stream/page-world.ts';

/** The page's own clocks and timers. */
export const pageWorld: PageWorld = { clock: pageClock, scheduler: pageScheduler };
