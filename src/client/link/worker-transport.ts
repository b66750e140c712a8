import type { Timer } from '../../kernel/time.ts';
import type { OpenedStore, OpeningProgress, OwnerMessage } from '../../rpc/protocol.ts';
import { clientLock } from '../../rpc/tab-messages.ts';
import { databaseNameOf } from '../../rpc/database-name.ts';
import type { ScrubReport, Stats } from '../../wire/reports.ts';
import { destroyStored } from './destroy-stored.ts';
import { HashrangeError, hashrangeErrorOf } from '../errors.ts';
import { OwnerFinder, undecided } from './owner-finder.ts';
import { holdLock, watchPage } from '../browser/page-life.ts';
import { newClientId } from './request-ids.ts';
import type { PageRequest, ReadAnswer } from './wire-answer.ts';
import { RequestQueue } from './request-queue.ts';
import type { PageMeans } from '../browser/page-means.ts';
import { pageMeans } from '../browser/page-means.ts';
import type { StoreMarker } from '../browser/store-marker.ts';
import type { LastingOptions } from './worker-lives.ts';
import { HUNG_LOOKS, WorkerLives } from './worker-lives.ts';
import { isStored } from '../../rpc/storage-kind.ts';
import type { Transport } from './transport.ts';
import type { WorkerSource } from './worker-connection.ts';

/** The database that the page's worker is asked to open. */
export type WorkerOptions = Omit<LastingOptions, 'client'>;

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
const ENDED = 'The database worker ended: whether this request was applied is undecided.';

/**
 * Reaches the engine, which runs in this page's worker or in that of another tab. The page's worker is started, and started
 * again when it has died or the page has been in the back/forward cache (a worker kept there would keep the database's lock
 * from every other tab).
 */
