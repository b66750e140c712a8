/** Switches the stream of a table on and off. */
import type { Failure } from '../../database/connection.svelte.ts';
import type { Tables } from '../../database/tables.svelte.ts';
import { prettyJson } from '../../values/json-text.ts';
import type { ViewType } from '../../values/stream-view.ts';
import { disableStreamRequest, enableStreamRequest } from '../table-request.ts';

export class StreamSwitch {
  readonly table: string;
  viewType: ViewType = $state('NEW_AND_OLD_IMAGES');
  busy = $state(false);
  failure: Failure | undefined = $state.raw();
  readonly requestText = $derived.by(() =>
    prettyJson(enableStreamRequest(this.table, this.viewType)),
  );
  readonly disableText = $derived.by(() => prettyJson(disableStreamRequest(this.table)));
  readonly #tables: Tables;

  constructor(table: string, tables: Tables) {
    this.table = table;
    this.#tables = tables;
  }

  /** True when the table has its stream. */
  async enable(): Promise<boolean> {
    this.busy = true;
    this.failure = await this.#tables.change('UpdateTable', this.requestText);
    this.busy = false;
    return this.failure === undefined;
  }

  /** Answers why the table keeps its stream. */
  disable(): Promise<Failure | undefined> {
    return this.#tables.change('UpdateTable', this.disableText);
  }
}
