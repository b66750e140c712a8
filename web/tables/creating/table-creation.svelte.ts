/** The form of CreateTable. */
import type { Failure } from '../../database/connection.svelte.ts';
import type { Tables } from '../../database/tables.svelte.ts';
import { prettyJson } from '../../values/json-text.ts';
import { indexKeyUses, tableKeyUses, typeFaults } from '../schema/key-uses.ts';
import {
  emptyIndex,
  emptyTable,
  type IndexFields,
  type IndexKind,
  type TableFields,
} from '../schema/table-fields.ts';
import { createTableRequest } from '../table-request.ts';

export class TableCreation {
  fields: TableFields = $state(emptyTable());
  indexes: IndexFields[] = $state([]);
  busy = $state(false);
  failure: Failure | undefined = $state.raw();
  readonly requestText = $derived(prettyJson(createTableRequest(this.fields, this.indexes)));
  /** What is wrong with the types of keys, by field. */
  readonly faults = $derived(
    typeFaults([...tableKeyUses(this.fields), ...this.indexes.flatMap(indexKeyUses)]),
  );
  readonly #tables: Tables;
  #nextIndexId = 1;

  constructor(tables: Tables) {
    this.#tables = tables;
  }

  addIndex(kind: IndexKind): void {
    this.indexes.push(emptyIndex(this.#nextIndexId++, kind));
  }

  removeIndex(id: number): void {
    this.indexes = this.indexes.filter((index) => index.id !== id);
  }

  /** True when the table was made. */
  async create(): Promise<boolean> {
    this.busy = true;
    this.failure = undefined;
    try {
      this.failure = await this.#tables.change('CreateTable', this.requestText);
      return this.failure === undefined;
    } finally {
      this.busy = false;
    }
  }

  reset(): void {
    this.fields = emptyTable();
    this.indexes = [];
    this.failure = undefined;
  }
}
