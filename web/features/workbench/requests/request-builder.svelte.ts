/**
 * One request, two views. The form writes the JSON; the JSON typed by hand is read back into the form where the form can
 * show it. What is sent is always the JSON text on the screen.
 */
import type { WireItem } from '../../../values/attribute-value.ts';
import { indentJson, parseObject, prettyJson } from '../../../values/json-text.ts';
import { ownMember } from '../../../values/own-member.ts';
import type { KeyAttribute, KeySchema, TableSummary } from '../../../values/table-summary.ts';
import { turnItemText, type ItemFormat } from '../items/item-text.ts';
import {
  emptyFields,
  type FilterRow,
  type Operation,
  type RequestFields,
} from './request-fields.ts';
import { readRequest } from './request-reading.ts';
import { writeRequest } from './request-writing.ts';

const NO_KEYS: KeySchema = { partition: { name: 'pk', type: 'S' }, sort: undefined };

export class RequestBuilder {
  fields: RequestFields = $state(emptyFields(''));
  rows: FilterRow[] = $state([]);
  /** The JSON as typed by hand since the form last changed. */
  #byHand: string | undefined = $state();
  #handIsShown = $state(true);
  readonly #table: () => TableSummary | undefined;
  #nextRowId = 1;

  readonly tableKeys: KeySchema = $derived.by(() => this.#table()?.keys ?? NO_KEYS);
  readonly queryKeys: KeySchema = $derived.by(() => this.#keysOf(this.fields.indexName));
  readonly #written = $derived.by(() =>
    writeRequest({
      fields: this.fields,
      rows: this.rows,
      tableKeys: this.tableKeys,
      queryKeys: this.queryKeys,
    }),
  );
  readonly text = $derived(this.#byHand ?? (this.#written.ok ? this.#written.value : ''));
  /** Why there is nothing to send, as a sentence. */
  readonly fault = $derived.by(() => {
    if (this.#byHand === undefined) return this.#written.ok ? '' : this.#written.fault;
    const parsed = parseObject(this.#byHand);
    return parsed.ok ? '' : parsed.fault;
  });
  /** True while what is sent was typed as JSON. */
  readonly isByHand = $derived(this.#byHand !== undefined);
  /** True while the form does not show the request that will be sent. */
  readonly formIsBehind = $derived(this.#byHand !== undefined && !this.#handIsShown);
  readonly operationName = $derived(
    this.fields.operation === 'Other' ? this.fields.otherOperation.trim() : this.fields.operation,
  );

  constructor(tableName: string, table: () => TableSummary | undefined) {
    this.fields = emptyFields(tableName);
    this.#table = table;
  }

  choose(operation: Operation): void {
    if (operation === 'Other') this.fields.otherBody = this.text === '' ? '{}' : this.text;
    if (operation === 'Other') this.fields.otherOperation = this.operationName;
    this.fields.operation = operation;
    if (operation === 'PutItem' && this.fields.item === '') this.fields.item = this.#itemTemplate();
    this.formChanged();
  }

  /** A change in the form is the newest truth: the JSON follows it. */
  formChanged(): void {
    this.#byHand = undefined;
    this.#handIsShown = true;
  }

  editByHand(text: string): void {
    this.#byHand = text;
    const changes = readRequest(this.fields.operation, text, this.tableKeys, (name) =>
      this.#keysOf(name),
    );
    this.#handIsShown = changes !== undefined;
    if (changes === undefined) return;
    Object.assign(this.fields, changes);
    if (this.fields.operation !== 'Other') this.rows = [];
  }

  tidy(): void {
    this.editByHand(indentJson(this.text));
  }

  addFilter(): void {
    const id = this.#nextRowId++;
    this.rows.push({ id, attribute: '', operator: '=', type: 'S', value: '', upper: '' });
    this.formChanged();
  }

  removeFilter(id: number): void {
    this.rows = this.rows.filter((row) => row.id !== id);
    this.formChanged();
  }

  /** Shows the item in the other notation. Refuses where plain JSON would forget a type; answers why. */
  setItemFormat(format: ItemFormat): string {
    const turned = turnItemText(this.fields.item, this.fields.itemFormat, format);
    if (!turned.ok) return turned.fault;
    if (format === this.fields.itemFormat) return '';
    this.fields.item = turned.value;
    this.fields.itemFormat = format;
    this.formChanged();
    return '';
  }

  /** Prepares the request that does `operation` to the item of a key. What was typed for another item goes. */
  useKey(operation: Operation, key: WireItem): void {
    const { partition, sort } = this.tableKeys;
    const { itemFormat, limit, capacityDetail, tableName } = this.fields;
    this.fields = { ...emptyFields(tableName), operation, itemFormat, limit, capacityDetail };
    this.fields.partitionValue = keyContent(key, partition);
    if (sort !== undefined) this.fields.sortValue = keyContent(key, sort);
    this.rows = [];
    this.formChanged();
  }

  /** Takes over a request from the log. */
  useRequest(operation: Operation, text: string): void {
    this.fields.operation = operation;
    this.editByHand(indentJson(text));
  }

  #keysOf(indexName: string): KeySchema {
    const table = this.#table();
    const index = table?.indexes.find((candidate) => candidate.name === indexName);
    return index?.keys ?? table?.keys ?? NO_KEYS;
  }

  #itemTemplate(): string {
    const { partition, sort } = this.tableKeys;
    const { partitionValue, sortValue } = this.fields;
    const item = { [partition.name]: { [partition.type]: partitionValue } };
    if (sort === undefined) return prettyJson(item);
    return prettyJson({ ...item, [sort.name]: { [sort.type]: sortValue } });
  }
}

function keyContent(key: WireItem, attribute: KeyAttribute): string {
  const content = ownMember(key, attribute.name)?.[attribute.type];
  return typeof content === 'string' ? content : '';
}
