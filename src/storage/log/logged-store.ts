import type { Lsn, Store, TreeId } from '../store.ts';
import type { LogRecord } from './log-record.ts';

/** The log as its readers see it: streams, and other Regions. Whole groups, once they are durable. */
export interface LogReads {
  /** The record that the next `append` makes. */
  readonly nextLsn: Lsn;
  /** The newest record that is stored. */
  readonly durableLsn: Lsn;
  /** The oldest record that is still kept. */
  readonly oldestLogLsn: Lsn;
  /**
   * Visits, in order, the durable records from `from` on that change one of `trees`, and maybe others, until `visit` answers
   * false. Damaged groups are passed over. Throws `LogFault` where a stretch is not in memory. Answers the LSN to go on from:
   * behind the last record that was visited or passed over.
   */
  readonly readLog: (
    query: { readonly from: Lsn; readonly trees: readonly TreeId[] },
    visit: (record: LogRecord) => boolean,
  ) => Lsn;
}

/** A store whose log can be read, too. */
export interface LoggedStore extends Store, LogReads {}

/** A stretch of the log is not in memory. The executor loads it and runs the operation again (ADR 23). */
export class LogFault extends Error {
  override readonly name = 'LogFault';
  readonly lsn: Lsn;

  constructor(lsn: Lsn) {
    super('a stretch of the log is not in memory');
    this.lsn = lsn;
  }
}
