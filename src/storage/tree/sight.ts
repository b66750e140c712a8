import type { KnownSize } from '../store.ts';
import type { BufferedChange } from './change-buffer.ts';

/** What is known of a key whose page is not in memory. */
export interface Sight {
  /** Of the item that stands there, 0 for none. */
  readonly sizeBytes: KnownSize;
  /** Whether the item itself is known, and not its size alone. */
  readonly isWhole: boolean;
  /** The change that it is known by. */
  readonly change: BufferedChange | undefined;
}

export const ABSENT: Sight = { sizeBytes: 0, isWhole: true, change: undefined };
