import type { Engine } from '../engine/engine-interface.ts';
import type { Channel, Channels } from '../kernel/channel.ts';
import type { Locks } from '../kernel/locks.ts';
import type { PortOffers } from '../kernel/ports.ts';
import type { Timer } from '../kernel/time.ts';
import type { World } from '../kernel/world.ts';
import type { OpenedStore, CallOutcome, PageQuestion } from '../rpc/protocol.ts';
import { parsePageMessage } from '../rpc/port-message-checks.ts';
import type { TabMessage } from '../rpc/tab-messages.ts';
import { clientLock, privateChannel } from '../rpc/tab-messages.ts';
import type { DatabaseEvent } from '../wire/events.ts';
import { ClientLink } from './client-link.ts';
import { outcomeOf } from './tab-failures.ts';
import { Ownership } from './ownership.ts';
import type { PostToPage, SessionHost } from './session.ts';
import { Session } from './session.ts';

/** What the tabs of one database share, and what time it is. */
export interface TabWorld {
  readonly world: World;
  readonly locks: Locks;
  readonly channels: Channels;
  /** Undefined where the browser, or the page, has no broker. */
  readonly ports?: PortOffers | undefined;
  /** Called when all calls of a message were answered at once: the next may follow at once. */
  readonly stayAwake?: () => void;
}

export interface OwnerIdentity {
  /** `databaseNameOf` the Region: the name of its lock and of its common channel. */
  readonly database: string;
  /** Client id of the page whose worker this is. */
  readonly tab: string;
  /** The release's protocol. */
  readonly protocol: number;
}

interface Client {
  readonly session: Session;
  readonly link: ClientLink;
}

/** Whether there is a page of this client, as far as locks tell. */
export async function isPresent(locks: Locks, client: string): Promise<boolean> {
  return (await locks.held()).has(clientLock(client));
}

/** Answers the requests of all tabs from one open engine, for as long as this worker holds the lock of the database. */
export class Owner implements SessionHost {
  readonly engine: Engine;
  readonly ownership: Ownership;
  readonly opened: OpenedStore;
  readonly #outside: TabWorld;
  readonly #identity: OwnerIdentity;
  readonly #common: Channel;
  readonly #ownPage: Session;
  readonly #clients = new Map<string, Client>();
  #sweep: Timer | undefined;
  readonly #listenNoMore: () => void;
  #isClosing = false;

  constructor(
    outside: TabWorld,
    identity: OwnerIdentity,
    engine: Engine,
    post: { readonly common: Channel; readonly toOwnPage: PostToPage },
    onLost: () => void,
  ) {
    this.engine = engine;
    this.opened = { storeId: engine.storeId, epoch: engine.stats().epoch };
    this.#outside = outside;
    this.#identity = identity;
    this.#common = post.common;
    this.ownership = new Ownership(outside.world, outside.locks, identity.database, onLost);
    this.#ownPage = new Session(this, engine.ledgerOf(identity.tab), post.toOwnPage);
    this.#listenNoMore = engine.listen((event) => this.#tell(event));
    this.#sweepNow();
  }

  #tell(event: DatabaseEvent): void {
    this.#ownPage.tell(event);
    for (const { session } of this.#clients.values()) session.tell(event);
  }

  /** A message of the own page, or of whatever else runs there. */
  receive(heard: unknown): void {
    const message = parsePageMessage(heard);
    if (message !== undefined) this.#ownPage.receive(message);
  }

  /** A page wants to be served. One that is served already may have lost its channel: it gets the same again. */
  welcome(client: string): void {
    // Whoever comes now is served by the next owner: this one ends with all that it has.
    if (this.#isClosing) return;
    const { ports } = this.#outside;
    const { link } = this.#clients.get(client) ?? this.#serve(client);
    if (ports !== undefined) link.add(ports.offer(this.#channelOf(client)));
    this.#post({
      kind: 'welcome',
      v: this.#identity.protocol,
      client,
      ...this.opened,
      ...(ports === undefined ? {} : { broker: ports.broker }),
    });
  }

  #serve(client: string): Client {
    const channel = this.#outside.channels.open(this.#channelOf(client));
    const link = new ClientLink(
      channel,
      (message) => session.receive(message),
      () => session.tellNamesAnew(),
    );
    const session = new Session(this, this.engine.ledgerOf(client), (message, transfer) =>
      link.post(message, transfer),
    );
    const served = { session, link };
    this.#clients.set(client, served);
    this.#tellTabs();
    return served;
  }

  #channelOf(client: string): string {
    return privateChannel(this.#identity.database, client, this.opened.epoch);
  }

  /** The page has said that it goes, and its lock says whether it was the page. */
  async dismiss(client: string): Promise<void> {
    if (await isPresent(this.#outside.locks, client)) return;
    this.#drop(client);
    this.engine.ledgerOf(client).forget();
  }

  #drop(client: string): void {
    const { session, link } = this.#clients.get(client) ?? {};
    session?.end();
    link?.close();
    if (this.#clients.delete(client)) this.#tellTabs();
  }

  #tellTabs(): void {
    this.#tell({ type: 'tabs', region: this.engine.region, tabs: this.#tabs });
  }

  /** Tabs that are served, the own among them. */
  get #tabs(): number {
    return this.#clients.size + 1;
  }

  async answer(question: PageQuestion): Promise<CallOutcome<unknown>> {
    return outcomeOf<unknown>(async () => {
      switch (question) {
        case 'flushed':
          return this.engine.flushed();
        case 'scrub':
          return this.engine.scrub();
        case 'stats':
          return { ...this.engine.stats(), tabs: this.#tabs };
      }
    });
  }

  onAnsweredAtOnce(): void {
    this.#outside.stayAwake?.();
  }

  /** Stops at once: answers nothing more and writes nothing more. */
  stop(): void {
    this.#endSessions();
    this.engine.abandon();
  }

  /**
   * Ends well: what has been asked is answered. With other tabs waiting the rest is left to the next owner, who is there in
   * an instant; without, everything is written to its place.
   */
  async close(): Promise<void> {
    if (this.#clients.size === 0) {
      this.#isClosing = true;
      await this.engine.close();
      this.#endSessions();
      return;
    }
    await this.engine.flushed().catch(() => undefined);
    // Answers leave at the end of the turn in which they became ready.
    await Promise.resolve();
    this.stop();
  }

  #endSessions(): void {
    this.#sweep?.cancel();
    this.#listenNoMore();
    this.ownership.end();
    this.#ownPage.end();
    for (const { session, link } of this.#clients.values()) {
      session.end();
      link.close();
    }
    this.#clients.clear();
  }

  #post(message: TabMessage): void {
    this.#common.post(message);
  }

  #sweepNow(): void {
    const { locks, world } = this.#outside;
    void locks.held().then((held) => this.#forgetAbsent(held));
    this.#sweep = world.host.after(world.knobs.clientSweepMs, () => this.#sweepNow());
  }

  /** Pages that crashed have said nothing; the lock of their worker is free. */
  #forgetAbsent(held: ReadonlySet<string>): void {
    const { clientSilentMs } = this.#outside.world.knobs;
    this.engine.forgetClients((client, silentMs) => {
      const isHere = client === this.#identity.tab || held.has(clientLock(client));
      if (isHere || silentMs < clientSilentMs) return true;
      this.#drop(client);
      return false;
    });
  }
}
