import { buildStep, countBuilds } from '../../index/index-builder.ts';
import type { MakeMember } from './member.ts';

/** Fills new global indexes, a step a commit: requests come in between, and the log does not run ahead of the device. */
export const indexBuilder: MakeMember = ({ world }) => {
  let left = 0;
  return {
    name: 'index-builder',
    turn: (store) => {
      left = countBuilds(store);
      if (left === 0) return undefined;
      buildStep(store, store.followed.unansweredCount > 0, world.knobs);
      return 0;
    },
    wakesOn: ({ catalogChanges }) => catalogChanges,
    progress: () => left,
  };
};
