import type { Remote } from 'comlink';
import { releaseProxy, transfer, wrap } from 'comlink';
import type { OpenOptions, Outcome, WorkerControl } from '../rpc/contract.ts';
import { HashrangeError } from './errors.ts';
import type { WireAnswer } from './port-client.ts';
import { PortClient } from './port-client.ts';
import type { StoreMarker } from './store-marker.ts';
import type { ScrubReport, Stats, Transport } from './transport.ts';

export type WorkerFactory = () => Worker;

/** The answer to requests whose worker died: retryable, and whether it was applied is not known. */
const UNDECIDED: WireAnswer = {
  status: 500,
  body: JSON.stringify({
    __type: 'com.amazonaws.dynamodb.v20120810#InternalServerError',
    message: 'The database worker ended: whether this request was applied is undecided.',
  }),
  requestId: '',
};

/** One life of the worker. */
interface Connection {
  readonly worker: Worker;
  readonly control: Remote<WorkerControl>;
  readonly client: PortClient;
}

/**
 * Reaches the engine in a worker, and starts a new worker when the old one has died or the page has been in the
 * back/forward cache (a worker kept there would keep the database's lock from every other tab).
 */
export class WorkerTransport implements Transport {
  readonly #factories: readonly WorkerFactory[];
  readonly #options: Omit<OpenOptions, 'expectedStoreId'>;
  readonly #marker: StoreMarker;
  #connection: Promise<Connection> | undefined;
  #live: Connection | undefined;
  #isClosed = false;

  constructor(
    factories: readonly WorkerFactory[],
    options: Omit<OpenOptions, 'expectedStoreId'>,
    marker: StoreMarker,
  ) {
    this.#factories = factories;
    this.#options = options;
    this.#marker = marker;
    globalThis.addEventListener?.('pagehide', this.#onPageHide);
  }

  /** Starts the worker and recovers the database. Rejects with {@link HashrangeError}. */
  async open(): Promise<void> {
    await this.#connect();
  }

  async request(target: string, bodyText: string, signal?: AbortSignal): Promise<WireAnswer> {
    const connection = this.#live ?? (await this.#connect());
    return connection.client.request(target, bodyText, signal);
  }

  async flushed(): Promise<void> {
    unwrap(await (await this.#connect()).control.flushed());
  }

  async scrub(): Promise<ScrubReport> {
    return unwrap(await (await this.#connect()).control.scrub()) as ScrubReport;
  }

  async stats(): Promise<Stats> {
    return unwrap(await (await this.#connect()).control.stats()) as Stats;
  }

  async close(): Promise<void> {
    await this.#finish((control) => control.close());
  }

  async destroy(): Promise<void> {
    await this.#finish((control) => control.destroy());
    this.#marker.clear();
  }

  async #finish(last: (control: Remote<WorkerControl>) => Promise<Outcome<null>>): Promise<void> {
    if (this.#isClosed) return;
    const connection = await this.#connect();
    this.#isClosed = true;
    globalThis.removeEventListener?.('pagehide', this.#onPageHide);
    try {
      unwrap(await last(connection.control));
    } finally {
      this.#drop(connection);
    }
  }

  #connect(): Promise<Connection> {
    if (this.#isClosed)
      return Promise.reject(new HashrangeError('closed', 'the database is closed'));
    this.#connection ??= this.#start().catch((error: unknown) => {
      this.#connection = undefined;
      throw error;
    });
    return this.#connection;
  }

  /** Starts a worker by the first factory whose worker comes alive. */
  async #start(): Promise<Connection> {
    for (let i = 0; ; i++) {
      try {
        return await this.#startBy(this.#factories[i] as WorkerFactory);
      } catch (error) {
        const isDead = error instanceof WorkerDied;
        if (!isDead) throw error;
        if (i === this.#factories.length - 1) throw new HashrangeError('bug', error.message);
      }
    }
  }

  async #startBy(spawn: WorkerFactory): Promise<Connection> {
    const worker = spawnOrDie(spawn);
    const died = new Promise<never>((_, reject) => {
      worker.addEventListener('error', (event) => {
        reject(
          new WorkerDied(`the database worker failed: ${event.message || 'it did not start'}`),
        );
      });
    });
    const control = wrap<WorkerControl>(worker);
    const channel = new MessageChannel();
    const client = new PortClient(channel.port1 as never);
    const connection: Connection = { worker, control, client };
    worker.addEventListener('error', () => {
      this.#drop(connection);
    });
    const options = { ...this.#options, expectedStoreId: this.#marker.read() };
    try {
      const opening = control.open(options, transfer(channel.port2, [channel.port2]));
      const { storeId } = unwrap(await Promise.race([opening, died]));
      this.#marker.write(storeId);
      this.#live = connection;
      return connection;
    } catch (error) {
      worker.terminate();
      throw error;
    }
  }

  #drop(connection: Connection): void {
    if (this.#live === connection) this.#live = undefined;
    this.#connection = undefined;
    connection.control[releaseProxy]();
    connection.worker.terminate();
    connection.client.abandon(UNDECIDED);
  }

  readonly #onPageHide = (event: Event): void => {
    if ((event as PageTransitionEvent).persisted && this.#live !== undefined)
      this.#drop(this.#live);
  };
}

function unwrap<T>(outcome: Outcome<T>): T {
  if (outcome.ok) return outcome.value;
  throw new HashrangeError(outcome.error.code, outcome.error.message);
}

/** The worker did not come alive, or died while it opened the database. */
class WorkerDied extends Error {
  override readonly name = 'WorkerDied';
}

function spawnOrDie(spawn: WorkerFactory): Worker {
  try {
    return spawn();
  } catch (error) {
    throw new WorkerDied(error instanceof Error ? error.message : String(error));
  }
}
