import type { Channels } from '../../kernel/channel.ts';
import type { Timer } from '../../kernel/time.ts';
import { broadcastChannels } from '../../platform/broadcast-channels.ts';
import type {
  OpenedStore,
  OpeningProgress,
  OpenOptions,
  OwnerMessage,
} from '../../rpc/contract.ts';
import { clientLock } from '../../rpc/tab-messages.ts';
import { databaseNameOf } from '../../rpc/database-name.ts';
import type { ScrubReport, Stats } from '../../wire/reports.ts';
import type { RequestEnvelope } from '../../wire/request-envelope.ts';
import { destroyStored } from './destroy-stored.ts';
import { HashrangeError, hashrangeErrorOf } from '../errors.ts';
import { readGoneLife, writeGoneLife } from '../gone-life.ts';
import { LOOK_MS, OwnerFinder, undecided } from './owner-finder.ts';
import { holdLock, watchPage } from '../page/page-life.ts';
import { pageClock, pageScheduler } from '../page/page-time.ts';
import { pageTimers } from '../page/page-timers.ts';
import { isPageVisible } from '../page/page-visibility.ts';
import { newClientId } from './request-ids.ts';
import type { WireAnswer } from './request-queue.ts';
import { RequestQueue } from './request-queue.ts';
import { givePort, sharedPorts } from '../page/shared-ports.ts';
import type { StoreMarker } from '../page/store-marker.ts';
import type { Locks } from '../page/locks.ts';
import type { PageWorld } from '../page/page-world.ts';
import { processLocks } from '../page/process-locks.ts';
import { webLocks } from '../page/web-locks.ts';
import type { Transport } from './transport.ts';
import { idleTurns, Wakefulness } from '../page/wakefulness.ts';
import { warmStorage } from '../page/warm-storage.ts';
import type { WorkerSource } from './worker-connection.ts';
import { WorkerConnection } from './worker-connection.ts';

/** What a worker is asked to open; the rest is added each time. */
export type WorkerOptions = Omit<
  OpenOptions,
  'rememberedStoreId' | 'servedStoreId' | 'client' | 'broker' | 'life' | 'goneLife'
>;

export interface TransportEvents {
  /** The database has been destroyed in another tab, or is open there in a newer release. */
  readonly onGone: () => void;
  /** Whoever opens the database, this page's worker or another tab's, is so far. */
  readonly onOpening: (progress: OpeningProgress) => void;
}

/** Workers that die one after the other before anybody serves. */
const DEATHS_MAX = 3;

/** How long closing waits for answers. */
const CLOSE_MS = 30_000;

/** Looks without a sign of life from the page's own worker, and it is ended: so many where another can go on with the database. */
const HUNG_LOOKS = 10;
/** And where it cannot. */
const LOST_LOOKS = 30;

const ENDED = 'The database worker ended: whether this request was applied is undecided.';

const noChannels: Channels = {
  open: () => ({ onMessage: undefined, post: () => undefined, close: () => undefined }),
};

/**
 * Reaches the engine, which runs in this page's worker or in that of another tab. The page's worker is started, and started
 * again when it has died or the page has been in the back/forward cache (a worker kept there would keep the database's lock
 * from every other tab).
 */
