import { felledTrees as felledIn, forgetFelled } from '../../storage/felling/felled-trees.ts';
import type { MakeMember } from './member.ts';

/** Deletes the pages of tables and indexes that were dropped, and forgets these when nothing is left of them. */
export const felledTrees: MakeMember = ({ world }) => {
  let seenLsn = 0;
  return {
    name: 'felled-trees',
    turn: (store) => {
      const trees = felledIn(store);
      if (trees.length === 0) return undefined;
      if (!store.areGone(trees)) {
        const isAlone = store.nextLsn === seenLsn;
        seenLsn = store.nextLsn;
        return isAlone ? 0 : world.knobs.felledPauseMs;
      }
      store.append(trees.map(forgetFelled));
      return 0;
    },
    wakesOn: ({ drops }) => drops,
    progress: ({ felledRows }) => felledRows,
  };
};
