import type { IndexKeySchema } from '../item/key-schema.ts';
import type { TreeId } from '../storage/store.ts';

/** A secondary index as writes and reads use it. */
export interface SecondaryIndex {
  readonly name: string;
  /** Local entries are written with the item they stand for; global ones follow the log. */
  readonly kind: 'local' | 'global';
  /** The tree of its entries. */
  readonly tree: TreeId;
  readonly keySchema: IndexKeySchema;
  /** The attributes an entry holds, the keys of index and table among them; undefined for all of the item. */
  readonly projected: ReadonlySet<string> | undefined;
  /** False while the entries of items from before the index are still being made. */
  readonly isWhole: boolean;
}

/** The secondary indexes of one table, each list by name. */
export interface TableIndexes {
  readonly all: readonly SecondaryIndex[];
  readonly local: readonly SecondaryIndex[];
  readonly global: readonly SecondaryIndex[];
}

const NO_INDEXES: TableIndexes = { all: [], local: [], global: [] };

export function tableIndexes(indexes: readonly SecondaryIndex[]): TableIndexes {
  if (indexes.length === 0) return NO_INDEXES;
  const all = [...indexes].sort((a, b) => (a.name < b.name ? -1 : 1));
  return {
    all,
    local: all.filter(({ kind }) => kind === 'local'),
    global: all.filter(({ kind }) => kind === 'global'),
  };
}
