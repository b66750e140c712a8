/**
 * The items of one table that one other Region lacks: those whose newest version was written here, behind the record up to which that
 * Region has confirmed the log. Deletions count as items do, and an item counts once, however often it was written.
 *
 * Nothing is done until somebody asks. What was read of the log is not read again; a key is kept for each item, at most
 * {@link ITEMS_MAX}: beyond that reading waits until the other Region has some of them.
 */
import type { KeyBytes } from '../../kernel/key-bytes.ts';
import { isLostRow } from '../../storage/stored-item.ts';
import type { LoggedChange, LogRecord } from '../../storage/log/log-record.ts';
import { LogFault } from '../../storage/log/logged-store.ts';
import type { LogReads } from '../../storage/log/logged-store.ts';
import { madeMsOf } from '../../storage/log/version-stamp.ts';
import type { Lsn, TreeId } from '../../storage/store.ts';
import { birthLsn } from '../../storage/tree/tree-id.ts';
import type { SharedTable } from '../group/shared-table.ts';

/** So many items, or more. Source: ours; their keys take some ten megabytes. */
export const ITEMS_MAX = 100_000;

interface Write {
  readonly lsn: number;
  readonly ms: number;
}

interface Missing {
  /** Since when the other Region lacks the item. */
  readonly first: Write;
  readonly last: Write;
}

export interface Lacking {
  readonly items: number;
  /** When the oldest write among them was made; undefined where there is none. */
  readonly sinceMs: number | undefined;
}

export class Backlog {
  /** By key, in the order of their last writes. */
  readonly #items = new Map<KeyBytes, Missing>();
  #confirmed = 0;
  #read = 0;

  /** The other Region has everything up to this record, and no more. */
  confirm(lsn: number): void {
    if (lsn < this.#confirmed) {
      this.#items.clear();
      this.#read = lsn;
    }
    this.#confirmed = lsn;
    this.#read = Math.max(this.#read, lsn);
    for (const [key, { last }] of this.#items) {
      if (last.lsn > lsn) return;
      this.#items.delete(key);
    }
  }

  /** What is lacking as the log stands; undefined where it no longer reaches back. May throw `LogFault`: the next call goes on from there. */
  measure({ tree, tombstoneTree }: SharedTable, log: LogReads, nowMs: number): Lacking | undefined {
    // What was written before the table was shared is not in what is followed.
    const from = Math.max(this.#read + 1, birthLsn(tombstoneTree)) as Lsn;
    if (from < log.oldestLogLsn) return undefined;
    this.#readOn(tree, from, log, nowMs);
    let sinceMs: number | undefined;
    for (const { first, last } of this.#items.values()) {
      const { ms } = first.lsn > this.#confirmed ? first : last;
      sinceMs = Math.min(sinceMs ?? Infinity, ms);
    }
    return { items: this.#items.size, sinceMs };
  }

  #readOn(tree: TreeId, from: Lsn, log: LogReads, nowMs: number): void {
    const hasRoom = (): boolean => this.#items.size < ITEMS_MAX;
    if (!hasRoom()) return;
    try {
      const next = log.readLog({ from, trees: [tree] }, (record) => {
        this.#take(tree, record, nowMs);
        this.#read = record.lsn;
        return hasRoom();
      });
      if (hasRoom()) this.#read = Math.max(this.#read, next - 1);
    } catch (fault) {
      if (fault instanceof LogFault) this.#read = Math.max(this.#read, fault.lsn - 1);
      throw fault;
    }
  }

  #take(tree: TreeId, record: LogRecord, nowMs: number): void {
    const { lsn, changes } = record;
    const last = { lsn, ms: madeMsOf(record, nowMs) ?? nowMs };
    for (const change of changes) {
      if (change.kind === 'dropTree' || change.tree !== tree || isNothing(change)) continue;
      const { origin } = change.kind === 'put' ? change.item : change.version;
      const first = this.#items.get(change.key)?.first ?? last;
      // Whoever wrote it later has it, and tells the others.
      this.#items.delete(change.key);
      if (origin === 0) this.#items.set(change.key, { first, last });
    }
  }
}

/** A deletion of what was not there, or an item that damage has taken: nobody is told of these. */
function isNothing(change: Exclude<LoggedChange, { readonly kind: 'dropTree' }>): boolean {
  return change.kind === 'put' ? isLostRow(change.item) : change.oldSizeBytes === undefined;
}
