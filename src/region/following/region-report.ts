/** What a Region tells of its replicas and links, for people and tests. */
import type { Conflict } from './applying.ts';
import type { FollowReport } from './follower.ts';

export interface ReplicaReport extends FollowReport {
  readonly tableName: string;
  readonly status: string;
  /** Items that the other Region lacks of what was written here, deletions among them. */
  readonly pendingItems: number;
  /** How long ago the oldest of those writes was made, by the clock here; 0 when it lacks none. */
  readonly lagMs: number;
}

export interface PeerReport {
  readonly region: string;
  readonly storeId: string;
  readonly lastHeardMs: number;
}

export interface RecordedConflict extends Conflict {
  readonly atMs: number;
}

export interface RegionsReport {
  readonly region: string;
  readonly peers: readonly PeerReport[];
  readonly replicas: readonly ReplicaReport[];
  readonly conflicts: readonly RecordedConflict[];
  readonly conflictCount: number;
  /** Writes that came from others and are no items of their table. */
  readonly refusedWrites: number;
  /** What went wrong last in replication itself; undefined while nothing has. */
  readonly failure: string | undefined;
}
