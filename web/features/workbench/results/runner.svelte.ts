/**
 * Sends requests and keeps their answers: the rows that were read, page after page, and beside them the answer to the last
 * write. Of the rows the latest pages are kept: a table may be larger than the memory of a tab.
 */
import type { Connection, Exchange, Failure } from '../../../database/connection.svelte.ts';
import type { WireItem } from '../../../values/attribute-value.ts';
import { capacityUnits } from '../../../values/consumed-capacity.ts';
import { parseObject, type JsonObject } from '../../../values/json-text.ts';
import { changesOf } from '../items/item-changes.ts';
import { answeredItems, writesItems } from './answer.ts';
import { nextRequest } from './continuation.ts';
import { Grid, type ResultRow } from './grid.svelte.ts';

/** Whole pages are let go beyond these; the latest stays, however large. */
export const ROWS_KEPT = 10_000;
export const BYTES_KEPT = 16 * 1024 * 1024;
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

interface Page {
  readonly rows: readonly ResultRow[];
  readonly bytes: number;
}

export interface WriteAnswer {
  readonly exchange: Exchange;
  readonly items: number;
}

interface Reading {
  readonly operation: string;
  /** As it was sent first. */
  readonly requestText: string;
}

const NO_FIGURES: Figures = {
  returned: 0,
  scanned: 0,
  pages: 0,
  units: undefined,
  ms: 0,
  bytes: 0,
};

function requestOf({ requestText }: Reading): JsonObject {
  const parsed = parseObject(requestText);
  return parsed.ok ? parsed.value : {};
}

function itemsOf(exchange: Exchange): ReturnType<typeof answeredItems> {
  return answeredItems(exchange.operation, requestOf(exchange), exchange.body);
}

function addFigures(sum: Figures, exchange: Exchange, items: number): Figures {
  const count = (member: string): number => {
    const figure = exchange.body[member];
    return typeof figure === 'number' ? figure : items;
  };
  const units = capacityUnits(exchange.body);
  return {
    returned: sum.returned + count('Count'),
    scanned: sum.scanned + count('ScannedCount'),
    pages: sum.pages + 1,
    units: units === undefined ? sum.units : (sum.units ?? 0) + units,
    ms: sum.ms + exchange.ms,
    bytes: sum.bytes + exchange.responseBytes,
  };
}

