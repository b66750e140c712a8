/** Sends the request of a builder and keeps the answer: its pages, its figures, its error. */
import type { WireItem } from '../model/attribute-value.ts';
import { answeredItems, capacityUnits } from '../model/answer.ts';
import { parseObject } from '../model/json-text.ts';
import type { Connection, Exchange, Failure } from './connection.svelte.ts';

const ROWS_PER_PAGE = 50;
const FEW = 0.1;

export interface Figures {
  readonly returned: number;
  readonly scanned: number;
  readonly pages: number;
  /** Undefined when the answers tell no capacity. */
  readonly units: number | undefined;
  readonly ms: number;
  readonly bytes: number;
}

export interface ResultRow {
  readonly id: number;
  readonly item: WireItem;
}

function figuresOf(exchanges: readonly Exchange[]): Figures {
  const sum = (read: (exchange: Exchange) => number): number =>
    exchanges.reduce((total, exchange) => total + read(exchange), 0);
  const count =
    (member: string) =>
    (exchange: Exchange): number => {
      const figure = exchange.body[member];
      return typeof figure === 'number' ? figure : answeredItems(exchange.body).length;
    };
  const units = exchanges
    .map(({ body }) => capacityUnits(body))
    .filter((unit) => unit !== undefined);
  return {
    returned: sum(count('Count')),
    scanned: sum(count('ScannedCount')),
    pages: exchanges.length,
    units: units.length === 0 ? undefined : units.reduce((total, unit) => total + unit, 0),
    ms: sum(({ ms }) => ms),
    bytes: sum(({ responseBytes }) => responseBytes),
  };
}

export class Runner {
  exchanges: readonly Exchange[] = $state.raw([]);
  running = $state(false);
  /** A connection that broke, as opposed to an answer with an error. */
  broken = $state('');
  page = $state(0);
  readonly pageSize = ROWS_PER_PAGE;
  readonly last = $derived(this.exchanges.at(-1));
  readonly failure: Failure | undefined = $derived(this.last?.failure);
  readonly figures = $derived(figuresOf(this.exchanges));
  readonly rows: readonly ResultRow[] = $derived(
    this.exchanges.flatMap(({ body }) => answeredItems(body)).map((item, id) => ({ id, item })),
  );
  readonly shown = $derived(
    this.rows.slice(this.page * ROWS_PER_PAGE, (this.page + 1) * ROWS_PER_PAGE),
  );
  readonly lastKey = $derived(this.last?.body['LastEvaluatedKey']);
  readonly filtersAlmostAll = $derived(
    this.figures.scanned >= 20 && this.figures.returned < this.figures.scanned * FEW,
  );
  readonly #connection: Connection;

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  async run(operation: string, text: string): Promise<void> {
    this.page = 0;
    await this.#send(operation, text, []);
  }

  /** Asks for the page after the last one, with the request that was sent, not the one now in the form. */
  async continue(): Promise<void> {
    const { last, lastKey } = this;
    if (last === undefined || lastKey === undefined) return;
    const parsed = parseObject(last.requestText);
    if (!parsed.ok) return;
    const body = { ...parsed.value, ExclusiveStartKey: lastKey };
    const fresh = Math.ceil(this.rows.length / ROWS_PER_PAGE);
    const page = this.rows.length % ROWS_PER_PAGE === 0 ? fresh : this.page;
    await this.#send(last.operation, JSON.stringify(body), this.exchanges);
    if (page * ROWS_PER_PAGE < this.rows.length) this.page = page;
  }

  clear(): void {
    this.exchanges = [];
    this.broken = '';
  }

  async #send(operation: string, text: string, before: readonly Exchange[]): Promise<void> {
    if (this.running) return;
    this.running = true;
    this.broken = '';
    try {
      const exchange = await this.#connection.call(operation, text);
      this.exchanges = [...before, exchange];
    } catch (error) {
      this.broken = error instanceof Error ? error.message : String(error);
    } finally {
      this.running = false;
    }
  }
}
