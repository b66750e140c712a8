/** The tables of the database: their names as last listed, and descriptions of those that somebody looks at. */
import { tick } from 'svelte';
import { SvelteMap } from 'svelte/reactivity';
import { isObject } from '../values/json-text.ts';
import { readTable, type TableSummary } from '../values/table-summary.ts';
import { unanswered, type Connection, type Failure } from './connection.svelte.ts';

const PAGE_SIZE = 25;

export class Tables {
  names: readonly string[] = $state.raw([]);
  loaded = $state(false);
  failure: Failure | undefined = $state.raw();
  page = $state(0);
  /** Part of a name, in any case of letters. */
  filter = $state('');
  readonly pageSize = PAGE_SIZE;
  readonly matching = $derived.by(() => {
    const part = this.filter.trim().toLowerCase();
    return part === ''
      ? this.names
      : this.names.filter((name) => name.toLowerCase().includes(part));
  });
  readonly shown = $derived(
    this.matching.slice(this.page * PAGE_SIZE, (this.page + 1) * PAGE_SIZE),
  );
  readonly #connection: Connection;
  readonly #listed = $derived(new Set(this.names));
  readonly #described = new SvelteMap<string, TableSummary>();
  /** Counts the listings and recounts: what was described before the latest one is old. */
  #listing = $state(0);
  /** Since the latest, by name. */
  readonly #descriptions = new Map<string, Promise<void>>();
  #rounds: Promise<void> | undefined;
  /** What the next round does; undefined where there is nothing to do. */
  #next: 'list' | 'recount' | undefined;

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  filterBy(part: string): void {
    this.filter = part;
    this.page = 0;
  }

  has(name: string): boolean {
    return this.#listed.has(name);
  }

  /** As last described. Who looks at it, in an effect, has it described anew after every listing, and nobody else has. */
  find(name: string): TableSummary | undefined {
    // Read for being told of the next one.
    if (this.#listing > 0 && this.has(name)) void this.#description(name);
    return this.#described.get(name);
  }

  /** As it is described now, or was since the latest listing. */
  async describe(name: string): Promise<TableSummary | undefined> {
    if (!this.has(name)) return undefined;
    await this.#description(name);
    return this.#described.get(name);
  }

  /**
   * Lists, and describes what is looked at. Calls made meanwhile end in one more round, so the last caller sees its own change.
   * Does not reject: why there was no answer is state.
   */
  refresh(): Promise<void> {
    this.#next = 'list';
    return (this.#rounds ??= this.#runRounds());
  }

  /** Describes anew what is looked at: items were written. As {@link refresh} does otherwise. */
  recount(): Promise<void> {
    this.#next ??= 'recount';
    return (this.#rounds ??= this.#runRounds());
  }

  /** Sends a request that changes tables, and looks at them anew. Does not reject. */
  async change(operation: string, requestText: string): Promise<Failure | undefined> {
    try {
      const { failure } = await this.#connection.call(operation, requestText);
      await this.refresh();
      return failure;
    } catch (error) {
      return unanswered(error);
    }
  }

  async #runRounds(): Promise<void> {
    while (this.#next !== undefined) {
      const isListing = this.#next === 'list';
      this.#next = undefined;
      if (isListing) await this.#list();
      else this.#forgetDescriptions();
      // The effects of those who look ask for descriptions.
      await tick();
      await Promise.all(this.#descriptions.values());
    }
    this.#rounds = undefined;
  }

  #forgetDescriptions(): void {
    this.#descriptions.clear();
    this.#listing++;
  }

  async #list(): Promise<void> {
    try {
      const names = await this.#listNames();
      if (names === undefined) return;
      this.names = names;
      for (const name of this.#described.keys()) if (!this.has(name)) this.#described.delete(name);
      this.page = Math.min(this.page, Math.max(0, Math.ceil(this.matching.length / PAGE_SIZE) - 1));
      this.#forgetDescriptions();
      this.loaded = true;
    } catch (error) {
      this.failure = unanswered(error);
    }
  }

  /** Nothing when it was refused. */
  async #listNames(): Promise<readonly string[] | undefined> {
    const names: string[] = [];
    let start: unknown;
    do {
      const { body, failure } = await this.#connection.callUnlogged(
        'ListTables',
        JSON.stringify(start === undefined ? {} : { ExclusiveStartTableName: start }),
      );
      this.failure = failure;
      if (failure !== undefined) return undefined;
      const page = body['TableNames'];
      if (Array.isArray(page)) names.push(...page.map(String));
      start = body['LastEvaluatedTableName'];
    } while (start !== undefined);
    return names;
  }

  /** Asked once after every listing. */
  #description(name: string): Promise<void> {
    const asked = this.#descriptions.get(name);
    if (asked !== undefined) return asked;
    const asking = this.#describe(name, () => this.#descriptions.get(name) === asking);
    this.#descriptions.set(name, asking);
    return asking;
  }

  /** Does not reject: a connection that is broken is told by the listing. */
  async #describe(name: string, isLatest: () => boolean): Promise<void> {
    try {
      const request = JSON.stringify({ TableName: name });
      const { body, failure } = await this.#connection.callUnlogged('DescribeTable', request);
      if (!isLatest()) return;
      if (isObject(body['Table'])) this.#described.set(name, readTable(body['Table']));
      // Gone since it was listed: the next listing is without it.
      else if (failure?.type.endsWith('#ResourceNotFoundException') !== true)
        this.failure = failure;
    } catch {
      this.#descriptions.delete(name);
    }
  }
}
