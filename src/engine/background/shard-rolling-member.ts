import { RETENTION_MS } from '../../stream/shards.ts';
import { ShardRolling } from '../../stream/shard-rolling.ts';
import type { MakeMember } from './member.ts';

/** Rolls shards, and forgets streams that have run out. The log is kept as long as there is any stream. */
export const streams: MakeMember = ({ store, world }) => {
  const keeper = new ShardRolling(world.knobs);
  return {
    name: 'streams',
    turn: (_, nowMs) => keeper.turn(store, nowMs),
    wakesOn: ({ catalogChanges }) => catalogChanges,
    logNeed: () => ({ ageMs: keeper.mayHaveStreams(store) ? RETENTION_MS : 0, fromLsn: undefined }),
    progress: () => keeper.left,
  };
};
