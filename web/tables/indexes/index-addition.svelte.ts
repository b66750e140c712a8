/** The form that adds a global index to a table. */
import type { Failure } from '../../database/connection.svelte.ts';
import type { Tables } from '../../database/tables.svelte.ts';
import { prettyJson } from '../../values/json-text.ts';
import type { TableSummary } from '../../values/table-summary.ts';
import { describedKeyUses, indexKeyUses, typeFaults, type KeyUse } from '../schema/key-uses.ts';
import { emptyIndex, type BillingMode, type IndexFields } from '../schema/table-fields.ts';
import { addIndexRequest } from '../table-request.ts';

export class IndexAddition {
  readonly table: string;
  readonly billing: BillingMode;
  index: IndexFields = $state(emptyIndex(1, 'global'));
  busy = $state(false);
  failure: Failure | undefined = $state.raw();
  readonly requestText = $derived(prettyJson(this.#request()));
  /** What is wrong with the types of keys, by field. */
  readonly faults = $derived(typeFaults([...this.#described(), ...indexKeyUses(this.index)]));
  readonly #tables: Tables;

  constructor({ name, billing }: TableSummary, tables: Tables) {
    this.table = name;
    this.billing = billing === 'Provisioned' ? 'PROVISIONED' : 'PAY_PER_REQUEST';
    this.#tables = tables;
  }

  /** True when the index is in the table, to be built. */
  async add(): Promise<boolean> {
    this.busy = true;
    this.failure = undefined;
    try {
      this.failure = await this.#tables.change('UpdateTable', this.requestText);
      return this.failure === undefined;
    } finally {
      this.busy = false;
    }
  }

  #request(): object {
    return addIndexRequest(this.table, this.index, this.billing);
  }

  #described(): readonly KeyUse[] {
    const table = this.#tables.find(this.table);
    return table === undefined ? [] : describedKeyUses(table);
  }
}
