import type { World } from '../../kernel/world.ts';
import type { Stopwatch } from './page-time.ts';

/** What tails and triggers need of the page around them. What time it is, only the database says. */
export interface PageWorld extends Pick<World, 'scheduler'> {
  readonly clock: Stopwatch;
}
