import type { MakeMember } from './member.ts';

/** Sees region replicas off that leave their global table and keep their items. */
export const departures: MakeMember = ({ replicator, wake }) => {
  replicator?.looked.add(wake);
  return {
    name: 'departures',
    turn: () => replicator?.departures.turn(),
    wakesOn: () => 0,
    progress: () => replicator?.departures.left ?? 0,
  };
};
