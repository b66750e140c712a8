import type { Lsn } from '../store.ts';

/** The end of the log. */
export interface LogEnd {
  readonly nextLsn: Lsn;
  readonly durableLsn: Lsn;
  /** Written since the opening. */
  readonly committedBytes: number;
}

/** Who needs the log beside recovery, and hears of the checkpoint. */
export interface LogNeeds {
  /** First record that recovery has to redo for somebody's sake: a follower has not answered it for good. */
  readonly oldestToRedo: () => Lsn | undefined;
  /** First record that readers of the log want to stay. */
  readonly oldestToKeep: () => Lsn | undefined;
  /** More of the cycle's work is done, without a commit. */
  readonly onProgress: () => void;
  /** Hears what no device is to blame for. */
  readonly onBroken: (error: unknown) => void;
}
