import type { OpenOptions } from '../rpc/contract.ts';
import { databaseNameOf } from '../rpc/database-name.ts';
import { HashrangeError } from './errors.ts';
import type { WireAnswer } from './port-client.ts';
import type { StoreMarker } from './store-marker.ts';
import type { ScrubReport, Stats } from '../wire/reports.ts';
import type { Transport } from './transport.ts';
import { warmStorage } from './warm-storage.ts';
import type { WorkerFactory } from './worker-connection.ts';
import { WorkerConnection } from './worker-connection.ts';

/** What a worker is asked to open; the rest is added each time. */
export type WorkerOptions = Omit<OpenOptions, 'expectedStoreId' | 'lifeLock'>;

/**
 * Reaches the engine in a worker, and starts a new worker when the old one has died or the page has been in the
 * back/forward cache (a worker kept there would keep the database's lock from every other tab).
 */
export class WorkerTransport implements Transport {
  readonly #factories: readonly WorkerFactory[];
  readonly #options: WorkerOptions;
  readonly #marker: StoreMarker;
  /** The worker that is starting or running. */
  #current: WorkerConnection | undefined;
  /** The same once its database is open. */
  #live: WorkerConnection | undefined;
  #opening: Promise<WorkerConnection> | undefined;
  #closing: Promise<void> | undefined;
  /** In the back/forward cache, where no worker may run. */
  #isAside = false;

  constructor(factories: readonly WorkerFactory[], options: WorkerOptions, marker: StoreMarker) {
    this.#factories = factories;
    this.#options = options;
    this.#marker = marker;
    globalThis.addEventListener('pagehide', this.#onPageHide);
    globalThis.addEventListener('pageshow', this.#onPageShow);
  }

  /** Starts the worker and recovers the database. Rejects with {@link HashrangeError}. */
  async open(): Promise<void> {
    try {
      await this.#connect();
    } catch (error) {
      this.#stopListening();
      throw error;
    }
  }

  request(target: string, bodyText: string, signal?: AbortSignal): Promise<WireAnswer> {
    const live = this.#live;
    if (live !== undefined) return live.request(target, bodyText, signal);
    return this.#connect().then((connection) => connection.request(target, bodyText, signal));
  }

  async flushed(): Promise<void> {
    await (await this.#connect()).call((control) => control.flushed());
  }

  async scrub(): Promise<ScrubReport> {
    return (await (await this.#connect()).call((control) => control.scrub())) as ScrubReport;
  }

  async stats(): Promise<Stats> {
    return (await (await this.#connect()).call((control) => control.stats())) as Stats;
  }

  close(): Promise<void> {
    this.#closing ??= this.#shutDown();
    return this.#closing;
  }

  async destroy(): Promise<void> {
    const connection = await this.#connect();
    const destroying = connection.call((control) => control.destroy());
    this.#closing ??= destroying.then(() => undefined);
    this.#stopListening();
    try {
      await destroying;
      this.#marker.clear();
    } finally {
      connection.end('the database was destroyed');
    }
  }

  /** A worker that has died already leaves nothing to close. */
  async #shutDown(): Promise<void> {
    this.#stopListening();
    const connection = await this.#opening?.catch(() => undefined);
    if (connection === undefined) return;
    try {
      await connection.call((control) => control.close());
    } finally {
      connection.end('the database was closed');
    }
  }

  #connect(): Promise<WorkerConnection> {
    if (this.#closing !== undefined) {
      return Promise.reject(new HashrangeError('closed', 'the database is closed'));
    }
    this.#opening ??= this.#start();
    return this.#opening;
  }

  /** Starts a worker by the first factory whose worker comes alive. */
  async #start(): Promise<WorkerConnection> {
    let failure: unknown;
    for (const spawn of this.#factories) {
      try {
        return await this.#startBy(spawn);
      } catch (error) {
        failure = error;
        const isDead = error instanceof HashrangeError && error.code === 'worker';
        if (!isDead || this.#isAside) break;
      }
    }
    this.#opening = undefined;
    throw failure;
  }

  async #startBy(spawn: WorkerFactory): Promise<WorkerConnection> {
    const connection = new WorkerConnection(spawn, (ended) => {
      this.#forget(ended);
    });
    this.#current = connection;
    try {
      if (this.#options.storage === 'indexeddb') await warmStorage(databaseNameOf(this.#options));
      const { storeId } = await connection.open({
        ...this.#options,
        expectedStoreId: this.#marker.read(),
      });
      this.#marker.write(storeId);
      this.#live = connection;
      return connection;
    } catch (error) {
      connection.end('the database did not open');
      throw error;
    }
  }

  #forget(ended: WorkerConnection): void {
    if (this.#current === ended) this.#current = undefined;
    if (this.#live !== ended) return;
    this.#live = undefined;
    this.#opening = undefined;
  }

  #stopListening(): void {
    globalThis.removeEventListener('pagehide', this.#onPageHide);
    globalThis.removeEventListener('pageshow', this.#onPageShow);
  }

  readonly #onPageHide = (event: Event): void => {
    if (!(event as PageTransitionEvent).persisted) return;
    this.#isAside = true;
    this.#current?.end('the page was put aside');
  };

  readonly #onPageShow = (): void => {
    if (!this.#isAside) return;
    this.#isAside = false;
    // A failure here shows again at the next request, which has someone to tell.
    this.#connect().catch(() => undefined);
  };
}
