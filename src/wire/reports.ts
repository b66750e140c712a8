/** What an engine tells of itself: the same for those who run it in process and for a page whose worker runs it. */

/** A range of keys that cannot be served, in the words of a person: table and key bounds. */
export interface DamagedRange {
  readonly kind: 'page' | 'frame';
  /** Table name, when the damage is inside one table. */
  readonly table: string | undefined;
  /** Bounds of the key bytes as hex; empty `high` is the end of the table. */
  readonly low: string;
  readonly high: string;
  readonly reason: string;
}

/** What a walk over everything stored has found. */
export interface ScrubReport {
  readonly pages: number;
  readonly items: number;
  readonly frames: number;
  readonly damaged: readonly DamagedRange[];
  /** Damaged pages that were rebuilt, from the log or from memory, since the database was opened. */
  readonly repaired: number;
}

/** What a member of the background has failed with. */
export interface BackgroundFailure {
  readonly message: string;
  /** When, in milliseconds since 1970. */
  readonly atMs: number;
}

/** How a member of the background stands, such as `index-follower` or `expiry`; `replication`, `commit`, `checkpoint`, `retention` of the log and `room` on a full device go by themselves. */
export interface BackgroundReport {
  readonly name: string;
  /** When it last did a step, in milliseconds since 1970. */
  readonly lastRunMs: number | undefined;
  /**
   * How much is known to be left: changes that indexes lack, items that indexes under construction have to look at, streams to roll or forget, items that have expired, pages of
   * tables that are gone, tables that leave or are swept. Undefined for what goes by itself: nobody counts that.
   */
  readonly left: number | undefined;
  /** Why it does not go on, until a step succeeds: it is tried again. Of what goes by itself, what went wrong last since this tab runs the database. */
  readonly failed: BackgroundFailure | undefined;
}

/** Figures of the running engine. LSNs count log records; bytes are bytes. */
export interface EngineStats {
  readonly state: 'open' | 'closed' | 'failed';
  readonly region: string;
  readonly storeId: string;
  /** Number of the owner: rises at every opening. */
  readonly epoch: number;
  readonly appendedLsn: number;
  /** Up to here everything survives the death of the process. */
  readonly durableLsn: number;
  /** Up to here everything survives a loss of power. */
  readonly hardenedLsn: number;
  readonly checkpointLsn: number;
  /** Log written since the opening. */
  readonly logBytes: number;
  /** Log behind the checkpoint: what an opening would replay now. */
  readonly logBehindBytes: number;
  /** Log that is kept for recovery, and what is superfluous and not trimmed yet. Streams and other Regions may keep more. */
  readonly logKeptBytes: number;
  /** Memory of the pages that are loaded. */
  readonly cachedBytes: number;
  readonly cacheBudgetBytes: number;
  /** Pages that stay in memory for the sake of requests under way. */
  readonly pinnedPages: number;
  /** Pages whose newest changes are in the log alone. */
  readonly dirtyPages: number;
  /** Memory of those that are loaded. */
  readonly dirtyBytes: number;
  /** Memory of changes whose pages are not loaded. */
  readonly bufferedBytes: number;
  /** Sorted runs, which hold changes that pages lack, and the bytes of them on the device. */
  readonly runs: number;
  readonly runBytes: number;
  /** Bytes of log, pages and runs that were written since the opening for each byte of items that was put, entries of indexes among them; 0 where none was. */
  readonly writeAmplification: number;
  /** The longest that a request which ended in the last minute was held back, because the checkpoint had to move first or the device was full, in milliseconds. */
  readonly longestWaitMs: number;
  readonly commits: number;
  readonly pageLoads: number;
  readonly requests: number;
  /** The device has refused a write for want of room, and none has been made since: only what frees room is written. */
  readonly isFull: boolean;
  /** How far the newest version stamp lies ahead of the clock, in milliseconds: what a clock that was ahead, here or in another Region, left. */
  readonly clockLeadMs: number;
  readonly damaged: readonly DamagedRange[];
  /** All that goes on in the background, whoever asks for it. */
  readonly background: readonly BackgroundReport[];
}

/** The same, and who it is that answers. */
export interface Stats extends EngineStats {
  /** Whether the engine runs in this tab or in another. */
  readonly role: 'owner' | 'follower';
  /** Tabs that the engine serves, its own among them. */
  readonly tabs: number;
}
