/** The tables of the database, as last described. */
import { isObject } from '../model/json-text.ts';
import { deleteIndexRequest } from '../model/table-request.ts';
import { readTable, type TableSummary } from '../model/table-summary.ts';
import type { Connection, Failure } from './connection.svelte.ts';

const PAGE_SIZE = 25;

export class Tables {
  all: readonly TableSummary[] = $state.raw([]);
  loaded = $state(false);
  failure: Failure | undefined = $state.raw();
  page = $state(0);
  /** Part of a name, in any case of letters. */
  filter = $state('');
  readonly pageSize = PAGE_SIZE;
  readonly matching = $derived.by(() => {
    const part = this.filter.trim().toLowerCase();
    return part === ''
      ? this.all
      : this.all.filter(({ name }) => name.toLowerCase().includes(part));
  });
  readonly shown = $derived(
    this.matching.slice(this.page * PAGE_SIZE, (this.page + 1) * PAGE_SIZE),
  );
  /** Whether an index or a replica of any table is being built. */
  readonly isBuilding = $derived(
    this.all.some(({ indexes, replicas }) =>
      [...indexes, ...replicas].some(({ status }) => status === 'CREATING'),
    ),
  );
  readonly #connection: Connection;
  #refreshing: Promise<void> | undefined;
  #again = false;

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  filterBy(part: string): void {
    this.filter = part;
    this.page = 0;
  }

  find(name: string): TableSummary | undefined {
    return this.all.find((table) => table.name === name);
  }

  /** Lists and describes. Calls made meanwhile end in one more round, so the last caller sees its own change. */
  async refresh(): Promise<void> {
    if (this.#refreshing !== undefined) {
      this.#again = true;
      return this.#refreshing;
    }
    this.#refreshing = this.#rounds();
    try {
      await this.#refreshing;
    } finally {
      this.#refreshing = undefined;
    }
  }

  /** Sends a request that changes tables, and describes them anew. */
  async change(operation: string, requestText: string): Promise<Failure | undefined> {
    const { failure } = await this.#connection.call(operation, requestText);
    await this.refresh();
    return failure;
  }

  delete(name: string): Promise<Failure | undefined> {
    return this.change('DeleteTable', JSON.stringify({ TableName: name }));
  }

  deleteIndex(table: string, index: string): Promise<Failure | undefined> {
    return this.change('UpdateTable', JSON.stringify(deleteIndexRequest(table, index)));
  }

  async #rounds(): Promise<void> {
    do {
      const names = await this.#names();
      const described = await Promise.all(names.map((name) => this.#describe(name)));
      this.all = described.filter((table) => table !== undefined);
      this.page = Math.min(this.page, Math.max(0, Math.ceil(this.matching.length / PAGE_SIZE) - 1));
      this.loaded = true;
    } while (this.#takeAgain());
  }

  #takeAgain(): boolean {
    const again = this.#again;
    this.#again = false;
    return again;
  }

  async #names(): Promise<readonly string[]> {
    const names: string[] = [];
    let start: unknown;
    do {
      const { body, failure } = await this.#connection.callUnlogged(
        'ListTables',
        JSON.stringify(start === undefined ? {} : { ExclusiveStartTableName: start }),
      );
      this.failure = failure;
      const page = body['TableNames'];
      if (Array.isArray(page)) names.push(...page.map(String));
      start = body['LastEvaluatedTableName'];
    } while (start !== undefined);
    return names;
  }

  async #describe(name: string): Promise<TableSummary | undefined> {
    const { body } = await this.#connection.callUnlogged(
      'DescribeTable',
      JSON.stringify({ TableName: name }),
    );
    return isObject(body['Table']) ? readTable(body['Table']) : undefined;
  }
}
