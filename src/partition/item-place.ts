import type { KeyBytes } from '../kernel/key-bytes.ts';
import type { Table } from '../placement/table-catalog.ts';

/** Where an item is. */
export interface ItemPlace {
  readonly table: Table;
  readonly key: KeyBytes;
}
