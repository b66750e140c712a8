import { buildStep, itemsToBuild } from '../../index/index-builder.ts';
import type { MakeMember } from './member.ts';

/** A commit that others wait for takes along so much less of a build. */
const BESIDE_OTHERS = 1 / 4;
/** Steps without any other turn in between, after which nobody is taken to be there. */
const ALONE_AFTER = 8;

/** Fills new global indexes, a step a commit: requests come in between, and the log does not run ahead of the device. */
export const indexBuilder: MakeMember = ({ world }) => {
  const { buildItems, buildBytes } = world.knobs;
  let left = 0;
  let turns = 0;
  let stepsAlone = 0;
  return {
    name: 'index-builder',
    turn: (store) => {
      left = itemsToBuild(store);
      if (left === 0) return undefined;
      const others = store.turns - turns - 1;
      turns = store.turns;
      stepsAlone = others > 0 ? 0 : stepsAlone + 1;
      const share = stepsAlone > ALONE_AFTER ? 1 : BESIDE_OTHERS;
      buildStep(store, store.followed.unansweredCount > 0, {
        buildItems: Math.ceil(buildItems * share),
        buildBytes: Math.ceil(buildBytes * share),
      });
      return 0;
    },
    wakesOn: ({ catalogChanges }) => catalogChanges,
    progress: () => left,
  };
};
