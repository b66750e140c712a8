import type { KeyBytes } from '../../kernel/key-bytes.ts';
import type { Slice } from '../../kernel/slice.ts';
import type { Item } from '../../wire/attribute-value.ts';
import type { Lsn, TreeId } from '../store.ts';
import { isLostRow } from '../stored-item.ts';
import type { LogRecord } from './log-record.ts';

/** An item as followers see it. */
export interface FollowedItem {
  readonly row: Slice;
  readonly sizeBytes: number;
  /** The values behind `row`, where they are at hand. */
  readonly item: Item | undefined;
}

/** A change that followers of the log want: an item before and after it. */
export interface FollowedChange {
  readonly tree: TreeId;
  readonly key: KeyBytes;
  readonly before: FollowedItem | undefined;
  readonly after: FollowedItem | undefined;
  /** Whether there was an item before that damage has taken. */
  readonly isBeforeLost: boolean;
}

interface Entry {
  readonly lsn: Lsn;
  readonly change: FollowedChange;
  /** The record in which followers answered the change; 0 while they have not. */
  answeredBy: number;
}

/**
 * The changes of the log that followers have not answered for good, oldest first.
 *
 * Followers answer with log records of their own: a change leaves the queue when the record that answers it is durable,
 * and is to be answered again when that record is refused. The log is kept from the oldest change on.
 */
export class FollowedRecords {
  #entries: Entry[] = [];
  /** Changes that are answered, though not durably. */
  #answered = 0;

  /** First record that the log must keep for followers. */
  get oldestLsn(): Lsn | undefined {
    return this.#entries[0]?.lsn;
  }

  /** Changes that wait to be answered. */
  get unansweredCount(): number {
    return this.#entries.length - this.#answered;
  }

  add(lsn: Lsn, change: FollowedChange): void {
    this.#entries.push({ lsn, change, answeredBy: 0 });
  }

  /** The oldest unanswered changes, at most `limit` of them but whole records, and the last record among them. */
  unanswered(limit: number): {
    readonly changes: readonly FollowedChange[];
    readonly lastLsn: Lsn;
  } {
    const entries = this.#entries;
    let end = Math.min(entries.length, this.#answered + limit);
    while (end < entries.length && entries[end]?.lsn === entries[end - 1]?.lsn) end++;
    const taken = entries.slice(this.#answered, end);
    return {
      changes: taken.map(({ change }) => change),
      lastLsn: taken.at(-1)?.lsn ?? (0 as Lsn),
    };
  }

  /** The changes up to `lastLsn` are answered in record `lsn`. */
  answered(lastLsn: Lsn, lsn: Lsn): void {
    for (; this.#answered < this.#entries.length; this.#answered++) {
      const entry = this.#entries[this.#answered] as Entry;
      if (entry.lsn > lastLsn) return;
      entry.answeredBy = lsn;
    }
  }

  /** Records up to `durableLsn` can no longer be refused. */
  committed(durableLsn: Lsn): void {
    let gone = 0;
    while (gone < this.#answered && (this.#entries[gone] as Entry).answeredBy <= durableLsn) gone++;
    if (gone === 0) return;
    this.#entries = this.#entries.slice(gone);
    this.#answered -= gone;
  }

  /** Records from `firstLsn` on never were. */
  refused(firstLsn: Lsn): void {
    this.#entries = this.#entries.filter((entry) => entry.lsn < firstLsn);
    this.#answered = this.#entries.filter((entry) => {
      if (entry.answeredBy >= firstLsn) entry.answeredBy = 0;
      return entry.answeredBy !== 0;
    }).length;
  }

  /** Takes in what recovery found in the log behind the followers' cursor. */
  recover(records: readonly LogRecord[], cursor: Lsn): void {
    for (const record of records) {
      if (record.lsn > cursor)
        for (const change of followedChanges(record)) this.add(record.lsn, change);
    }
  }
}

/** The changes of a record that followers want. An image that was damaged in the log counts as none. */
export function followedChanges(record: LogRecord): readonly FollowedChange[] {
  return record.changes.flatMap((change) => {
    if (change.kind === 'dropTree' || change.followed?.isForIndexes !== true) return [];
    const { tree, key, followed, oldSizeBytes } = change;
    const before = followedItem(followed.oldRow, oldSizeBytes);
    const after =
      change.kind === 'put' ? followedItem(change.item, change.item.sizeBytes) : undefined;
    const isBeforeLost = oldSizeBytes !== undefined && before === undefined;
    return [{ tree, key, before, after, isBeforeLost }];
  });
}

function followedItem(
  row: Slice | undefined,
  sizeBytes: number | undefined,
): FollowedItem | undefined {
  if (row === undefined || isLostRow(row) || sizeBytes === undefined) return undefined;
  return { row, sizeBytes, item: undefined };
}
