import type { MakeMember } from './member.ts';

/** Forgets tombstones that all Regions have passed. */
export const tombstones: MakeMember = ({ replicator, wake }) => {
  replicator?.looked.add(wake);
  return {
    name: 'tombstones',
    turn: () => replicator?.tombstones.turn(),
    wakesOn: () => 0,
    progress: () => replicator?.tombstones.left ?? 0,
  };
};
