import { IndexFollower } from '../../index/index-follower.ts';
import type { MakeMember } from './member.ts';

/** Keeps global indexes. Reads of them wait until it has answered everything. */
export const indexFollower: MakeMember = ({ world }) => {
  const follower = new IndexFollower(world.knobs);
  return {
    name: 'index-follower',
    turn: (store) => (follower.turn(store) ? 0 : undefined),
    wakesOn: ({ followed }) => followed.unansweredCount,
    progress: ({ followed }) => followed.unansweredCount,
    isUrgent: true,
  };
};
