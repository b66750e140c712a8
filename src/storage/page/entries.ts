import type { KeyBytes } from '../../kernel/key-bytes.ts';
import type { StoredItem } from '../stored-item.ts';

/** Items under ascending keys, however they are held. */
export interface Entries {
  readonly count: number;
  readonly keyAt: (index: number) => KeyBytes;
  readonly itemAt: (index: number) => StoredItem;
}

/** Two lists of one length. */
export function entriesOf(keys: readonly KeyBytes[], items: readonly StoredItem[]): Entries {
  return {
    count: keys.length,
    keyAt: (index) => keys[index] as KeyBytes,
    itemAt: (index) => items[index] as StoredItem,
  };
}
