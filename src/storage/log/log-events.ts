import type { DeviceFault, StoredFrame, WriteBatch } from '../device/port.ts';
import type { Lsn } from '../store.ts';
import type { CommitGroup } from './commit-group.ts';

/** What the checkpoint sends along with a group commit, in the same transaction. */
export interface Cargo {
  readonly putPages: WriteBatch['putPages'];
  readonly dropPages: WriteBatch['dropPages'];
  readonly putMeta: WriteBatch['putMeta'];
  readonly trimLogBelow: number | undefined;
  readonly strict: boolean;
  readonly settle: (landed: boolean) => void;
}

/** What the replication log asks and tells the store around it. */
export interface LogEvents {
  /**
   * Offers a ride to the checkpoint when a group is about to be written. Pages board only a group that holds the newest record:
   * encoded then they contain nothing that the transaction does not.
   */
  readonly board: (group: {
    readonly firstLsn: Lsn;
    readonly lastLsn: Lsn;
    readonly prevCrc: number;
    readonly payloadBytes: number;
    readonly isNewest: boolean;
  }) => Cargo | undefined;
  /** A group is about to be closed, and no operation is running: what follows the log may append its answers to it. */
  readonly onClosing: () => void;
  /** Every record from `firstLsn` on is certainly not stored: take it back. Runs before the waiters hear of it. */
  readonly onRefused: (firstLsn: Lsn) => void;
  /** The device had no room for a group, for the `attempt`th time. Answers whether to try again. */
  readonly onFull: (group: {
    readonly isSmall: boolean;
    readonly attempt: number;
  }) => Promise<boolean>;
  /** Whether records are stored is not known, or somebody else owns the store. The log has stopped. */
  readonly onFatal: (fault: DeviceFault) => void;
  /** A commit has failed by a bug, which is told before {@link LogEvents.onFatal}. */
  readonly onBroken: (error: unknown) => void;
  readonly onCommitted: (durableLsn: Lsn) => void;
  /** A group is stored. Told before {@link LogEvents.onCommitted}. */
  readonly onStored: (group: CommitGroup, frames: readonly StoredFrame[]) => void;
}
