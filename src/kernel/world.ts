import type { Random } from './random.ts';
import type { Clock, Scheduler } from './time.ts';

/** What the engine needs of the world around it, the storage device apart. */
export interface World {
  readonly clock: Clock;
  readonly random: Random;
  readonly scheduler: Scheduler;
}
