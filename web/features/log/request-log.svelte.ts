/** The latest requests of this page, newest first. Long answers are cut: the log must not hold a table. */
import type { Connection, Exchange } from '../../database/connection.svelte.ts';
import { capacityUnits } from '../../values/consumed-capacity.ts';
import { parseObject } from '../../values/json-text.ts';

const KEPT = 500;
const PAGE_SIZE = 25;
const RESPONSE_CHARACTERS = 16_384;
/** Of all entries together: one request may be of 16 MB. */
export const LOG_CHARACTERS = 16 * 1024 * 1024;

export interface LogEntry extends Omit<Exchange, 'body'> {
  readonly id: number;
  readonly table: string;
  /** `responseText` is the beginning of the answer. */
  readonly cut: boolean;
  readonly units: number | undefined;
  /** Of Query and Scan. */
  readonly counts: { readonly returned: number; readonly scanned: number } | undefined;
}

export class RequestLog {
  entries: readonly LogEntry[] = $state.raw([]);
  page = $state(0);
  readonly pageSize = PAGE_SIZE;
  readonly shown = $derived(this.entries.slice(this.page * PAGE_SIZE, (this.page + 1) * PAGE_SIZE));
  #nextId = 1;

  listenTo(connection: Pick<Connection, 'onExchange'>): void {
    connection.onExchange((exchange) => {
      this.#add(exchange);
    });
  }

  clear(): void {
    this.entries = [];
    this.page = 0;
  }

  #add({ body, ...exchange }: Exchange): void {
    const { requestText, responseText } = exchange;
    const parsed = parseObject(requestText);
    const table = parsed.ok ? parsed.value['TableName'] : undefined;
    const { Count: returned, ScannedCount: scanned } = body;
    const entry: LogEntry = {
      ...exchange,
      id: this.#nextId++,
      table: typeof table === 'string' ? table : '',
      responseText: beginningOf(responseText),
      cut: responseText.length > RESPONSE_CHARACTERS,
      units: capacityUnits(body),
      counts:
        typeof returned === 'number' && typeof scanned === 'number'
          ? { returned, scanned }
          : undefined,
    };
    this.entries = withinRoom([entry, ...this.entries.slice(0, KEPT - 1)]);
  }
}

/** A copy: a slice of a text keeps all of it in memory. */
function beginningOf(text: string): string {
  if (text.length <= RESPONSE_CHARACTERS) return text;
  return String(JSON.parse(JSON.stringify(text.slice(0, RESPONSE_CHARACTERS))));
}

/** The newest entries that have room together; the newest of all always. */
function withinRoom(entries: readonly LogEntry[]): readonly LogEntry[] {
  let characters = 0;
  const end = entries.findIndex(({ requestText, responseText }, index) => {
    characters += requestText.length + responseText.length;
    return index > 0 && characters > LOG_CHARACTERS;
  });
  return end < 0 ? entries : entries.slice(0, end);
}
