/** Adds replicas of a table in other Regions, and takes them away. */
import type { Failure } from '../../database/connection.svelte.ts';
import type { Tables } from '../../database/tables.svelte.ts';
import { prettyJson } from '../../values/json-text.ts';
import { addReplicaRequest, deleteReplicaRequest } from '../table-request.ts';

export class ReplicaAddition {
  readonly table: string;
  region = $state('');
  busy = $state(false);
  failure: Failure | undefined = $state.raw();
  readonly requestText = $derived.by(() =>
    prettyJson(addReplicaRequest(this.table, this.region.trim())),
  );
  readonly #tables: Tables;

  constructor(table: string, tables: Tables) {
    this.table = table;
    this.#tables = tables;
  }

  async add(): Promise<void> {
    if (await this.#send(this.requestText)) this.region = '';
  }

  deletionText(region: string): string {
    return prettyJson(deleteReplicaRequest(this.table, region));
  }

  /** Answers why the replica stays. */
  delete(region: string): Promise<Failure | undefined> {
    return this.#tables.change('UpdateTable', this.deletionText(region));
  }

  async #send(text: string): Promise<boolean> {
    this.busy = true;
    try {
      this.failure = await this.#tables.change('UpdateTable', text);
      return this.failure === undefined;
    } finally {
      this.busy = false;
    }
  }
}
