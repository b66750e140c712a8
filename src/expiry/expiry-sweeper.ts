/**
 * Deletes what has expired: items whose table has an attribute for it. Source: semantics.md section 9.
 *
 * A table is walked once an hour, in steps, and what expires within that hour is remembered; writes say when their items expire.
 * A deletion looks at the item again in the turn that appends it: nothing is deleted for what it was.
 */
import type { Knobs } from '../kernel/knobs.ts';
import type { KeyBytes } from '../kernel/key-bytes.ts';
import { expirySeconds, isExpired } from '../partition/expiry-time.ts';
import type { Replacement } from '../partition/item-changes.ts';
import { rangeHolds, WHOLE_TREE } from '../partition/key-range.ts';
import { StoredImage, storedImage } from '../partition/image/stored-image.ts';
import type { ItemImage } from '../partition/image/stored-image.ts';
import { attributeNames } from '../placement/attribute-names.ts';
import { replaceItems } from '../partition/table-access.ts';
import { tablesOf } from '../placement/table-catalog.ts';
import type { Table } from '../placement/table-catalog.ts';
import type { Store, TreeId } from '../storage/store.ts';
import { DamagedRangeError } from '../storage/tree/page-fault.ts';
import { findItem, isInTransaction, needItems, walkTable } from '../partition/background-access.ts';
import { ExpirySchedule } from './expiry-schedule.ts';

/** How far ahead a walk looks. */
const AHEAD_SECONDS = 3600;
/** Where expiry is not to be late at all, the clock is looked at this often, for it may be moved. */
const LOOK_EVERY_MS = 1000;

/** A table whose items expire. */
interface ExpiringTable extends Table {
  readonly expiryAttribute: string;
}

export class ExpirySweeper {
  /** How late a deletion may be, in milliseconds. */
  readonly #delayMs: number;
  readonly #knobs: Knobs;
  readonly #schedules = new Map<TreeId, ExpirySchedule>();

  constructor(delayMs: number, knobs: Knobs) {
    this.#delayMs = delayMs;
    this.#knobs = knobs;
  }

  /** An item was written that expires then. Answers whether a turn is due at once. */
  hear(tree: TreeId, key: KeyBytes, seconds: number): boolean {
    const isSoon = this.#schedules.get(tree)?.add(key, seconds) === true;
    return isSoon && this.#delayMs === 0;
  }

