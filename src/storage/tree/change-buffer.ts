import type { KeyBytes } from '../../kernel/key-bytes.ts';
import { lengthOf } from '../../kernel/slice.ts';
import type { ClaimedChange } from '../claim.ts';
import type { StoredItem } from '../stored-item.ts';
import type { KnownSize, Lsn } from '../store.ts';

/** What a change costs in memory beside its key and row: string headers, two objects, an entry of the map. */
const CHANGE_MEMORY_BYTES = 120;
/** A longer row is counted even where others hold it too: they may let go of it first. */
const SHARED_ROW_BYTES_MAX = 1024;

/** A change of a key whose page is not in memory. */
export interface BufferedChange {
  /** What now stands at the key; undefined for nothing. */
  readonly item: StoredItem | undefined;
  readonly lsn: Lsn;
  /** Whether the row is held by another item too, and costs nothing here. */
  readonly sharesRow: boolean;
}

/** A change in a buffer, with what is known of those of its key there. */
export type HeldChange = BufferedChange & ClaimedChange;

/**
 * The changes of one page that is not in memory: applied to it when it comes in (docs/decisions/0011).
 *
 * Invariant: holds the last change of each key since the page was last in memory, so a page plus its buffer is the page
 * as of the newest record.
 */
export class ChangeBuffer {
  readonly changes = new Map<KeyBytes, HeldChange>();
  /** First log record whose effect the device does not hold. */
  readonly recLsn: Lsn;
  #memoryBytes = 0;

  constructor(recLsn: Lsn) {
    this.recLsn = recLsn;
  }

  /** Estimate of the heap the buffer holds. */
  get memoryBytes(): number {
    return this.#memoryBytes;
  }

  /** Whether no claim is known to be false. */
  get isTrue(): boolean {
    for (const { falseClaims } of this.changes.values()) if (falseClaims.length > 0) return false;
    return true;
  }

  /** Notes a change of what is `replaces` bytes large, and answers the change of the same key that it replaced. */
  set(key: KeyBytes, change: BufferedChange, replaces: KnownSize): HeldChange | undefined {
    const previous = this.changes.get(key);
    const { item, lsn, sharesRow } = change;
    const { claim = { lsn, replaces }, falseClaims = [] } = previous ?? {};
    const replaced = previous === undefined ? replaces : (previous.item?.sizeBytes ?? 0);
    const held = { item, lsn, sharesRow, claim };
    if (replaced === replaces) this.hold(key, { ...held, falseClaims });
    else this.hold(key, { ...held, falseClaims: [...falseClaims, { lsn, replaces, replaced }] });
    return previous;
  }

  /** Puts a change in the place of any other of its key. */
  hold(key: KeyBytes, change: HeldChange): void {
    this.remove(key);
    this.changes.set(key, change);
    this.#memoryBytes += memoryOf(key, change);
  }

  get(key: KeyBytes): HeldChange | undefined {
    return this.changes.get(key);
  }

  remove(key: KeyBytes): void {
    const change = this.changes.get(key);
    if (change === undefined) return;
    this.changes.delete(key);
    this.#memoryBytes -= memoryOf(key, change);
  }

  /** Moves the changes at or above `low` to a buffer of their own; undefined where there are none. */
  split(low: KeyBytes): ChangeBuffer | undefined {
    const upper = new ChangeBuffer(this.recLsn);
    for (const [key, change] of [...this.changes]) {
      if (key < low) continue;
      this.remove(key);
      upper.hold(key, change);
    }
    return upper.changes.size > 0 ? upper : undefined;
  }
}

function memoryOf(key: KeyBytes, { item, sharesRow }: BufferedChange): number {
  const rowBytes = item === undefined ? 0 : lengthOf(item);
  const isFree = sharesRow && rowBytes <= SHARED_ROW_BYTES_MAX;
  return CHANGE_MEMORY_BYTES + key.length + (isFree ? 0 : rowBytes);
}
