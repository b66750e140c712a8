import type { Channel, Channels } from '../../kernel/channel.ts';
import type { PortRequests } from '../../kernel/ports.ts';
import type { HostTime, Timer } from '../../kernel/time.ts';
import type { OpenedStore, OpeningProgress } from '../../rpc/protocol.ts';
import { parseOwnerMessage } from '../../rpc/port-message-checks.ts';
import type { TabMessage } from '../../rpc/tab-messages.ts';
import { commonChannel, parseTabMessage, privateChannel } from '../../rpc/tab-messages.ts';
import { HashrangeError } from '../errors.ts';
import { RequestTimeout } from '../request-timeout.ts';
import type { OwnerLink, RequestQueue } from './request-queue.ts';
import type { TextAnswer } from './wire-answer.ts';

/** Requests of one tab that an owner in another one has at most. Source: docs/reference/platform.md, H. */
const WINDOW = 256;
/** Between two looks at how long requests have waited. */
export const LOOK_MS = 1_000;

/**
 * A page that was stopped for so long does not send its requests again: owners may have forgotten by then which of them they
 * have applied.
 */
const DEAF_MAX_MS = 5 * 60_000;

const UNANSWERED =
  'No tab has answered for 30 seconds: whether this request was applied is undecided.';

/** The answer to requests that nobody else answers: retryable, and nothing is known of them. */
export const undecided = (message: string): TextAnswer => ({
  status: 500,
  body: JSON.stringify({
    __type: 'com.amazonaws.dynamodb.v20120810#InternalServerError',
    message,
  }),
  requestId: '',
});

export interface FinderOptions {
  readonly channels: Channels;
  readonly ports: PortRequests;
  readonly host: HostTime;
  readonly database: string;
  readonly client: string;
  /** The release's protocol. */
  readonly protocol: number;
  /** A database in memory begins anew with each worker. */
  readonly isStored: boolean;
}

export interface FinderEvents {
  readonly onFound: (opened: OpenedStore) => void;
  /** A tab that is to be the owner replays the log. */
  readonly onOpening: (progress: OpeningProgress) => void;
  /** Once a second while anybody waits. */
  readonly onLook: () => void;
  /** The database cannot be used from this page any more. */
  readonly onFailed: (error: HashrangeError) => void;
  /** A store has taken the place of the one that the page has been served from. */
  readonly onReplaced: () => void;
}

/**
 * Finds who serves the database, and leads the page's requests there: to the own worker while that is the owner, else to the
 * worker of another tab, over a channel that nobody else has open and, from when it is there, over a port. The greatest epoch is
 * the owner's.
 */
export class OwnerFinder {
  readonly #options: FinderOptions;
  readonly #queue: RequestQueue;
  readonly #events: FinderEvents;
  #common: Channel | undefined;
  /** To the owner in another tab. */
  #private: Channel | undefined;
  /** The faster way to the same. */
  #port: Channel | undefined;
  #stopAsking: () => void = () => undefined;
  /** Epochs tell owners of one store apart, and this page is served from one store only. */
  #storeId: string | undefined;
  #epoch = 0;
  #isOwn = false;
  readonly #patience = new RequestTimeout();
  #look: Timer | undefined;
  #heardAt = 0;
  /** Whether nobody has waited since {@link #heardAt}. */
  #isResting = true;

  constructor(options: FinderOptions, queue: RequestQueue, events: FinderEvents) {
    this.#options = options;
    this.#queue = queue;
    this.#events = events;
  }

  /** The store that the page is served from, once it has been. */
  get storeId(): string | undefined {
    return this.#storeId;
  }

  get role(): 'owner' | 'follower' {
    return this.#isOwn ? 'owner' : 'follower';
  }

  /** Whether an owner has answered, and none has been heard since. */
  get isServed(): boolean {
    return this.#isOwn || this.#private !== undefined;
  }

