import { ExpirySweeper } from '../../expiry/expiry-sweeper.ts';
import type { MakeMember } from './member.ts';

/** Deletes what has expired. */
export const expiry: MakeMember = ({ store, world, options, wake }) => {
  const { knobs } = world;
  const sweeper = new ExpirySweeper(options.expiryDelayMs ?? knobs.expiryDelayMs, knobs);
  store.expiring.add((tree, key, seconds) => {
    if (sweeper.hear(tree, key, seconds)) wake();
  });
  return {
    name: 'expiry',
    turn: (_, nowMs) => sweeper.turn(store, nowMs),
    wakesOn: ({ catalogChanges }) => catalogChanges,
    progress: () => sweeper.left(world.service.now()),
  };
};
