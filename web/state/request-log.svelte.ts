/** The latest requests of this page, newest first. Long answers are cut: the log must not hold a table. */
import { parseObject } from '../model/json-text.ts';
import type { Connection, Exchange } from './connection.svelte.ts';

const KEPT = 500;
const PAGE_SIZE = 25;
const RESPONSE_CHARACTERS = 16_384;

export interface LogEntry {
  readonly id: number;
  readonly exchange: Exchange;
  readonly table: string;
  readonly responseText: string;
  readonly cut: boolean;
}

export class RequestLog {
  entries: readonly LogEntry[] = $state.raw([]);
  page = $state(0);
  readonly pageSize = PAGE_SIZE;
  readonly shown = $derived(this.entries.slice(this.page * PAGE_SIZE, (this.page + 1) * PAGE_SIZE));
  #nextId = 1;

  listenTo(connection: Connection): void {
    connection.onExchange((exchange) => {
      this.#add(exchange);
    });
  }

  clear(): void {
    this.entries = [];
    this.page = 0;
  }

  #add(exchange: Exchange): void {
    const { requestText, responseText, body } = exchange;
    const parsed = parseObject(requestText);
    const table = parsed.ok ? parsed.value['TableName'] : undefined;
    const { Items, ...small } = body;
    const entry: LogEntry = {
      id: this.#nextId++,
      exchange: { ...exchange, responseText: '', body: Items === undefined ? body : small },
      table: typeof table === 'string' ? table : '',
      responseText: responseText.slice(0, RESPONSE_CHARACTERS),
      cut: responseText.length > RESPONSE_CHARACTERS,
    };
    this.entries = [entry, ...this.entries].slice(0, KEPT);
  }
}
