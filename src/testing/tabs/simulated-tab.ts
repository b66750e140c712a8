import { OwnerFinder } from '../../client/link/owner-finder.ts';
import { readText } from '../../client/read-answer.ts';
import type { TextAnswer } from '../../client/link/wire-answer.ts';
import { RequestQueue } from '../../client/link/request-queue.ts';
import { HashrangeError } from '../../client/errors.ts';
import type { Engine } from '../../engine/engine-interface.ts';
import { createEngine } from '../../engine/engine.ts';
import type { Channels } from '../../kernel/channel.ts';
import type { World } from '../../kernel/world.ts';
import type { OpeningProgress, OwnerMessage, PageMessage } from '../../rpc/protocol.ts';
import { PROTOCOL_VERSION } from '../../rpc/protocol.ts';
import { databaseNameOf } from '../../rpc/database-name.ts';
import { clientLock } from '../../rpc/tab-messages.ts';
import { destroyDatabase } from '../../tabs/destruction.ts';
import { Lease } from '../../tabs/lease.ts';
import { NO_CHANNELS } from '../../kernel/channel.ts';
import type { TabWorld } from '../../tabs/owner.ts';
import { Tab } from '../../tabs/tab.ts';
import type { SimulatedLeases } from './simulated-leases.ts';
import { Realm } from './simulated-site.ts';
import type { SimulatedSite } from './simulated-site.ts';

export interface SimulatedTabOptions {
  readonly protocol?: number;
  /** A planted bug: the tab's engine does not remember what it has answered. */
  readonly isForgetful?: boolean;
  /** Default `eu-west-1`. */
  readonly region?: string;
  /** Default `interval`. */
  readonly durability?: 'relaxed' | 'interval' | 'strict';
  /** How large the engine's reserve may become. Default 0: the device has no bound. */
  readonly reserveBytesMax?: number;
  /** Where the browser has no Web Locks: no tab hears another. */
  readonly leases?: SimulatedLeases;
  /** How the engine in a worker reaches other Regions. Without it there are none. */
  readonly regionsFrom?: (worker: Realm) => Channels;
  /** What pages remember outside of the database. Default: nothing. */
  readonly marker?: Marker;
}

/** The store id that all pages of a site remember for the database. */
export interface Marker {
  storeId: string | undefined;
}

const REGION = 'eu-west-1';
/** As in the page library. */
const HUNG_LOOKS = 10;

/** A tab with its page and its worker, wired as `worker/` and the page library wire them. */
export class SimulatedTab {
  readonly client: string;
  readonly page = new Realm();
  readonly queue: RequestQueue;
  readonly #site: SimulatedSite;
  readonly #options: SimulatedTabOptions;
  readonly #protocol: number;
  readonly database: string;
  readonly #marker: Marker;
  readonly #finder: OwnerFinder;
  #worker = new Realm();
  #tab: Tab | undefined;
  #unheardLooks = 0;
  #isVisible = true;
  #lives = 0;
  /** Why the page cannot use the database, if it cannot. */
  failure: string | undefined;

