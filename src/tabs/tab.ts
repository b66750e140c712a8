import type { Engine } from '../engine/engine-interface.ts';
import type { Channel } from '../kernel/channel.ts';
import type { Timer } from '../kernel/time.ts';
import type { OpeningProgress } from '../rpc/protocol.ts';
import type { TabMessage } from '../rpc/tab-messages.ts';
import { commonChannel, parseTabMessage } from '../rpc/tab-messages.ts';
import { failureOf } from './tab-failures.ts';
import { goneStore } from '../engine/which-store.ts';
import type { OpeningOptions } from './engine-opening.ts';
import { openForTerm } from './engine-opening.ts';
import type { TabWorld } from './owner.ts';
import { isPresent, Owner } from './owner.ts';
import { Visibility } from './visibility.ts';
import { OwnerWatch } from './owner-watch.ts';
import type { PostToPage } from './session.ts';

export interface TabOptions extends OpeningOptions {
  readonly toOwnPage: PostToPage;
}

/**
 * The worker's part of a tab. It queues for the lock of the database; with the lock in hand it opens the engine and serves
 * all tabs; without, it watches that whoever has the lock is alive, and takes it away from who is not.
 *
 * 1. Who holds the lock beats, from its own loop, also while it opens.
 * 2. Who loses the lock answers nothing from then on; what it still writes collides in the log.
 */
export class Tab {
  readonly #outside: TabWorld;
  readonly #options: TabOptions;
  readonly #common: Channel;
  readonly #watch: OwnerWatch;
  readonly #visibility: Visibility;
  #claim: { readonly release: () => void } | undefined;
  readonly #hearNoMore: () => void;
  /** Counts the locks granted: what was begun under a former one is void. */
  #term = 0;
  #beat: Timer | undefined;
  #owner: Owner | undefined;
  /** The store that the page has been served from. */
  #served: string | undefined;
  /** Greatest epoch of an owner, of this tab or of another. */
  #epoch = 0;
  /** How far the opening under way is. */
  #opening: OpeningProgress | undefined;
  /** An owner that is handing over. */
  #releasing: Promise<void> | undefined;
  /** Whether it has told an owner that it would take the database. */
  #hasOffered = false;
  #hasEnded = false;

