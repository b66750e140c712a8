import type { StoredItem } from '../stored-item.ts';
import type { KnownSize, Lsn } from '../store.ts';

/** What is known of a key whose page is not in memory. */
export interface Sight {
  /** Of the item that stands there, 0 for none. */
  readonly sizeBytes: KnownSize;
  /** Whether the item itself is known, and not its size alone. */
  readonly isWhole: boolean;
  readonly item: StoredItem | undefined;
  /** The record that it is known by; 0 where that is durable for long. */
  readonly lsn: Lsn;
}

const DURABLE = 0 as Lsn;

/** The item at a key, or that there is none. */
export function sightOf(item: StoredItem | undefined, lsn = DURABLE): Sight {
  return { sizeBytes: item?.sizeBytes ?? 0, isWhole: true, item, lsn };
}

/** That an item of a size stands there. */
export function sightOfSize(sizeBytes: KnownSize): Sight {
  return { sizeBytes, isWhole: false, item: undefined, lsn: DURABLE };
}

export const ABSENT = sightOf(undefined);
