import type { Timer } from '../../kernel/time.ts';
import type { OpenOptions, OwnerMessage, PageMessage } from '../../rpc/protocol.ts';
import { databaseNameOf } from '../../rpc/database-name.ts';
import { HashrangeError } from '../errors.ts';
import { readEndedLife, writeEndedLife } from '../ended-worker.ts';
import type { PageTimers } from '../browser/page-timers.ts';
import { isPageVisible } from '../browser/page-visibility.ts';
import { givePort } from '../browser/shared-ports.ts';
import { warmStorage } from '../browser/warm-storage.ts';
import { LOOK_MS } from './owner-finder.ts';
import { newClientId } from './request-ids.ts';
import type { WorkerSource } from './worker-connection.ts';
import { WorkerConnection } from './worker-connection.ts';

/** Looks without a sign of life from the page's own worker, and it is ended: so many where another can go on with the database. */
export const HUNG_LOOKS = 10;
/** And where it cannot. */
const LOST_LOOKS = 30;

/** Options that each life of the worker is given anew. */
type OfLife = 'rememberedStoreId' | 'servedStoreId' | 'broker' | 'life' | 'goneLife';

/** The database that a worker is asked to open: the same for all its lives. */
export type LastingOptions = Omit<OpenOptions, OfLife>;

/** The transport around a worker, as the worker needs it. */
export interface WorkerLivesHost {
  readonly timers: PageTimers;
  readonly isStored: boolean;
  /** Whether tabs share the database. */
  readonly isShared: boolean;
  readonly stores: () => Pick<OpenOptions, 'rememberedStoreId' | 'servedStoreId'>;
  /** Whether a worker may run: the page is neither put aside nor about to close the database. */
  readonly mayRun: () => boolean;
  /** Chromium has thrown the databases of the site away. */
  readonly lostError: () => HashrangeError;
  readonly onMessage: (message: OwnerMessage) => void;
  /** The worker has ended while it ran, and nobody here has ended it. */
  readonly onDied: () => void;
}

/**
 * The page's own worker, through all its lives: it is started again when it has died or the page has been in the back/forward cache
 * (a worker kept there would keep the database's lock from every other tab).
 */
export class WorkerLives {
  readonly #sources: readonly WorkerSource[];
  readonly #options: LastingOptions;
  readonly #host: WorkerLivesHost;
  #connection: WorkerConnection | undefined;
  /** The same until it is known to live. */
  #starting: WorkerConnection | undefined;
  /** The one that was started last. */
  #life = '';
  #attempts = 0;

  constructor(sources: readonly WorkerSource[], options: LastingOptions, host: WorkerLivesHost) {
    this.#sources = sources;
    this.#options = options;
    this.#host = host;
  }

  /** The life that runs, or is being started. */
  get connection(): WorkerConnection | undefined {
    return this.#connection;
  }

  post(message: PageMessage, transfer?: readonly ArrayBuffer[]): void {
    this.#connection?.post(message, transfer);
  }

  /** Asks the worker for a sign of life. */
  look(looksMax = this.#host.isShared ? HUNG_LOOKS : LOST_LOOKS): void {
    this.#connection?.look(isPageVisible(), looksMax);
  }

  /** When nobody waits for an answer. A worker that hangs closes and destroys nothing: when it is ended another one may. */
  keepLooking(looksMax?: number): Timer {
    const lookLater = (): Timer =>
      this.#host.timers.after(LOOK_MS, () => {
        this.look(looksMax);
        timer = lookLater();
      });
    let timer = lookLater();
    return { cancel: () => timer.cancel() };
  }

  /** Starts a worker of the first source whose worker comes alive. Rejects where none does. */
  async start(): Promise<void> {
    const attempt = ++this.#attempts;
    let failure: unknown;
    for (const source of this.#sources) {
      try {
        await this.#startFrom(source);
        return;
      } catch (error) {
        failure = error;
        const isDead = error instanceof HashrangeError && error.code === 'worker';
        // A page that was put aside may be back, with a worker of its own already.
        if (attempt !== this.#attempts || !this.#host.mayRun()) return;
        if (!isDead) break;
      }
    }
    throw failure;
  }

  async #startFrom({ spawn, broker }: WorkerSource): Promise<void> {
    const canBroker = this.#host.isShared && typeof SharedWorker === 'function';
    const connection = new WorkerConnection(spawn, {
      onMessage: (from, message, port) => {
        if (from !== this.#connection) return;
        if (port === undefined) this.#host.onMessage(message);
        else if ('port' in message) givePort(message.broker, message.port, port);
      },
      onEnd: (ended) => this.#ended(ended),
    });
    this.#connection = connection;
    this.#life = newClientId();
    this.#starting = connection;
    this.#host.timers.wakenBy((afterMs) => connection.wakeUp(afterMs));
    try {
      await this.#warmUp();
      await connection.start({
        ...this.#options,
        ...this.#host.stores(),
        life: this.#life,
        goneLife: readEndedLife(databaseNameOf(this.#options)),
        broker: canBroker ? (typeof broker === 'function' ? broker() : broker) : undefined,
      });
      connection.setVisible(isPageVisible());
    } catch (error) {
      // Not a death: who waits for the start hears of it.
      connection.end('the worker did not start');
      if (this.#connection === connection) this.#connection = undefined;
      throw error;
    } finally {
      if (this.#starting === connection) this.#starting = undefined;
    }
  }

  /** Chromium tells only who comes first that it has thrown the databases of the site away. */
  async #warmUp(): Promise<void> {
    if (!this.#host.isStored) return;
    if (await warmStorage(databaseNameOf(this.#options), this.#host.timers))
      throw this.#host.lostError();
  }

  #ended(connection: WorkerConnection): void {
    this.lifeEnds();
    if (this.#connection !== connection || this.#starting === connection) return;
    this.#connection = undefined;
    this.#host.onDied();
  }

  end(why: string): void {
    const connection = this.#connection;
    this.#connection = undefined;
    connection?.end(why);
  }

  /** A worker that has ended, or will with its page, holds the database no more. */
  lifeEnds(): void {
    if (this.#host.isStored && !this.#host.isShared)
      writeEndedLife(databaseNameOf(this.#options), this.#life);
  }
}