  /** Asks for the owner, now and whenever there is a new one. */
  start(): void {
    if (this.#common !== undefined) return;
    const { channels, database } = this.#options;
    this.#common = channels.open(commonChannel(database));
    this.#common.heard.add((message) => this.#hear(parseTabMessage(message)));
    this.#hello();
    this.lookSoon();
  }

  /** Requests wait for the next {@link start}. */
  pause(): void {
    this.#lookNoMore();
    this.#disconnect();
    this.#common?.close();
    this.#common = undefined;
  }

  /** For good. */
  stop(): void {
    this.#post({ kind: 'bye', v: this.#options.protocol, client: this.#options.client });
    this.pause();
  }

  /** The own worker is the owner. */
  owned(opened: OpenedStore, post: OwnerLink['post']): void {
    if (this.#isForeign(opened.storeId) || opened.epoch < this.#epoch) return;
    this.#disconnect();
    this.#isOwn = true;
    this.#found(opened, post, Number.POSITIVE_INFINITY);
  }

  /** The own worker is the owner no more, or has died. */
  disowned(): void {
    if (!this.#isOwn) return;
    this.#disconnect();
    this.#hello();
  }

  #found(opened: OpenedStore, post: OwnerLink['post'], window: number): void {
    this.#epoch = opened.epoch;
    if (this.#options.isStored) this.#storeId = opened.storeId;
    this.#heard();
    this.#queue.connect({ post, window });
    this.#events.onFound(opened);
  }

  #disconnect(): void {
    this.#isOwn = false;
    this.#queue.disconnect();
    this.#private?.close();
    this.#private = undefined;
    this.#stopAsking();
    this.#port?.close();
    this.#port = undefined;
  }

  #hear(message: TabMessage | undefined): void {
    switch (message?.kind) {
      case 'beat':
        this.#heardBeat(message);
        return;
      case 'welcome':
        if (message.client === this.#options.client) this.#welcomed(message);
        return;
      case 'refused':
        if (message.client === this.#options.client && message.v > this.#options.protocol)
          this.#events.onFailed(
            new HashrangeError(
              'protocol',
              'another tab runs a newer release of hashrange: reload the page',
            ),
          );
        return;
      case 'destroyed':
        if (message.storeId === this.#storeId)
          this.#events.onFailed(
            new HashrangeError('destroyed', 'the database was destroyed in another tab'),
          );
        return;
      case undefined:
      case 'hello':
      case 'bye':
      case 'visible':
      case 'yours':
        return;
    }
  }

  #heardBeat(beat: Extract<TabMessage, { readonly kind: 'beat' }>): void {
    const { tab, epoch, storeId, done, total } = beat;
    if (epoch > 0 && this.#isForeign(storeId)) return;
    this.#heard();
    if (tab === this.#options.client) return;
    if (epoch === 0 && done !== undefined && total !== undefined)
      this.#events.onOpening({ done, total });
    const isNew = this.isServed ? epoch > this.#epoch : epoch >= this.#epoch;
    if (epoch > 0 && isNew) this.#hello();
  }

  #welcomed({ epoch, storeId, broker }: OpenedStore & { readonly broker?: string }): void {
    if (this.#isForeign(storeId)) return;
    if (epoch < this.#epoch || (epoch === this.#epoch && this.isServed)) return;
    this.#disconnect();
    const { channels, ports, database, client } = this.#options;
    const name = privateChannel(database, client, epoch);
    const channel = channels.open(name);
    const receive = (heard: unknown): void => {
      const message = parseOwnerMessage(heard);
      if (message !== undefined && this.#private === channel) this.#queue.receive(message);
    };
    channel.heard.add(receive);
    this.#private = channel;
    this.#found(
      { epoch, storeId },
      (message, transfer) => (this.#port ?? channel).post(message, transfer),
      WINDOW,
    );
    if (broker === undefined) return;
    this.#stopAsking = ports.ask(broker, name, (port) => {
      if (this.#private !== channel) {
        port.close();
        return;
      }
      port.heard.add(receive);
      this.#port = port;
      this.#queue.rerouted();
    });
  }

  /** A page never changes over to another store by itself. */
  #isForeign(storeId: string): boolean {
    const isForeign = this.#storeId !== undefined && storeId !== this.#storeId;
    if (isForeign) this.#events.onReplaced();
    return isForeign;
  }

  #hello(): void {
    this.#post({ kind: 'hello', v: this.#options.protocol, client: this.#options.client });
  }

  #post(message: TabMessage): void {
    this.#common?.post(message);
  }

  /** Somebody waits: it looks for the owner while anybody does, or nobody serves. */
  lookSoon(): void {
    if (this.#look !== undefined || this.#common === undefined) return;
    if (this.#isResting) this.#heardAt = this.#options.host.elapsedMs();
    this.#isResting = false;
    this.#lookLater();
  }

  #lookLater(): void {
    this.#look = this.#options.host.after(LOOK_MS, () => {
      this.#heard();
      if (this.isServed && !this.#queue.isWaiting) {
        this.#lookNoMore();
        return;
      }
      this.#lookLater();
      const late = this.#patience.look(...this.#queue.progress);
      if (late > 0 && this.#giveUp(late) && !this.#isOwn) this.#beginAnew();
      this.#events.onLook();
    });
  }

  #lookNoMore(): void {
    this.#look?.cancel();
    this.#look = undefined;
    this.#patience.rest();
    this.#isResting ||= !this.#queue.isWaiting;
  }

  /** Whatever comes to a page that was stopped tells that it was, and whatever comes first. */
  #heard(): void {
    const now = this.#options.host.elapsedMs();
    const isDeaf = !this.#isResting && now - this.#heardAt > DEAF_MAX_MS;
    if (isDeaf) this.#giveUp(Number.POSITIVE_INFINITY);
    this.#heardAt = now;
  }

  #giveUp(upTo: number): boolean {
    const failure = new HashrangeError('worker', UNANSWERED);
    return this.#queue.abandon(undecided(UNANSWERED), failure, upTo);
  }

  /** Whoever serves this page, or seemed to, does not answer: whoever says now that it serves is believed, whatever was heard before. */
  #beginAnew(): void {
    this.#disconnect();
    this.#epoch = 0;
    this.#hello();
  }
}
