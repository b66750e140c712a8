/** The composition root of the page: one of each, wired once. */
import { OPERATIONS } from '../model/request-fields.ts';
import { Connection } from './connection.svelte.ts';
import { RequestBuilder } from './request-builder.svelte.ts';
import { RequestLog, type LogEntry } from './request-log.svelte.ts';
import { Route } from './route.svelte.ts';
import { Runner } from './runner.svelte.ts';
import { SampleLoader } from './sample-loader.svelte.ts';
import { StreamTail } from './stream-tail.svelte.ts';
import { StorageUse } from './storage-use.svelte.ts';
import { TableCreation } from './table-creation.svelte.ts';
import { TailList } from './tail-list.svelte.ts';
import { tailPorts } from './tail-source.ts';
import { Tables } from './tables.svelte.ts';
import { Theme } from './theme.svelte.ts';

const WATCH_MS = 2_000;
/** While an index is being built, so that it is seen to grow. */
const WATCH_BUILD_MS = 500;

/** A request being built and its last answer. */
export interface Workbench {
  readonly builder: RequestBuilder;
  readonly runner: Runner;
}

export class Console {
  readonly connection: Connection;
  readonly tables: Tables;
  readonly creation: TableCreation;
  readonly sample: SampleLoader;
  readonly log: RequestLog;
  readonly theme = new Theme();
  readonly route = new Route();
  readonly storage = new StorageUse();
  /** Where the log stood when the tables were last described. */
  #seenLsn: number | undefined;
  /** Kept while the page lives, so that leaving a table and coming back loses nothing. */
  readonly #workbenches = new Map<string, Workbench>();
  /** By the ARN of the stream. */
  readonly #tails = new Map<string, TailList>();

  constructor(address: URLSearchParams) {
    this.connection = new Connection({
      name: address.get('database') ?? 'default',
      region: address.get('region') ?? 'us-east-1',
    });
    this.tables = new Tables(this.connection);
    this.creation = new TableCreation(this.tables);
    this.sample = new SampleLoader(this.connection, this.tables);
    this.log = new RequestLog(this.connection);
  }

  async start(): Promise<void> {
    await this.connection.open();
    if (this.connection.state !== 'open') return;
    await this.#refresh();
    this.sample.resume();
    this.#watchLater();
  }

  /** The workbench of a table; the empty name is the one for any request. */
  workbench(table: string): Workbench {
    const known = this.#workbenches.get(table);
    if (known !== undefined) return known;
    return this.#makeWorkbench(table);
  }

  /** The tail of a stream, which stands where it stood when it was last seen. */
  tail(streamArn: string): TailList {
    const known = this.#tails.get(streamArn);
    if (known !== undefined) return known;
    const list = ownedByConsole(
      () => new TailList(new StreamTail(tailPorts(this.connection, streamArn))),
    );
    this.#tails.set(streamArn, list);
    return list;
  }

  /** Opens a request of the log where it can be changed and run again. */
  reopen({ exchange: { operation, requestText }, table }: LogEntry): void {
    const known = OPERATIONS.find((name) => name === operation && name !== 'Other');
    if (known !== undefined && this.tables.find(table) !== undefined) {
      this.workbench(table).builder.useRequest(known, requestText);
      this.route.go({ view: 'table', table, tab: 'explore' });
      return;
    }
    const { builder } = this.workbench('');
    builder.fields.otherOperation = operation;
    builder.useRequest('Other', requestText);
    this.route.go({ view: 'request' });
  }

  async run({ builder, runner }: Workbench): Promise<void> {
    await runner.run(builder.operationName, builder.text);
    await this.#refresh();
  }

  #makeWorkbench(table: string): Workbench {
    const workbench = ownedByConsole(() => ({
      builder: new RequestBuilder(table, () => this.tables.find(table)),
      runner: new Runner(this.connection),
    }));
    this.#workbenches.set(table, workbench);
    return workbench;
  }

  #watchLater(): void {
    const look = async (): Promise<void> => {
      await this.#watch();
      this.#watchLater();
    };
    setTimeout(() => void look(), this.tables.isBuilding ? WATCH_BUILD_MS : WATCH_MS);
  }

  /** Others write too: the devtools prompt, a test. */
  async #watch(): Promise<void> {
    if (document.hidden || this.connection.state !== 'open') return;
    try {
      const { appendedLsn } = await this.connection.database.stats();
      if (appendedLsn === this.#seenLsn) return;
      await this.#refresh();
      this.#seenLsn = appendedLsn;
    } catch (error) {
      this.connection.lose(error);
    }
  }

  async #refresh(): Promise<void> {
    await this.tables.refresh();
    this.sample.check();
    await this.storage.refresh();
  }
}

/** Views ask for state while they render; what outlives a view must not belong to the one that asked first. */
function ownedByConsole<T>(make: () => T): T {
  let made: { readonly state: T } | undefined;
  $effect.root(() => {
    made = { state: make() };
  });
  if (made === undefined) throw new Error('A root effect runs at once.');
  return made.state;
}
