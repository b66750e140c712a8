/** One Region of the database, open in this page, with everything the console knows of it. */
import {
  Connection,
  type ConnectionOptions,
  type DatabaseEvent,
} from '../database/connection.svelte.ts';
import { Tables } from '../database/tables.svelte.ts';
import { SampleLoader } from '../features/sample/sample-loader.svelte.ts';
import { StreamTail } from '../features/stream/stream-tail.svelte.ts';
import { TailList } from '../features/stream/tail-list.svelte.ts';
import { tailPorts } from '../features/stream/tail-source.ts';
import { Workbench } from '../features/workbench/workbench.svelte.ts';
import { TableCreation } from '../tables/creating/table-creation.svelte.ts';

export interface SessionEvents {
  /** The Region is open: what it holds is yet to be looked at. */
  readonly onOpen: () => void;
  /** Something was written. */
  readonly onChange: () => Promise<void>;
}

export class RegionSession {
  readonly connection: Connection;
  readonly tables: Tables;
  readonly creation: TableCreation;
  readonly sample: SampleLoader;
  /** Whether the engine runs in this tab or in another; undefined until it has told. */
  role: 'owner' | 'follower' | undefined = $state();
  /** Tabs that share the engine. */
  tabs = $state(1);
  readonly #onOpen: () => void;
  readonly #onChange: () => Promise<void>;
  #isWatched = false;
  /** Kept while the page lives: coming back to a table finds the request as it was left. Answers are let go. */
  readonly #workbenches = new Map<string, Workbench>();
  /** By the ARN of the stream. */
  readonly #tails = new Map<string, TailList>();

  constructor(options: ConnectionOptions, { onOpen, onChange }: SessionEvents) {
    this.connection = new Connection(options);
    this.tables = new Tables(this.connection);
    this.creation = new TableCreation(this.tables);
    this.sample = new SampleLoader(this.connection, this.tables);
    this.connection.onEvent((event) => this.#hear(event));
    this.#onOpen = onOpen;
    this.#onChange = onChange;
  }

  get region(): string {
    return this.connection.region;
  }

  /** Opens the Region, again after it failed; with the id of a lost store in place of that one. */
  async open(acceptLoss?: string): Promise<void> {
    await this.connection.open(acceptLoss);
    if (this.connection.state !== 'open') return;
    this.#onOpen();
    await this.#look();
    void this.sample.resume();
    if (!this.#isWatched) this.#watch();
    this.#isWatched = true;
  }

  /** Deletes what is stored of the Region and opens it empty. Rejects when the browser refuses. */
  async destroy(): Promise<void> {
    await this.connection.destroy();
    await this.open();
  }

  /** Sees all there is to see. Does not reject: a broken connection is state. */
  async #look(): Promise<void> {
    if (this.connection.state !== 'open') return;
    try {
      const { role, tabs } = await this.connection.database.stats();
      this.role = role;
      this.tabs = tabs;
      await this.#refresh();
    } catch (error) {
      this.connection.lose(error);
    }
  }

  /** What was written by whomever: this page, the devtools prompt, another tab, another Region. */
  #hear(event: DatabaseEvent): void {
    // Who comes back looks at everything.
    if (document.hidden) return;
    switch (event.type) {
      case 'tables':
        void this.#refresh();
        return;
      case 'written':
        void this.#recount();
        return;
      case 'tabs':
        this.tabs = event.tabs;
        return;
      // The last owner may have told nobody of its last change.
      case 'owner':
      case 'ended':
        void this.#look();
        return;
      default:
    }
  }

  /** The workbench of a table; the empty name is the one for any request. */
  workbench(table: string): Workbench {
    return keptIn(
      this.#workbenches,
      table,
      () => new Workbench(table, this.tables, this.connection),
    );
  }

  /** The tail of a stream, which stands where it stood when it was last seen. */
  tail(streamArn: string): TailList {
    return keptIn(
      this.#tails,
      streamArn,
      () => new TailList(new StreamTail(tailPorts(this.connection, streamArn))),
    );
  }

  async #refresh(): Promise<void> {
    await this.tables.refresh();
    await this.sample.check();
    await this.#onChange();
  }

  async #recount(): Promise<void> {
    await this.tables.recount();
    await this.#onChange();
  }

  /** A page that nobody sees asks for nothing, and one that was put aside is told nothing. */
  #watch(): void {
    const lookIfSeen = (): void => {
      if (!document.hidden) void this.#look();
    };
    document.addEventListener('visibilitychange', lookIfSeen);
    window.addEventListener('pageshow', lookIfSeen);
  }
}

/** Views ask for state while they render; what outlives a view must not belong to the one that asked first. */
function keptIn<T>(known: Map<string, T>, name: string, make: () => T): T {
  const old = known.get(name);
  if (old !== undefined) return old;
  let made: { readonly state: T } | undefined;
  $effect.root(() => {
    made = { state: make() };
  });
  if (made === undefined) throw new Error('A root effect runs at once.');
  known.set(name, made.state);
  return made.state;
}
