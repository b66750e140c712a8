/**
 * The editing of one item. Whatever row it began at, the whole item is read by its key first; what is written is the
 * difference, on the condition that it still begins where it was read.
 */
import { unanswered, type Exchange, type Failure } from '../../../database/connection.svelte.ts';
import type { WireItem } from '../../../values/attribute-value.ts';
import { isObject, prettyJson, type JsonObject } from '../../../values/json-text.ts';
import type { KeySchema } from '../../../values/table-summary.ts';
import { rebased } from './item-changes.ts';
import { writeEdit, type ItemWrite } from './item-edit.ts';
import { readItemText, turnItemText, type ItemFormat } from './item-text.ts';

export interface ItemPlace {
  readonly table: string;
  readonly keys: KeySchema;
  readonly key: WireItem;
}

/** The request that deletes the item of a place. */
export function deletionText({ table, key }: ItemPlace): string {
  return prettyJson({
    TableName: table,
    Key: key,
    ReturnValues: 'ALL_OLD',
    ReturnConsumedCapacity: 'TOTAL',
  });
}

/** Why an edit was not written: the item changed since it was read, is gone, or another one has the new key. */
export type Conflict = 'changed' | 'gone' | 'taken';

export type Send = (operation: string, requestText: string) => Promise<Exchange>;

export class ItemEditing {
  readonly place: ItemPlace;
  phase: 'reading' | 'ready' | 'saving' = $state('reading');
  text = $state('');
  format: ItemFormat = $state('dynamodb');
  onlyIfUnchanged = $state(true);
  /** As it was read; undefined when it is not there. */
  before: WireItem | undefined = $state.raw();
  conflict: Conflict | undefined = $state.raw();
  /** In a conflict: the item as it is now. */
  found: WireItem | undefined = $state.raw();
  failure: Failure | undefined = $state.raw();
  readonly #send: Send;

  readonly edited = $derived.by(() => readItemText(this.text, this.format));
  readonly write: ItemWrite = $derived.by(() => {
    if (!this.edited.ok) return { kind: 'refused', fault: this.edited.fault };
    const { table, keys } = this.place;
    const { before, onlyIfUnchanged } = this;
    return writeEdit({ table, keys, before, after: this.edited.value, onlyIfUnchanged });
  });
  readonly requestText = $derived('body' in this.write ? prettyJson(this.write.body) : '');
  /** Whether something would be lost with it. */
  readonly isChanged = $derived(this.edited.ok ? this.write.kind !== 'nothing' : this.text !== '');

  constructor(place: ItemPlace, send: Send) {
    this.place = place;
    this.#send = send;
  }

  async read(): Promise<void> {
    this.phase = 'reading';
    const { table, key } = this.place;
    const request = { TableName: table, Key: key, ConsistentRead: true };
    const exchange = await this.#ask('GetItem', JSON.stringify(request));
    if (exchange?.failure === undefined && exchange !== undefined) {
      const item = exchange.body['Item'];
      if (isObject(item)) this.#begin(item as WireItem);
      else this.#stop('gone', undefined);
    }
    this.phase = 'ready';
  }

  /** Answers the exchange that wrote the edit. */
  async save(): Promise<Exchange | undefined> {
    const { write } = this;
    if (!('body' in write)) return undefined;
    this.phase = 'saving';
    this.conflict = undefined;
    const exchange = await this.#ask(write.operation, JSON.stringify(write.body));
    this.phase = 'ready';
    if (exchange?.failure === undefined) return exchange;
    this.#readRefusal(exchange.body, exchange.failure);
    return undefined;
  }

  /** Drops the edit and begins at the item as it is now. */
  startOver(): void {
    if (this.found !== undefined) this.#begin(this.found);
  }

  /** Puts the edit on the item as it is now; where that is gone, the item becomes a new one. */
  takeOver(): void {
    const { before, edited, found } = this;
    if (found === undefined || !edited.ok) {
      this.before = undefined;
      this.conflict = undefined;
      if (this.text === '') this.text = prettyJson(this.place.key);
      return;
    }
    const merged = rebased(before ?? {}, edited.value, found);
    this.#begin(found);
    this.text = prettyJson(merged);
  }

  goBack(): void {
    this.conflict = undefined;
  }

  /** Answers why the notation cannot change, or nothing. */
  setFormat(format: ItemFormat): string {
    const turned = turnItemText(this.text, this.format, format);
    if (!turned.ok) return turned.fault;
    this.text = turned.value;
    this.format = format;
    return '';
  }

  #begin(item: WireItem): void {
    this.before = item;
    this.text = prettyJson(item);
    this.format = 'dynamodb';
    this.conflict = undefined;
    this.failure = undefined;
  }

  #stop(conflict: Conflict, found: WireItem | undefined): void {
    this.conflict = conflict;
    this.found = found;
  }

  #readRefusal(body: JsonObject, failure: Failure): void {
    if (failure.type.endsWith('#ConditionalCheckFailedException')) {
      const now = itemIn(body);
      if (this.before === undefined) this.#stop('taken', now);
      else this.#stop(now === undefined ? 'gone' : 'changed', now);
      return;
    }
    const reasons = body['CancellationReasons'];
    const [deletion, put] = Array.isArray(reasons) ? (reasons as readonly unknown[]) : [];
    if (isFailedCondition(deletion)) {
      const now = itemIn(deletion);
      this.#stop(now === undefined ? 'gone' : 'changed', now);
    } else if (isFailedCondition(put)) this.#stop('taken', undefined);
    else this.failure = failure;
  }

  async #ask(operation: string, requestText: string): Promise<Exchange | undefined> {
    this.failure = undefined;
    try {
      const exchange = await this.#send(operation, requestText);
      if (operation === 'GetItem') this.failure = exchange.failure;
      return exchange;
    } catch (error) {
      this.failure = unanswered(error);
      return undefined;
    }
  }
}

function isFailedCondition(reason: unknown): reason is JsonObject {
  return isObject(reason) && reason['Code'] === 'ConditionalCheckFailed';
}

function itemIn(body: JsonObject): WireItem | undefined {
  const item = body['Item'];
  return isObject(item) ? (item as WireItem) : undefined;
}
