import { invariant } from '../../kernel/invariant.ts';
import type { Lsn } from '../store.ts';

/** Where a group of the log begins. */
export interface GroupStart {
  readonly firstLsn: Lsn;
  /** `headerCrc` of the frame before. */
  readonly prevCrc: number;
  /** Bytes of log before it, counted from the opening on: negative for what the opening replayed. */
  readonly at: number;
}

/** Starts of the groups that an opening would replay, oldest first: what the checkpoint can move to. */
export class GroupStarts {
  #starts: GroupStart[];

  constructor(starts: readonly GroupStart[]) {
    this.#starts = [...starts];
  }

  add(start: GroupStart): void {
    this.#starts.push(start);
  }

  /** Forgets groups that were refused. */
  refused(firstLsn: Lsn): void {
    this.#starts = this.#starts.filter((start) => start.firstLsn < firstLsn);
  }

  /** The checkpoint has moved: what lies before is not replayed. */
  trimBelow(lsn: Lsn): void {
    this.#starts = this.#starts.filter((start) => start.firstLsn >= lsn);
  }

  /** Where replay begins; undefined where there is nothing to replay. */
  get oldest(): GroupStart | undefined {
    return this.#starts[0];
  }

  /** The group that holds the record. */
  holding(lsn: Lsn): GroupStart {
    const found = this.#starts.findLast((start) => start.firstLsn <= lsn);
    invariant(found !== undefined, 'the oldest unwritten change is in the log');
    return found;
  }

  /** The first group that begins at `at` or behind. */
  from(at: number): GroupStart | undefined {
    return this.#starts.find((start) => start.at >= at);
  }
}
