import type { World } from '../../kernel/world.ts';

/** The page as tails and triggers need it. Only the database says what time it is. */
export type PageWorld = Pick<World, 'host'>;