export class WorkerTransport implements Transport {
  readonly locks: Locks;
  readonly #timers = pageTimers({ clock: pageClock, scheduler: pageScheduler });
  readonly world: PageWorld = { clock: pageClock, scheduler: this.#timers };
  readonly #sources: readonly WorkerSource[];
  readonly #options: WorkerOptions & { readonly client: string };
  readonly #marker: StoreMarker;
  /** A database in memory lives in this page's worker and ends with it. */
  readonly #isShared: boolean;
  readonly #queue = new RequestQueue(this.#timers, new Wakefulness(idleTurns()));
  readonly #finder: OwnerFinder;
  #worker: WorkerConnection | undefined;
  /** The same until it is known to live. */
  #starting: WorkerConnection | undefined;
  /** The one of the worker that was started last. */
  #life = '';
  #deaths = 0;
  #attempts = 0;
  /** Whether there is, or will be, somebody to serve. */
  #isLooking = false;
  /** Why there never will be. */
  #gone: HashrangeError | undefined;
  #opened: { readonly resolve: () => void; readonly reject: (error: Error) => void } | undefined;
  #closing: Promise<void> | undefined;
  #destroying: Promise<void> | undefined;
  readonly #events: TransportEvents;
  /** Ends what tells owners that this page is there. */
  #leave: () => void = () => undefined;
  readonly #stopListening: () => void;
  /** In the back/forward cache, where no worker may run. */
  #isAside = false;

  constructor(
    sources: readonly WorkerSource[],
    options: WorkerOptions,
    marker: StoreMarker,
    events: TransportEvents,
  ) {
    this.locks =
      options.storage === 'indexeddb' ? webLocks(databaseNameOf(options)) : processLocks();
    this.#sources = sources;
    this.#options = { ...options, client: newClientId() };
    this.#marker = marker;
    this.#events = events;
    const { locks } = globalThis.navigator as Partial<Navigator>;
    const canShare = typeof BroadcastChannel === 'function' && locks !== undefined;
    this.#isShared = options.storage === 'indexeddb' && canShare;
    this.#finder = new OwnerFinder(
      {
        channels: this.#isShared ? broadcastChannels : noChannels,
        ports: sharedPorts,
        clock: pageClock,
        scheduler: this.#timers,
        database: databaseNameOf(options),
        client: this.#options.client,
        protocol: options.protocol,
        isStored: options.storage === 'indexeddb',
      },
      this.#queue,
      {
        onFound: (opened) => this.#found(opened),
        onOpening: (progress) => events.onOpening(progress),
        onLook: () => {
          if (this.#closing === undefined) this.#lookAtWorker();
        },
        onFailed: (error) => this.#goneWith(error),
        onReplaced: () => this.#replaced(),
      },
    );
    if (this.#isShared) this.#leave = holdLock(clientLock(this.#options.client));
    this.#stopListening = watchPage({
      onVisible: (isVisible) => this.#worker?.setVisible(isVisible),
      onHide: (isAside) => this.#hidden(isAside),
      onShow: () => this.#shown(),
    });
  }

  /** Resolves when somebody serves the database. Rejects with {@link HashrangeError}. */
  async open(): Promise<void> {
    const opened = new Promise<void>((resolve, reject) => {
      this.#opened = { resolve, reject };
    });
    this.#look();
    try {
      await opened;
    } catch (error) {
      this.#stopListening();
      this.#leave();
      this.#finder.stop();
      throw error;
    }
  }

  request(envelope: RequestEnvelope, signal?: AbortSignal): Promise<WireAnswer> {
    if (!this.#isLooking) {
      const refusal = this.#refusal();
      if (refusal !== undefined) return Promise.reject(refusal);
      this.#look();
    }
    return this.#queue.request(envelope, signal);
  }

  async flushed(): Promise<void> {
    await this.#ask('flushed');
  }

