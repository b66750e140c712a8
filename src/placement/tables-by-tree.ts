import type { Store, TreeId } from '../storage/store.ts';
import { findTable, tablesOf } from './table-catalog.ts';
import type { Table } from './table-catalog.ts';

/** Finds tables by the tree of their items. Remembers their names, and looks again where one no longer holds. */
export class TablesByTree {
  #names = new Map<TreeId, string>();

  find(store: Store, tree: TreeId): Table | undefined {
    const name = this.#names.get(tree);
    const known = name === undefined ? undefined : findTable(store, name);
    if (known?.tree === tree) return known;
    this.#names = new Map();
    for (const table of tablesOf(store)) this.#names.set(table.tree, table.name);
    const found = this.#names.get(tree);
    return found === undefined ? undefined : findTable(store, found);
  }
}
