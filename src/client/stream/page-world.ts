import type { World } from '../../kernel/world.ts';

/** What tails and triggers need of the page around them. */
export type PageWorld = Pick<World, 'clock' | 'scheduler'>;