  async scrub(): Promise<ScrubReport> {
    return (await this.#ask('scrub')) as ScrubReport;
  }

  async stats(): Promise<Stats> {
    const stats = (await this.#ask('stats')) as Omit<Stats, 'role'>;
    return { ...stats, role: this.#finder.role };
  }

  close(): Promise<void> {
    this.#closing ??= this.#shutDown();
    return this.#closing;
  }

  destroy(): Promise<void> {
    this.#destroying ??= this.#destroy();
    this.#closing ??= this.#destroying;
    return this.#destroying;
  }

  async #destroy(): Promise<void> {
    const gone = new HashrangeError('destroyed', 'the database was destroyed');
    this.#gone = gone;
    this.#stopListening();
    this.#failed(gone);
    const { client, storage } = this.#options;
    const looks = this.#looksAtWorker(HUNG_LOOKS);
    try {
      if (storage === 'memory') return;
      const { storeId } = this.#finder;
      await destroyStored(this.#options, this.#sources, { worker: this.#worker, client, storeId });
    } finally {
      looks.cancel();
      this.#end(gone.message);
    }
  }

  #lookAtWorker(looksMax = this.#isShared ? HUNG_LOOKS : LOST_LOOKS): void {
    this.#worker?.look(isPageVisible(), looksMax);
  }

  /** When nobody waits for an answer. A worker that hangs closes and destroys nothing: when it is ended another one may. */
  #looksAtWorker(looksMax?: number): Timer {
    const lookLater = (): Timer =>
      this.#timers.after(LOOK_MS, () => {
        this.#lookAtWorker(looksMax);
        timer = lookLater();
      });
    let timer = lookLater();
    return { cancel: () => timer.cancel() };
  }

  #ask(question: 'flushed' | 'scrub' | 'stats'): Promise<unknown> {
    if (!this.#isLooking) {
      const refusal = this.#refusal();
      if (refusal !== undefined) return Promise.reject(refusal);
      this.#look();
    }
    return this.#queue.ask(question);
  }

  #refusal(): HashrangeError | undefined {
    if (this.#gone !== undefined) return this.#gone;
    if (this.#closing === undefined) return undefined;
    return new HashrangeError('closed', 'the database is closed');
  }

  /** A worker that has died already leaves nothing to close. Another tab's answers are waited for. */
  async #shutDown(): Promise<void> {
    this.#stopListening();
    const looks = this.#looksAtWorker();
    let patience: Timer | undefined;
    const late = new Promise<void>((resolve) => {
      patience = this.#timers.after(CLOSE_MS, resolve);
    });
    try {
      await Promise.race([this.#settled(), late]);
    } finally {
      patience?.cancel();
      looks.cancel();
      this.#end('the database was closed');
    }
  }

  /** Between two owners there is nobody to answer; but the next will. */
  async #settled(): Promise<void> {
    if (this.#finder.role === 'follower' && this.#isLooking) await this.#queue.idle();
    await this.#worker?.close();
  }

  #end(why: string): void {
    this.#isLooking = false;
    // Not before the answers are here: the owner forgets who has left.
    this.#leave();
    this.#finder.stop();
    this.#endWorker(why);
    this.#queue.abandon(undecided(ENDED), new HashrangeError('closed', why));
  }

  /** Asks the other tabs, and stands as a candidate. */
  #look(): void {
    this.#isLooking = true;
    this.#begin().catch((error: unknown) => {
      // Without a worker of its own a page can still be served by another tab's.
      if (this.#finder.role === 'follower' && this.#finder.isServed) return;
      this.#failed(hashrangeErrorOf(error));
    });
  }

  async #begin(): Promise<void> {
    this.#finder.start();
    await this.#startWorker();
  }

  /** Starts a worker of the first source whose worker comes alive. */
  async #startWorker(): Promise<void> {
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
        if (attempt !== this.#attempts || this.#isAside || this.#closing !== undefined) return;
        if (!isDead) break;
      }
    }
    throw failure;
  }

  async #startFrom({ spawn, broker }: WorkerSource): Promise<void> {
    const canBroker = this.#isShared && typeof SharedWorker === 'function';
    const connection = new WorkerConnection(spawn, {
      onMessage: (from, message, port) => {
        if (from !== this.#worker) return;
        if (port === undefined) this.#hear(from, message);
        else if ('port' in message) givePort(message.broker, message.port, port);
      },
      onEnd: (ended) => {
        this.#lifeEnds();
        this.#died(ended);
      },
    });
    this.#worker = connection;
    this.#life = newClientId();
    this.#starting = connection;
    this.#timers.wakenBy((afterMs) => connection.wakeUp(afterMs));
    try {
      if (this.#options.storage === 'indexeddb') await this.#warmUp();
      await connection.start({
        ...this.#options,
        rememberedStoreId: this.#marker.read(),
        servedStoreId: this.#finder.storeId,
        life: this.#life,
        goneLife: readGoneLife(databaseNameOf(this.#options)),
        broker: canBroker ? (typeof broker === 'function' ? broker() : broker) : undefined,
      });
      connection.setVisible(isPageVisible());
    } catch (error) {
      // Not a death: who waits for the start hears of it.
      connection.end('the worker did not start');
      if (this.#worker === connection) this.#worker = undefined;
      throw error;
    } finally {
      if (this.#starting === connection) this.#starting = undefined;
    }
  }

  /** Chromium tells only who comes first that it has thrown the databases of the site away. */
  async #warmUp(): Promise<void> {
    const isWiped = await warmStorage(databaseNameOf(this.#options), this.#timers);
    if (isWiped) throw this.#lostError('the browser has thrown this database away');
  }

  #hear(worker: WorkerConnection, message: OwnerMessage): void {
    if (Array.isArray(message) || 'asked' in message) {
      if (this.#finder.role === 'owner') this.#queue.receive(message);
    } else if ('opening' in message) {
      this.#events.onOpening(message.opening);
    } else if ('owner' in message) {
      this.#finder.owned(message.owner, (calls) => worker.post(calls));
    } else if ('lost' in message) {
      this.#finder.disowned();
    } else if ('failure' in message) {
      this.#worker = undefined;
      worker.end(message.failure.message);
      const { code, message: why, lost } = message.failure;
      const error =
        code === 'storage-lost' ? this.#lostError(why, lost) : new HashrangeError(code, why);
      const isGone = code === 'destroyed' || code === 'storage-lost';
      if (isGone && this.#finder.storeId !== undefined) this.#goneWith(error);
      else this.#failed(error);
    }
  }

  #found({ storeId }: OpenedStore): void {
    this.#deaths = 0;
    if (this.#finder.storeId !== undefined) this.#worker?.serves(storeId);
    this.#judge(storeId).catch((error: unknown) => this.#goneWith(hashrangeErrorOf(error)));
  }

  /** Another tab's store need not be the one that this page remembers. */
  async #judge(storeId: string): Promise<void> {
    const remembered = this.#marker.read();
    const isKnown = remembered === undefined || remembered === storeId;
    const mayBeGone =
      isKnown || this.#finder.role === 'owner' || remembered === this.#options.acceptLoss;
    if (!mayBeGone && (await this.#worker?.wasDestroyed(remembered)) === false)
      throw this.#lostError('another database stands where the one of this page was', remembered);
    this.#marker.write(storeId);
    this.#opened?.resolve();
  }

  #lostError(message: string, lost = this.#marker.read()): HashrangeError {
    return new HashrangeError(
      'storage-lost',
      message,
      lost === undefined ? lost : this.#marker.lost(lost),
    );
  }

  /** The page's worker knows, or finds out, what has become of the store. */
  #replaced(): void {
    if (this.#worker === undefined && this.#isLooking) this.#look();
  }

  /** The worker has died while it ran. */
  #died(ended: WorkerConnection): void {
    if (this.#worker !== ended || this.#starting === ended) return;
    this.#worker = undefined;
    this.#finder.disowned();
    if (this.#isAside || this.#closing !== undefined || this.#gone !== undefined) return;
    if (!this.#isShared) {
      this.#isLooking = false;
      this.#queue.abandon(undecided(ENDED), new HashrangeError('worker', ENDED));
      this.#finder.pause();
    } else if (++this.#deaths > DEATHS_MAX) {
      this.#failed(new HashrangeError('worker', ENDED));
    } else {
      this.#look();
    }
  }

  /** This page cannot open the database. The next request tries again. */
  #failed(error: HashrangeError): void {
    this.#isLooking = false;
    this.#queue.fail(error);
    this.#finder.pause();
    this.#opened?.reject(error);
  }

  #goneWith(error: HashrangeError): void {
    if (this.#closing !== undefined) return;
    this.#gone = error;
    this.#stopListening();
    this.#leave();
    this.#endWorker(error.message);
    this.#failed(error);
    this.#events.onGone();
  }

  #endWorker(why: string): void {
    const worker = this.#worker;
    this.#worker = undefined;
    worker?.end(why);
  }

  /** A worker that has ended, or will with its page, holds the database no more. */
  #lifeEnds(): void {
    if (!this.#isShared && this.#options.storage === 'indexeddb')
      writeGoneLife(databaseNameOf(this.#options), this.#life);
  }

  #hidden(isAside: boolean): void {
    this.#lifeEnds();
    if (!isAside) return;
    this.#isAside = true;
    this.#finder.pause();
    this.#worker?.end('the page was put aside');
    this.#worker = undefined;
    if (this.#isShared) return;
    this.#isLooking = false;
    this.#queue.abandon(undecided(ENDED), new HashrangeError('worker', ENDED));
  }

  #shown(): void {
    if (!this.#isAside) return;
    this.#isAside = false;
    if (this.#isLooking) this.#look();
  }
}
