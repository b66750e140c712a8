import type { Knobs } from './knobs.ts';
import type { Random } from './random.ts';
import type { HostTime, ServiceTime } from './time.ts';

/** What the engine needs of the world around it, the storage device apart: time, chance and knobs come from here and nowhere else (`scripts/floors.test.ts`). */
export interface World {
  readonly host: HostTime;
  readonly service: ServiceTime;
  readonly random: Random;
  readonly knobs: Knobs;
}