  constructor(site: SimulatedSite, client: string, options: SimulatedTabOptions = {}) {
    const { protocol = PROTOCOL_VERSION, region = REGION } = options;
    this.#options = options;
    this.database = databaseNameOf({ name: 'simulated', region });
    this.#site = site;
    this.#marker = options.marker ?? { storeId: undefined };
    this.client = client;
    this.#protocol = protocol;
    const { host } = site.worldOf(this.page);
    this.queue = new RequestQueue(host, { onWaiting: () => this.#finder.lookSoon() });
    this.#finder = new OwnerFinder(
      {
        channels: options.leases === undefined ? site.channelsOf(this.page) : NO_CHANNELS,
        ports: site.requestsOf(this.page),
        host,
        database: this.database,
        client,
        protocol,
        isStored: true,
      },
      this.queue,
      {
        onFound: ({ storeId }) => {
          this.#marker.storeId = storeId;
          this.#worker.run(() => this.#tab?.serves(storeId));
        },
        onOpening: (progress) => this.openings.push(progress),
        onLook: () => this.#lookAtWorker(),
        onFailed: (error) => this.#fail(error),
        onReplaced: () => undefined,
      },
    );
    site.locksOf(this.page).request(clientLock(client), {
      steal: false,
      granted: () => undefined,
      lost: () => undefined,
    });
    this.#finder.start();
    this.startWorker();
  }

  /** What the page was told of openings in other tabs. */
  readonly openings: OpeningProgress[] = [];

  get role(): 'owner' | 'follower' {
    return this.#finder.role;
  }

  /** The store that it has been served from. */
  get storeId(): string | undefined {
    return this.#finder.storeId;
  }

  get worker(): Realm {
    return this.#worker;
  }

  request(operation: string, input: object, api = 'DynamoDB_20120810'): Promise<TextAnswer> {
    const envelope = { target: `${api}.${operation}`, body: JSON.stringify(input) };
    return this.queue.request(envelope, undefined, readText);
  }

  /** Begins a life of the worker; the one before is over. */
  startWorker(): void {
    this.#worker.die();
    const worker = new Realm();
    this.#worker = worker;
    this.#unheardLooks = 0;
    this.#finder.disowned();
    const world = this.#site.worldOf(worker);
    const devices = this.#site.devicesOf(worker);
    const {
      region = REGION,
      durability = 'interval',
      isForgetful = false,
      reserveBytesMax = 0,
    } = this.#options;
    this.#tab = new Tab(
      {
        world,
        ...this.#sharedBy(worker, world, `${this.client}, life ${String(++this.#lives)}`),
        ports: this.#site.offersOf(worker),
      },
      {
        database: this.database,
        tab: this.client,
        protocol: this.#protocol,
        devices,
        meant: {
          served: this.#finder.storeId,
          remembered: this.#marker.storeId,
          acceptLoss: undefined,
        },
        openEngine: async (expectedStoreId, events, epochAbove) => {
          const engine = await createEngine(
            { world, devices, ...events, channels: this.#options.regionsFrom?.(worker) },
            {
              region,
              accountId: '000000000001',
              durability,
              cacheBytes: 1 << 20,
              expectedStoreId,
              epochAbove,
              reserveBytesMax,
            },
          );
          return isForgetful ? forgetful(engine) : engine;
        },
        toOwnPage: (message) => this.page.run(() => this.#hear(worker, message)),
      },
    );
    this.#tab.setVisible(this.#isVisible);
  }

  /** As the page library does with a worker that gives no sign of life. */
  #lookAtWorker(): void {
    const worker = this.#worker;
    if (++this.#unheardLooks > HUNG_LOOKS) this.startWorker();
    else
      worker.run(() =>
        this.page.run(() => {
          if (worker === this.#worker) this.#unheardLooks = 0;
        }),
      );
  }

  #sharedBy(worker: Realm, world: World, holder: string): Pick<TabWorld, 'locks' | 'channels'> {
    const { leases } = this.#options;
    if (leases === undefined)
      return { locks: this.#site.locksOf(worker), channels: this.#site.channelsOf(worker) };
    const locks = new Lease(world, leases.logsOf(worker), { holder, gone: undefined });
    return { locks, channels: NO_CHANNELS };
  }

  setVisible(isVisible: boolean): void {
    this.#isVisible = isVisible;
    this.#worker.run(() => this.#tab?.setVisible(isVisible));
  }

  /** A page hears when its worker dies, and waits no longer. */
  async close(): Promise<void> {
    const worker = this.#worker;
    const died = new Promise<void>((resolve) => {
      if (worker.isDead) resolve();
      else worker.whenDead(resolve);
    });
    await Promise.race([this.#tab?.close(), died]);
    this.#finder.stop();
    this.crash();
  }

  /** In the page's own worker, as the page library does it; whether that ends well or not, the page is done with the database. */
  async destroy(): Promise<void> {
    const storeId = this.#finder.storeId ?? this.#marker.storeId;
    const isOnly = this.#finder.storeId !== undefined;
    const gone = new HashrangeError('destroyed', 'the database was destroyed');
    this.failure = gone.code;
    this.#finder.pause();
    this.queue.fail(gone);
    const worker = this.#worker;
    this.#tab?.abandon();
    const world = this.#site.worldOf(worker);
    await destroyDatabase({
      outside: { world, ...this.#sharedBy(worker, world, `${this.client}/destroy`) },
      identity: { database: this.database, tab: this.client, protocol: this.#protocol },
      devices: this.#site.devicesOf(worker),
      condemned: { storeId, isOnly },
    });
    if (this.page.isDead) return;
    if (this.#marker.storeId === storeId) this.#marker.storeId = undefined;
    this.crash();
  }

  crash(): void {
    this.page.die();
    this.#worker.die();
  }

  #hear(worker: Realm, message: OwnerMessage): void {
    if (worker !== this.#worker) return;
    if (Array.isArray(message) || 'asked' in message || 'told' in message) {
      if (this.#finder.role === 'owner') this.queue.receive(message);
    } else if ('owner' in message) {
      const tab = this.#tab;
      this.#finder.owned(message.owner, (calls) => post(worker, tab, calls));
    } else if ('lost' in message) this.#finder.disowned();
    else if ('failure' in message) {
      const { code, message: why } = message.failure;
      if (code === 'destroyed' || code === 'storage-lost')
        this.#fail(new HashrangeError(code, why));
      else this.failure = why;
    }
  }

  #fail(error: HashrangeError): void {
    this.failure = error.code;
    this.#worker.die();
    this.queue.fail(error);
  }
}

function post(worker: Realm, tab: Tab | undefined, calls: PageMessage): void {
  worker.run(() => tab?.receive(calls));
}

function forgetful(engine: Engine): Engine {
  return {
    region: engine.region,
    storeId: engine.storeId,
    submit: (request, answer) => engine.submit(request, answer),
    request: (target, bodyText) => engine.request(target, bodyText),
    flushed: () => engine.flushed(),
    scrub: () => engine.scrub(),
    stats: () => engine.stats(),
    listen: (listener) => engine.listen(listener),
    ledgerOf: (client) => engine.ledgerOf(client),
    forgetClients: () => undefined,
    close: () => engine.close(),
    abandon: () => engine.abandon(),
  };
}
