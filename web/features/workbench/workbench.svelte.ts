/** One table, or any request: the request being built, the answers, and the item of a row that is edited or deleted. */
import type { Connection, Failure } from '../../database/connection.svelte.ts';
import type { Tables } from '../../database/tables.svelte.ts';
import type { WireItem } from '../../values/attribute-value.ts';
import { keyNames, keyOf, sameItem } from '../../values/item-key.ts';
import { isObject, type Parsed } from '../../values/json-text.ts';
import { deletionText, ItemEditing, type ItemPlace } from './items/item-editing.svelte.ts';
import { RequestBuilder } from './requests/request-builder.svelte.ts';
import { isRead, type Operation } from './requests/request-fields.ts';
import type { AnsweredItem } from './results/answer.ts';
import type { ResultRow } from './results/grid.svelte.ts';
import { Runner } from './results/runner.svelte.ts';

export class Workbench {
  readonly builder: RequestBuilder;
  readonly runner: Runner;
  editing: ItemEditing | undefined = $state.raw();
  /** The item that is asked about before it is deleted. */
  doomed: ItemPlace | undefined = $state.raw();
  readonly #tables: Tables;
  readonly #connection: Connection;

  /** The empty name is the workbench for any request. */
  constructor(table: string, tables: Tables, connection: Connection) {
    this.#tables = tables;
    this.#connection = connection;
    this.builder = new RequestBuilder(table, () => tables.find(table));
    this.runner = new Runner(connection, () => keyNames(this.builder.tableKeys));
  }

  /** Somebody looks at the table: its first page, or that of what was read last. */
  async arrive(): Promise<void> {
    const { builder, runner } = this;
    if (runner.last !== undefined || runner.running) return;
    if (runner.canReadAgain) await runner.readAgain();
    else if (isRead(builder.fields.operation) && !builder.isByHand && builder.fault === '') {
      await runner.run(builder.operationName, builder.text);
    }
  }

  /** Sends what the form shows. */
  async run(): Promise<void> {
    await this.runner.run(this.builder.operationName, this.builder.text);
  }

  /** What was answered is let go, so that a page that is left holds no tables. An edit that is not saved yet stays. */
  leave(): void {
    if (this.editing?.isChanged !== true) this.editing = undefined;
    this.doomed = undefined;
    this.runner.leave();
  }

  /** Where the item of a row is; or, as a sentence, why the console does not know. */
  placeOf({ item, table, key, columns }: AnsweredItem): Parsed<ItemPlace> {
    const name = table.replace(/^arn:.*:table\//, '');
    const summary = this.#tables.find(name);
    if (summary === undefined) {
      return { ok: false, fault: 'The answer does not tell which table this item is in.' };
    }
    const { keys } = summary;
    const names = keyNames(keys);
    const isNamed = columns === 'all' || names.every((column) => columns.has(column));
    const found = key ?? (isNamed ? keyOf(item, keys) : undefined);
    if (found !== undefined) return { ok: true, value: { table: name, keys, key: found } };
    const both = names.join(' and ');
    return {
      ok: false,
      fault: `To edit or delete the item, read it with its key: ${both} of ${name}.`,
    };
  }

  /** Whether the form, which is of one table, can be filled for the item. */
  isOfForm({ table }: ItemPlace): boolean {
    return table === this.builder.fields.tableName;
  }

  fillForm(operation: Operation, { key }: ItemPlace): void {
    this.builder.useKey(operation, key);
  }

  async edit(place: ItemPlace): Promise<void> {
    this.editing = new ItemEditing(place, (operation, text) =>
      this.#connection.call(operation, text),
    );
    await this.editing.read();
  }

  /** Once it is written the editing is over. */
  async saveEdit(): Promise<void> {
    const { editing } = this;
    const exchange = await editing?.save();
    if (editing === undefined || exchange === undefined) return;
    const { before, edited, place } = editing;
    if (this.editing === editing) this.editing = undefined;
    this.runner.showWrite(exchange);
    const answered = exchange.body['Attributes'];
    const after = isObject(answered) ? (answered as WireItem) : edited.ok ? edited.value : {};
    this.runner.replace((row) => this.#isAt(row, place), before, after);
  }

  /** Answers why it was not deleted. */
  async delete(place: ItemPlace): Promise<Failure | undefined> {
    const exchange = await this.#connection.call('DeleteItem', deletionText(place));
    if (exchange.failure !== undefined) return exchange.failure;
    this.doomed = undefined;
    this.runner.showWrite(exchange);
    this.runner.markDeleted((row) => this.#isAt(row, place));
    return undefined;
  }

  #isAt(row: ResultRow, { table, key }: ItemPlace): boolean {
    const place = this.placeOf(row);
    return place.ok && place.value.table === table && sameItem(place.value.key, key);
  }
}
