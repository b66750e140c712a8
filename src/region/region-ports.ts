import type { World } from '../kernel/world.ts';
import type { TableRecord } from '../placement/record/table.ts';
import type { LoggedStore } from '../storage/log/logged-store.ts';
import type { Change, Lsn } from '../storage/store.ts';

/** One life of a Region's store, as replication needs it. */
export interface RegionStore extends LoggedStore {
  /** How often the table catalog has changed. */
  readonly catalogChanges: number;
}

/** The streams of region replicas: every one has a stream. */
export interface RegionReplicaStreams {
  /** The record with a stream: the very same where it has one. */
  readonly withStream: (record: TableRecord) => TableRecord;
  /** What has to be in the log record that takes the table away. */
  readonly closed: (record: TableRecord) => readonly Change[];
}

/** What replication stands on: a store that is open, its clock, and who runs its turns. */
export interface RegionPorts {
  readonly region: string;
  readonly accountId: string;
  readonly storeId: string;
  readonly world: World;
  readonly store: RegionStore;
  /** Records up to here survive a loss of power: only they are told to others. */
  readonly hardenedLsn: () => Lsn;
  readonly streams: RegionReplicaStreams;
  /** Stamp of the newest record. */
  readonly lastStamp: () => number;
  /** Raises the clock: no later write here has this stamp or an earlier one. */
  readonly observe: (stamp: number) => void;
  /** Resolves when all that was appended so far survives a loss of power. Rejects with `DeviceFault`. */
  readonly harden: () => Promise<void>;
  /**
   * Runs a turn, loading what it lacks, and resolves with its result when all that it saw and wrote is durable. Rejects with
   * `DeviceFault`, or with what the turn threw.
   */
  readonly turn: <T>(work: () => T) => Promise<T>;
}
