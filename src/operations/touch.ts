import type { KeyRange } from '../storage/store.ts';
import type { Item } from '../wire/attribute-value.ts';

/**
 * What a request reads or writes of one table, as far as the request and the table's key schema tell: nothing of it is looked up, and the
 * table need not be there.
 */
export interface Touch {
  /** The bare name of a table of this Region; the ARN as it came for one of another. */
  readonly table: string;
  /** A check of a transaction reads. */
  readonly access: 'read' | 'write';
  /** Its items, its description and whatever else the control plane keeps, or its stream. */
  readonly part: 'items' | 'settings' | 'stream';
  /** The index that is read in the table's place. */
  readonly index?: string | undefined;
  /** The key attributes of the items. Neither keys nor ranges: any item. */
  readonly keys?: readonly Item[] | undefined;
  /** Ranges of key bytes, in the table or the index. */
  readonly ranges?: readonly KeyRange[] | undefined;
  /** The top-level attributes that the request names; undefined where it asks for whole items. */
  readonly attributes?: readonly string[] | undefined;
}