export class Runner {
  running = $state(false);
  /** A connection that broke, as opposed to an answer with an error. */
  broken = $state('');
  /** The latest answer to what was read, whole; of the answers before it only rows and figures are kept. */
  last: Exchange | undefined = $state.raw();
  /** The answer to the latest write. */
  written: WriteAnswer | undefined = $state.raw();
  /** Whether something was written after the rows were read. */
  isStale = $state(false);
  figures: Figures = $state.raw(NO_FIGURES);
  /** Rows read and let go again. */
  letGo = $state(0);
  /** The request for what follows. */
  next: JsonObject | undefined = $state.raw();
  #pages: readonly Page[] = $state.raw([]);
  #reading: Reading | undefined;
  /** Answers to what was asked in an earlier one come too late. */
  #visit = {};
  readonly failure: Failure | undefined = $derived(this.last?.failure);
  readonly rows: readonly ResultRow[] = $derived(this.#pages.flatMap(({ rows }) => rows));
  readonly filtersAlmostAll = $derived(
    this.figures.scanned >= 20 && this.figures.returned < this.figures.scanned * FEW,
  );
  readonly grid: Grid;
  readonly #connection: Pick<Connection, 'call'>;

  constructor(connection: Pick<Connection, 'call'>, keyNames: () => readonly string[]) {
    this.#connection = connection;
    this.grid = new Grid(() => this.rows, keyNames);
  }

  /** What was read last, to be read again; undefined before anything was. */
  get canReadAgain(): boolean {
    return this.#reading !== undefined;
  }

  async run(operation: string, requestText: string): Promise<void> {
    const reading = { operation, requestText };
    const isWrite = writesItems(operation, requestOf(reading));
    const exchange = await this.#send(operation, requestText);
    if (exchange === undefined) return;
    if (isWrite) {
      this.showWrite(exchange);
      return;
    }
    this.#clear();
    this.#reading = reading;
    this.#take(exchange);
  }

  /** Reads from the beginning what was read last. */
  async readAgain(): Promise<void> {
    if (this.#reading !== undefined)
      await this.run(this.#reading.operation, this.#reading.requestText);
  }

  /** Asks for what follows the last answer, with the request that was sent, not the one now in the form. */
  async continue(): Promise<void> {
    const { next } = this;
    const reading = this.#reading;
    if (reading === undefined || next === undefined) return;
    const exchange = await this.#send(reading.operation, JSON.stringify(next));
    if (exchange !== undefined) this.#take(exchange);
  }

  /** Shows the answer to a write beside what was read. */
  showWrite(exchange: Exchange): void {
    this.written = { exchange, items: itemsOf(exchange).length };
    if (exchange.failure === undefined && this.last !== undefined) this.isStale = true;
  }

  /** Shows an item as it was written in the rows that are of it; a row with a part of it goes on showing that part. */
  replace(
    isOfItem: (row: ResultRow) => boolean,
    before: WireItem | undefined,
    after: WireItem,
  ): void {
    this.#change(isOfItem, (row) => {
      const isWhole =
        before !== undefined && changesOf(before, row.item, 'attributes').length === 0;
      const entries = Object.entries(after).filter(
        ([name]) => isWhole || Object.hasOwn(row.item, name),
      );
      return { ...row, item: Object.fromEntries(entries), since: 'written' };
    });
  }

  /** The rows stay, for what was read was read, and say that the item is gone. */
  markDeleted(isOfItem: (row: ResultRow) => boolean): void {
    this.#change(isOfItem, (row) => ({ ...row, since: 'deleted' }));
  }

  /** Lets go of all that was answered, and of what will be; what was asked is remembered. */
  leave(): void {
    this.#visit = {};
    this.running = false;
    this.#clear();
    this.broken = '';
  }

  #clear(): void {
    this.last = undefined;
    this.written = undefined;
    this.isStale = false;
    this.figures = NO_FIGURES;
    this.letGo = 0;
    this.next = undefined;
    this.#pages = [];
    this.grid.page = 0;
  }

  #take(exchange: Exchange): void {
    this.last = exchange;
    if (exchange.failure !== undefined) return;
    this.next = nextRequest(exchange.operation, requestOf(exchange), exchange.body);
    const first = this.letGo + this.rows.length;
    const rows = itemsOf(exchange).map((item, index) => ({
      ...item,
      id: first + index,
      since: 'nothing' as const,
    }));
    this.figures = addFigures(this.figures, exchange, rows.length);
    this.#pages = [...this.#pages, { rows, bytes: exchange.responseBytes }];
    this.#trim();
    this.grid.showNewest(rows.length);
  }

  #change(isOfItem: (row: ResultRow) => boolean, change: (row: ResultRow) => ResultRow): void {
    this.#pages = this.#pages.map((page) => ({
      ...page,
      rows: page.rows.map((row) => (isOfItem(row) ? change(row) : row)),
    }));
  }

  #trim(): void {
    const sum = (read: (page: Page) => number): number =>
      this.#pages.reduce((total, page) => total + read(page), 0);
    while (
      this.#pages.length > 1 &&
      (sum(({ rows }) => rows.length) > ROWS_KEPT || sum(({ bytes }) => bytes) > BYTES_KEPT)
    ) {
      this.letGo += this.#pages[0]?.rows.length ?? 0;
      this.#pages = this.#pages.slice(1);
    }
  }

  async #send(operation: string, requestText: string): Promise<Exchange | undefined> {
    if (this.running) return undefined;
    const visit = this.#visit;
    const isHere = (): boolean => visit === this.#visit;
    this.running = true;
    this.broken = '';
    try {
      const exchange = await this.#connection.call(operation, requestText);
      return isHere() ? exchange : undefined;
    } catch (error) {
      if (isHere()) this.broken = error instanceof Error ? error.message : String(error);
      return undefined;
    } finally {
      if (isHere()) this.running = false;
    }
  }
}
