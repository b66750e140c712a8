/** How loaded rows are looked at: the order of rows and of columns, and the page on the screen. */
import { ownMember } from '../../../values/own-member.ts';
import { compareValues } from '../../../values/value-order.ts';
import type { AnsweredItem } from './answer.ts';

const ROWS_PER_PAGE = 50;

export interface ResultRow extends AnsweredItem {
  /** Counted from the first row of the answer, also when that one is let go. */
  readonly id: number;
  /** What this page did to the item after it was read. */
  readonly since: 'nothing' | 'written' | 'deleted';
}

export interface Sort {
  readonly column: string;
  readonly direction: 'ascending' | 'descending';
}

export class Grid {
  page = $state(0);
  sort: Sort | undefined = $state.raw();
  /** Said to those who do not see a column move. */
  news = $state('');
  readonly pageSize = ROWS_PER_PAGE;
  readonly #rows: () => readonly ResultRow[];
  readonly #keyNames: () => readonly string[];
  #order: readonly string[] = $state.raw([]);

  /** Keys first, then as they came, unless moved. */
  readonly columns: readonly string[] = $derived.by(() => {
    const present = new Set<string>();
    for (const { item } of this.#rows()) for (const name of Object.keys(item)) present.add(name);
    const order = [...this.#order, ...this.#keyNames(), ...present];
    return [...new Set(order)].filter((name) => present.has(name));
  });
  readonly #sorted = $derived.by(() => sortedRows(this.#rows(), this.sort));
  readonly shown = $derived(
    this.#sorted.slice(this.page * ROWS_PER_PAGE, (this.page + 1) * ROWS_PER_PAGE),
  );

  constructor(rows: () => readonly ResultRow[], keyNames: () => readonly string[]) {
    this.#rows = rows;
    this.#keyNames = keyNames;
  }

  /** First ascending, then descending, then as the rows came. */
  sortBy(column: string): void {
    const direction = this.sort?.column === column ? this.sort.direction : undefined;
    this.page = 0;
    if (direction === 'descending') this.sort = undefined;
    else this.sort = { column, direction: direction === undefined ? 'ascending' : 'descending' };
  }

  /** Moves a column to where another stands. */
  moveTo(column: string, place: string): void {
    const to = this.columns.indexOf(place);
    if (column === place || to < 0 || !this.columns.includes(column)) return;
    const order = this.columns.filter((name) => name !== column);
    order.splice(to, 0, column);
    this.#order = order;
    this.news = `${column} is column ${String(to + 1)} of ${String(order.length)}.`;
  }

  moveBy(column: string, steps: -1 | 1): void {
    const place = this.columns[this.columns.indexOf(column) + steps];
    if (place !== undefined) this.moveTo(column, place);
  }

  /** Shows the page with the first of the last `count` rows, which are new; sorted rows stand anywhere. */
  showNewest(count: number): void {
    const total = this.#rows().length;
    const wanted = this.sort === undefined ? total - count : this.page * ROWS_PER_PAGE;
    this.page = Math.floor(Math.max(0, Math.min(wanted, total - 1)) / ROWS_PER_PAGE);
  }
}

/** Rows without the attribute come last, in either direction. */
function sortedRows(rows: readonly ResultRow[], sort: Sort | undefined): readonly ResultRow[] {
  if (sort === undefined) return rows;
  const sign = sort.direction === 'ascending' ? 1 : -1;
  const keyed = rows.map((row) => ({ row, value: ownMember(row.item, sort.column) }));
  keyed.sort((one, other) => {
    if (one.value === undefined || other.value === undefined) {
      return Number(one.value === undefined) - Number(other.value === undefined);
    }
    return sign * compareValues(one.value, other.value);
  });
  return keyed.map(({ row }) => row);
}
