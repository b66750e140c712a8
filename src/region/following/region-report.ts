import type { RegionState } from '../../wire/extensions/regions.ts';
import type { Conflict } from './applying.ts';

export interface RecordedConflict extends Conflict {
  readonly atMs: number;
}

/** What replication tells of itself, for people and tests. */
export type ReplicationReport = Pick<
  RegionState,
  'Peers' | 'Replicas' | 'Conflicts' | 'ConflictCount' | 'RefusedWrites' | 'Failure'
>;
