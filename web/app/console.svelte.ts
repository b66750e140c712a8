/** The composition root of the page: one of each, wired once; one session for each Region that is open. */
import type { Failure } from '../database/connection.svelte.ts';
import type { Origin } from '../database/origin.svelte.ts';
import { StorageUse } from '../database/storage-use.svelte.ts';
import { RequestLog, type LogEntry } from '../features/log/request-log.svelte.ts';
import { Notices } from '../features/notices/notices.svelte.ts';
import { RegionsWatch } from '../features/regions/regions-watch.svelte.ts';
import { OPERATIONS } from '../features/workbench/requests/request-fields.ts';
import { namesOf, readAddress, regionsOf, writeAddress, type Address } from './database-address.ts';
import { RegionSession } from './region-session.svelte.ts';
import { Route } from './route.svelte.ts';
import { Theme } from './theme.svelte.ts';

export class Console {
  readonly database: string;
  sessions: readonly RegionSession[] = $state.raw([]);
  /** The Region that tables, requests and streams are of. */
  session: RegionSession;
  readonly log = new RequestLog();
  readonly theme = new Theme();
  readonly route = new Route();
  readonly storage = new StorageUse();
  readonly notices = new Notices();
  readonly regions = new RegionsWatch(() => this.sessions.map(({ connection }) => connection));

  readonly #origin: Origin;

  constructor(search: string, origin: Origin) {
    const { database, regions, region } = readAddress(search, origin.stored);
    this.#origin = origin;
    this.database = database;
    this.sessions = regions.map((name) => this.#makeSession(name));
    this.session = $state.raw(this.#sessionOf(region));
  }

  get openRegions(): readonly string[] {
    return this.sessions.map(({ region }) => region);
  }

  /** Names of the databases to choose from, the open one among them. */
  get databases(): readonly string[] {
    return [...new Set([...namesOf(this.#origin.stored), this.database])].sort();
  }

  /** Regions of the database to choose from: those that are open, and those that are stored. */
  get knownRegions(): readonly string[] {
    return [...new Set([...this.openRegions, ...regionsOf(this.#origin.stored, this.database)])];
  }

  /** After another tab may have made or deleted some. */
  lookAround(): void {
    void this.#origin.look();
  }

  /** One database a page: another one is another page. */
  chooseDatabase(name: string): void {
    location.assign(`?${new URLSearchParams({ database: name }).toString()}`);
  }

  async start(): Promise<void> {
    await Promise.all(this.sessions.map((session) => session.open()));
  }

  /** Begins anew in place of a store that the browser has lost: that one is given up. */
  async acceptLoss(storeId: string): Promise<void> {
    await this.session.open(storeId);
  }

  /** Deletes the Region that is looked at, which cannot be opened, and opens it empty. */
  async destroy(): Promise<Failure | undefined> {
    try {
      await this.session.destroy();
      return undefined;
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      return { type: 'The database was not deleted', message };
    }
  }

  /** Opens the Region when it is not open yet. */
  async chooseRegion(region: string): Promise<void> {
    await this.openRegion(region);
    this.#lookAt(region);
  }

  /** Opens one more Region of the database, beside those that are open. */
  async openRegion(region: string): Promise<void> {
    if (this.sessions.some((session) => session.region === region)) return;
    const session = this.#makeSession(region);
    this.sessions = [...this.sessions, session];
    this.#writeAddress();
    await session.open();
  }

  /** Opens a request of the log where it can be changed and run again. */
  reopen({ operation, requestText, region, table }: LogEntry): void {
    this.#lookAt(region);
    const known = OPERATIONS.find((name) => name === operation && name !== 'Other');
    if (known !== undefined && this.session.tables.has(table)) {
      this.session.workbench(table).builder.useRequest(known, requestText);
      this.route.go({ view: 'table', table, tab: 'explore' });
      return;
    }
    const { builder } = this.session.workbench('');
    builder.fields.otherOperation = operation;
    builder.useRequest('Other', requestText);
    this.route.go({ view: 'request' });
  }

  #lookAt(region: string): void {
    this.session = this.#sessionOf(region);
    this.#handToPrompt();
    this.#writeAddress();
  }

  #makeSession(region: string): RegionSession {
    const session = new RegionSession(
      { name: this.database, region },
      {
        onOpen: () => {
          this.#handToPrompt();
        },
        onChange: () => this.storage.refresh(),
      },
    );
    this.log.listenTo(session.connection);
    session.connection.onEvent((event) => this.notices.add(event, new Date()));
    return session;
  }

  #sessionOf(region: string): RegionSession {
    const session = this.sessions.find((one) => one.region === region) ?? this.sessions[0];
    if (session === undefined) throw new Error('The console is open on at least one Region.');
    return session;
  }

  /** The devtools prompt speaks to the Region that is looked at, and reaches the others. */
  #handToPrompt(): void {
    const open = this.sessions.filter(({ connection }) => connection.state === 'open');
    if (!open.includes(this.session)) return;
    const others = open.filter((session) => session !== this.session);
    const hashrange = this.session.connection.database.together(
      others.map(({ connection }) => connection.database),
    );
    Object.assign(globalThis, { hashrange });
  }

  #writeAddress(): void {
    const address: Address = {
      database: this.database,
      regions: this.openRegions,
      region: this.session.region,
    };
    history.replaceState(history.state, '', writeAddress(location.search, address) + location.hash);
  }
}