  constructor(outside: TabWorld, options: TabOptions) {
    this.#outside = outside;
    this.#options = options;
    this.#served = options.meant.served;
    this.#common = outside.channels.open(commonChannel(options.database));
    const hear = (message: unknown): void => this.#hear(parseTabMessage(message));
    this.#hearNoMore = this.#common.heard.add(hear);
    this.#visibility = new Visibility(outside.world);
    this.#watch = new OwnerWatch(outside.world, {
      onMissed: () => outside.locks.poke(options.database),
      onSilent: () => this.#steal(),
    });
    this.#queue();
    // A page asleep in the back/forward cache may hold the lock.
    outside.locks.poke(options.database);
  }

  /** A message of the own page. What comes when another tab is the owner has been, or will be, sent there. */
  receive(heard: unknown): void {
    this.#owner?.receive(heard);
  }

  setVisible(isVisible: boolean): void {
    this.#visibility.set(isVisible);
  }

  /** The page is served from this store, by whichever tab. */
  serves(storeId: string): void {
    this.#served ??= storeId;
    if (this.#owner !== undefined && this.#owner.opened.storeId !== this.#served)
      void this.#replaced();
  }

  /** Lets go of the database at once. */
  abandon(): void {
    if (!this.#hasEnded) this.#end();
  }

  /** Gives the database to the next tab, after answering what has been asked. */
  async close(): Promise<void> {
    if (this.#hasEnded) return;
    this.#hasEnded = true;
    this.#watch.stop();
    try {
      await (this.#owner?.close() ?? this.#releasing);
    } finally {
      this.#leave();
    }
  }

  #queue(): void {
    void this.#request(false);
    this.#watch.start();
  }

  #request(steal: boolean): Promise<void> {
    return new Promise((resolve) => {
      this.#claim?.release();
      const claim = this.#outside.locks.request(this.#options.database, {
        steal,
        granted: () => {
          resolve();
          if (this.#claim === claim) void this.#open();
        },
        lost: () => {
          resolve();
          if (this.#claim === claim) this.#lost();
        },
        refused: (why) => {
          resolve();
          if (this.#claim === claim) void this.#refused(why);
        },
      });
      this.#claim = claim;
    });
  }

  /** One tab at a time, or they would take the lock away from each other. */
  #steal(): void {
    if (this.#hasEnded || this.#owner !== undefined) return;
    const { locks } = this.#outside;
    locks
      .tryWith(`${this.#options.database}/steal`, () => this.#request(true))
      .catch(() => undefined);
  }

  async #open(): Promise<void> {
    const term = ++this.#term;
    this.#opening = undefined;
    this.#watch.stop();
    this.#beats();
    let engine: Engine;
    try {
      engine = await this.#openEngine(term);
    } catch (error) {
      if (this.#term === term) this.#fail(error);
      return;
    }
    if (this.#term !== term) {
      engine.abandon();
      return;
    }
    const { toOwnPage } = this.#options;
    this.#owner = new Owner(
      this.#outside,
      this.#options,
      engine,
      { common: this.#common, toOwnPage },
      () => this.#lost(),
    );
    this.#opening = undefined;
    this.#epoch = this.#owner.opened.epoch;
    this.#served ??= engine.storeId;
    toOwnPage({ owner: this.#owner.opened });
    this.#beatNow();
  }

  #openEngine(term: number): Promise<Engine> {
    return openForTerm(
      this.#outside,
      this.#options,
      {
        served: () => this.#served,
        epochAbove: () => this.#epoch,
        isOver: () => this.#term !== term,
      },
      {
        onLost: () => this.#lost(),
        onProgress: (progress) => this.#tellOpening(progress),
      },
    );
  }

  /** To the own page at once, to those of other tabs with the next beat. */
  #tellOpening(progress: OpeningProgress): void {
    if (this.#owner !== undefined) return;
    this.#opening = progress;
    this.#options.toOwnPage({ opening: progress });
  }

  /** The database is not the one that the page has been served from. */
  async #replaced(): Promise<void> {
    const { devices, toOwnPage } = this.#options;
    if (this.#hasEnded || this.#served === undefined) return;
    this.#end();
    const { world } = this.#outside;
    const failure = await goneStore(world, devices, this.#served).then(failureOf, failureOf);
    toOwnPage({ failure });
  }

  /** The lock is another's. Not an end: this tab may be the owner again. */
  #lost(): void {
    this.#stepDown();
    if (!this.#hasEnded) this.#queue();
  }

  #stepDown(): void {
    this.#term++;
    this.#beat?.cancel();
    const owner = this.#owner;
    this.#owner = undefined;
    if (owner === undefined) return;
    owner.stop();
    this.#options.toOwnPage({ lost: true });
  }

  /** Another tab has the database: the one that the page was served from, or what came after it. */
  async #refused(why: unknown): Promise<void> {
    const { world } = this.#outside;
    const gone =
      this.#served === undefined
        ? undefined
        : await goneStore(world, this.#options.devices, this.#served).catch(() => undefined);
    if (!this.#hasEnded) this.#fail(gone?.code === 'destroyed' ? gone : why);
  }

  #fail(why: unknown): void {
    this.#end();
    this.#options.toOwnPage({ failure: failureOf(why) });
  }

  #end(): void {
    this.#hasEnded = true;
    this.#watch.stop();
    this.#stepDown();
    this.#leave();
  }

  #leave(): void {
    this.#term++;
    this.#beat?.cancel();
    this.#claim?.release();
    this.#claim = undefined;
    this.#hearNoMore();
    this.#common.close();
  }

  #hear(message: TabMessage | undefined): void {
    if (message === undefined) return;
    switch (message.kind) {
      case 'beat':
        this.#heardBeat(message);
        return;
      case 'visible':
        if (message.v === this.#options.protocol) void this.#handOver(message.client);
        return;
      case 'yours':
        if (message.client === this.#options.tab && this.#hasOffered) this.#steal();
        return;
      case 'hello':
        this.#heardHello(message);
        return;
      case 'bye':
        void this.#owner?.dismiss(message.client);
        return;
      case 'destroyed':
        if (this.#owner?.opened.storeId === message.storeId) this.#end();
        return;
      case 'welcome':
      case 'refused':
        return;
    }
  }

  #heardBeat(beat: Extract<TabMessage, { readonly kind: 'beat' }>): void {
    if (this.#owner !== undefined) return;
    const { tab, epoch, storeId, isHidden } = beat;
    if (epoch > 0 && this.#served !== undefined && storeId !== this.#served) {
      void this.#heardForeign(tab);
      return;
    }
    this.#watch.heard();
    this.#epoch = Math.max(this.#epoch, epoch);
    if (isHidden !== true || !this.#visibility.isVisible) return;
    this.#hasOffered = true;
    this.#post({ kind: 'visible', v: this.#options.protocol, client: this.#options.tab });
  }

  /** There is another store, if it is a tab that has said so. */
  async #heardForeign(tab: string): Promise<void> {
    if (await isPresent(this.#outside.locks, tab)) await this.#replaced();
  }

  #heardHello({ v, client }: { readonly v: number; readonly client: string }): void {
    const owner = this.#owner;
    if (owner === undefined) return;
    if (v > this.#options.protocol) void this.#giveWay(owner, client);
    else if (v < this.#options.protocol)
      this.#post({ kind: 'refused', v: this.#options.protocol, client });
    else if (owner.ownership.isCertain()) owner.welcome(client);
    else owner.ownership.whenCertain(() => owner.welcome(client));
  }

  /** A newer release has asked: it knows our format, we may not know the one that it will write. */
  async #giveWay(owner: Owner, client: string): Promise<void> {
    const isThere = await isPresent(this.#outside.locks, client);
    // A page says it again until it is served; what is no page does not take the lock that would be let go.
    if (!isThere || this.#owner !== owner) return;
    await this.#release(owner);
    if (!this.#hasEnded) this.#lost();
  }

  /** Nobody sees this page, and somebody sees that one: browsers freeze what nobody sees. */
  async #handOver(client: string): Promise<void> {
    const owner = this.#owner;
    if (owner === undefined || !this.#visibility.isLongHidden) return;
    const term = this.#term;
    await this.#release(owner);
    if (this.#hasEnded || this.#term !== term) return;
    this.#beat?.cancel();
    const { host, knobs } = this.#outside.world;
    this.#beat = host.after(knobs.takeMs, () => this.#lost());
    this.#post({ kind: 'yours', v: this.#options.protocol, client });
  }

  /** Ends well, with the lock still in hand. */
  async #release(owner: Owner): Promise<void> {
    this.#owner = undefined;
    this.#options.toOwnPage({ lost: true });
    this.#releasing = owner.close();
    await this.#releasing;
    this.#releasing = undefined;
  }

  #beats(): void {
    this.#beat?.cancel();
    const { host, knobs } = this.#outside.world;
    this.#beat = host.after(knobs.beatMs, () => {
      this.#owner?.ownership.beat();
      this.#beats();
      this.#beatNow();
    });
  }

  #beatNow(): void {
    const { epoch, storeId } = this.#owner?.opened ?? { epoch: 0, storeId: '' };
    this.#post({
      kind: 'beat',
      v: this.#options.protocol,
      tab: this.#options.tab,
      epoch,
      storeId,
      isHidden: this.#visibility.isLongHidden,
      ...this.#opening,
    });
  }

  #post(message: TabMessage): void {
    if (!this.#hasEnded) this.#common.post(message);
  }
}