export class WorkerTransport implements Transport {
  readonly #means: PageMeans;
  readonly #sources: readonly WorkerSource[];
  readonly #options: LastingOptions;
  readonly #marker: StoreMarker;
  readonly #queue: RequestQueue;
  readonly #finder: OwnerFinder;
  readonly #worker: WorkerLives;
  #deaths = 0;
  /** Of the owner that the page was told of last. */
  #toldEpoch = 0;
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
    const database = databaseNameOf(options);
    this.#means = pageMeans(database, isStored(options.storage));
    this.#queue = new RequestQueue(this.#means.timers, {
      wakefulness: this.#means.wakefulness,
      onWaiting: () => this.#finder.lookSoon(),
    });
    this.#sources = sources;
    this.#options = { ...options, client: newClientId() };
    this.#marker = marker;
    this.#events = events;
    this.#finder = new OwnerFinder(
      {
        ...this.#means,
        ...this.#means.world,
        database,
        client: this.#options.client,
        protocol: options.protocol,
      },
      this.#queue,
      {
        onFound: (opened) => this.#found(opened),
        onOpening: (progress) => events.onOpening(progress),
        onLook: () => {
          if (this.#closing === undefined) this.#worker.look();
        },
        onFailed: (error) => this.#goneWith(error),
        onReplaced: () => this.#replaced(),
      },
    );
    this.#worker = new WorkerLives(sources, this.#options, {
      ...this.#means,
      stores: () => ({
        rememberedStoreId: marker.read(),
        servedStoreId: this.#finder.storeId,
      }),
      mayRun: () => !this.#isAside && this.#closing === undefined,
      lostError: () => this.#lostError('the browser has thrown this database away'),
      onMessage: (message) => this.#hear(message),
      onDied: () => this.#died(),
    });
    if (this.#means.isShared) this.#leave = holdLock(clientLock(this.#options.client));
    this.#stopListening = watchPage({
      onVisible: (isVisible) => this.#worker.connection?.setVisible(isVisible),
      onHide: (isAside) => this.#hidden(isAside),
      onShow: () => this.#shown(),
    });
  }

  get locks(): Transport['locks'] {
    return this.#means.locks;
  }

  get world(): Transport['world'] {
    return this.#means.world;
  }

  get isStored(): boolean {
    return this.#means.isStored;
  }

  get subscriptions(): Transport['subscriptions'] {
    return this.#queue.subscriptions;
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

  request<T>(
    envelope: PageRequest,
    signal: AbortSignal | undefined,
    read: ReadAnswer<T>,
  ): Promise<T> {
    const refusal = this.#refusal();
    return refusal === undefined
      ? this.#queue.request(envelope, signal, read)
      : Promise.reject(refusal);
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
    const looks = this.#worker.keepLooking(HUNG_LOOKS);
    try {
      if (!this.#means.isStored) return;
      await destroyStored(this.#options, this.#sources, {
        worker: this.#worker.connection,
        client: this.#options.client,
        storeId: this.#finder.storeId,
      });
    } finally {
      looks.cancel();
      this.#end(gone.message);
    }
  }

  #ask(question: 'flushed' | 'scrub' | 'stats'): Promise<unknown> {
    const refusal = this.#refusal();
    return refusal === undefined ? this.#queue.ask(question) : Promise.reject(refusal);
  }

  /** Why nobody can be asked; looks for somebody where there has been nobody to ask. */
  #refusal(): HashrangeError | undefined {
    if (this.#isLooking) return undefined;
    if (this.#gone !== undefined) return this.#gone;
    if (this.#closing !== undefined) return new HashrangeError('closed', 'the database is closed');
    this.#look();
    return undefined;
  }

  /** A worker that has died already leaves nothing to close. Another tab's answers are waited for. */
  async #shutDown(): Promise<void> {
    this.#stopListening();
    const looks = this.#worker.keepLooking();
    let patience: Timer | undefined;
    const late = new Promise<void>((resolve) => {
      patience = this.#means.timers.after(CLOSE_MS, resolve);
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
    await this.#worker.connection?.close();
  }

  #end(why: string): void {
    this.#isLooking = false;
    // Not before the answers are here: the owner forgets who has left.
    this.#leave();
    this.#finder.stop();
    this.#worker.end(why);
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
    await this.#worker.start();
  }

  #hear(message: OwnerMessage): void {
    if (Array.isArray(message) || 'asked' in message || 'told' in message) {
      if (this.#finder.role === 'owner') this.#queue.receive(message);
    } else if ('opening' in message) {
      this.#events.onOpening(message.opening);
    } else if ('owner' in message) {
      this.#finder.owned(message.owner, (message, transfer) =>
        this.#worker.post(message, transfer),
      );
    } else if ('lost' in message) {
      this.#finder.disowned();
    } else if ('failure' in message) {
      this.#worker.end(message.failure.message);
      const { code, message: why, lost } = message.failure;
      const error =
        code === 'storage-lost' ? this.#lostError(why, lost) : new HashrangeError(code, why);
      const isGone = code === 'destroyed' || code === 'storage-lost';
      if (isGone && this.#finder.storeId !== undefined) this.#goneWith(error);
      else this.#failed(error);
    }
  }

  #found({ storeId, epoch }: OpenedStore): void {
    this.#deaths = 0;
    this.#tellOwner(epoch);
    if (this.#finder.storeId !== undefined) this.#worker.connection?.serves(storeId);
    this.#judge(storeId).catch((error: unknown) => this.#goneWith(hashrangeErrorOf(error)));
  }

  /** One that was lost sight of and found again is no other owner. */
  #tellOwner(epoch: number): void {
    if (epoch === this.#toldEpoch) return;
    this.#toldEpoch = epoch;
    const { region } = this.#options;
    this.subscriptions.tell({ type: 'owner', region, role: this.#finder.role });
  }

  /** Another tab's store need not be the one that this page remembers. */
  async #judge(storeId: string): Promise<void> {
    const remembered = this.#marker.read();
    const isKnown = remembered === undefined || remembered === storeId;
    const mayBeGone =
      isKnown || this.#finder.role === 'owner' || remembered === this.#options.acceptLoss;
    if (!mayBeGone && (await this.#worker.connection?.wasDestroyed(remembered)) === false)
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
    if (this.#worker.connection === undefined && this.#isLooking) this.#look();
  }

  /** The worker has died while it ran. */
  #died(): void {
    this.#finder.disowned();
    if (this.#isAside || this.#closing !== undefined || this.#gone !== undefined) return;
    if (!this.#means.isShared) {
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
    const { code, message } = error;
    this.subscriptions.tell({ type: 'ended', region: this.#options.region, code, message });
  }

  #goneWith(error: HashrangeError): void {
    if (this.#closing !== undefined) return;
    this.#gone = error;
    this.#stopListening();
    this.#leave();
    this.#worker.end(error.message);
    this.#failed(error);
    const { region } = this.#options;
    const { storeId = '' } = this.#finder;
    if (error.code === 'storage-lost')
      this.subscriptions.tell({ type: 'storage-lost', region, storeId, message: error.message });
    this.#events.onGone();
  }

  #hidden(isAside: boolean): void {
    this.#worker.lifeEnds();
    if (!isAside) return;
    this.#isAside = true;
    this.#finder.pause();
    this.#worker.end('the page was put aside');
    if (this.#means.isShared) return;
    this.#isLooking = false;
    this.#queue.abandon(undecided(ENDED), new HashrangeError('worker', ENDED));
  }

  #shown(): void {
    if (!this.#isAside) return;
    this.#isAside = false;
    if (this.#isLooking) this.#look();
  }
}
