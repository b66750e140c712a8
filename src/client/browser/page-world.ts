import type { World } from '../../kernel/world.ts';

/** What tails and triggers need of the page around them. What time it is, only the database says. */
export type PageWorld = Pick<World, 'host'>;