  /**
   * Does one step. Answers in how many milliseconds the next one is due; undefined where no table has items that expire. May throw
   * `PageFault` before it appends, and is then run again.
   */
  turn(store: Store, nowMs: number): number | undefined {
    const tables = tablesOf(store).filter(
      (table): table is ExpiringTable => table.expiryAttribute !== undefined,
    );
    this.#sync(tables);
    if (tables.length === 0) return undefined;
    const now = nowMs / 1000;
    let isWaiting = false;
    for (const table of tables) {
      const schedule = this.#scheduleOf(table);
      const outcome = deleteDue(store, { table, schedule, now }, this.#knobs.expiryDeletions);
      if (outcome === 'deleted') return 0;
      isWaiting ||= outcome === 'waiting';
    }
    for (const table of tables) {
      if (this.#walkStep(store, table, now)) return this.#knobs.expiryPauseMs;
    }
    if (isWaiting) return Math.max(this.#delayMs, this.#knobs.expiryRetryMs);
    return this.#delayMs > 0 ? this.#delayMs : this.#untilNext(nowMs);
  }

  /** How many items are known to be due. A table that has not been walked to its end may hold more. */
  left(nowMs: number): number {
    let left = 0;
    for (const schedule of this.#schedules.values()) left += schedule.dueCount(nowMs / 1000);
    return left;
  }

  /** Makes one step of the walk over a table, if one is due. */
  #walkStep(store: Store, table: ExpiringTable, now: number): boolean {
    const schedule = this.#scheduleOf(table);
    if (schedule.walk === undefined && now < schedule.horizon) return false;
    const walk = (schedule.walk ??= { from: WHOLE_TREE.from, horizon: now + AHEAD_SECONDS });
    const next = noteExpiring(store, { table, schedule }, walk.from, this.#knobs);
    if (next === undefined) {
      schedule.horizon = walk.horizon;
      schedule.walk = undefined;
    } else {
      walk.from = next;
    }
    return true;
  }

  #untilNext(nowMs: number): number {
    const next = Math.min(...[...this.#schedules.values()].map((each) => each.next));
    const untilMs = Math.ceil(next * 1000 - nowMs) + 1;
    return Math.min(Math.max(1, untilMs), LOOK_EVERY_MS);
  }

  /** A schedule for every table that wants one, begun anew where expiry goes by another attribute. */
  #sync(tables: readonly ExpiringTable[]): void {
    const attributes = new Map(tables.map(({ tree, expiryAttribute }) => [tree, expiryAttribute]));
    for (const [tree, { attribute }] of this.#schedules) {
      if (attributes.get(tree) !== attribute) this.#schedules.delete(tree);
    }
    for (const [tree, attribute] of attributes) {
      if (!this.#schedules.has(tree)) this.#schedules.set(tree, new ExpirySchedule(attribute));
    }
  }

  #scheduleOf({ tree, expiryAttribute }: ExpiringTable): ExpirySchedule {
    return this.#schedules.get(tree) ?? new ExpirySchedule(expiryAttribute);
  }
}

/** A table at a moment, in seconds since 1970. */
interface DueTable {
  readonly table: ExpiringTable;
  readonly schedule: ExpirySchedule;
  readonly now: number;
}

/** Deletes some of the items that are due, in one log record. Those in a transaction have to wait. */
function deleteDue(
  store: Store,
  of: DueTable,
  deletionsMax: number,
): 'deleted' | 'waiting' | 'nothing' {
  const { table, schedule, now } = of;
  for (;;) {
    const due = schedule.due(now, deletionsMax);
    const free = due.filter((key) => !isInTransaction(store, { table, key }));
    if (free.length === 0) return due.length === 0 ? 'nothing' : 'waiting';
    const deleted = deletions(store, of, free);
    if (deleted.length === 0) continue;
    replaceItems({ store }, deleted);
    return 'deleted';
  }
}

/**
 * What deletes those of the items that have expired. The others are forgotten: those that were deleted before, too, which the
 * next turn finds out, and not before, for a deletion may be refused. What is damaged is left to who reads it.
 */
function deletions(
  store: Store,
  { table, schedule, now }: DueTable,
  keys: readonly KeyBytes[],
): readonly Replacement[] {
  try {
    const names = attributeNames(store, table.tree);
    needItems(store, table, keys);
    return keys.flatMap((key) => {
      const before = storedImage(findItem(store, { table, key }), names);
      if (before !== undefined && isExpired(secondsOf(before, table), now)) {
        return [{ table, key, before, after: undefined, isExpiry: true }];
      }
      schedule.forget(key);
      return [];
    });
  } catch (error) {
    if (!(error instanceof DamagedRangeError)) throw error;
    const { low, high } = error;
    for (const key of keys) if (rangeHolds({ from: low, to: high }, key)) schedule.forget(key);
    return [];
  }
}

/** Notes which of the next items expire soon. Answers where to go on; undefined when the table is at its end. */
function noteExpiring(
  store: Store,
  { table, schedule }: Pick<DueTable, 'table' | 'schedule'>,
  from: KeyBytes,
  { expiryItems, expiryBytes }: Knobs,
): KeyBytes | undefined {
  let items = 0;
  let bytes = 0;
  const walk = { part: 'items', from, expectedBytes: expiryBytes } as const;
  const names = attributeNames(store, table.tree);
  try {
    return walkTable(store, table, walk, (key, item) => {
      const seconds = secondsOf(new StoredImage(item, item.sizeBytes, names), table);
      if (seconds !== undefined) schedule.add(key, seconds);
      items++;
      bytes += item.sizeBytes;
      return items < expiryItems && bytes < expiryBytes;
    });
  } catch (error) {
    if (!(error instanceof DamagedRangeError)) throw error;
    // What is damaged has no reader: the walk goes on behind it.
    return error.high;
  }
}

/** When the item expires. */
function secondsOf(
  { attributes }: ItemImage,
  { expiryAttribute }: ExpiringTable,
): number | undefined {
  return expirySeconds(attributes, expiryAttribute);
}
