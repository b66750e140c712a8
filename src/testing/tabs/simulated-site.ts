import type { Channel, Channels } from '../../kernel/channel.ts';
import { Listeners } from '../../kernel/listeners.ts';
import type { LockClaim, Locks } from '../../kernel/locks.ts';
import type { PortOffers, PortRequests } from '../../kernel/ports.ts';
import type { EpochMs } from '../../kernel/time.ts';
import type { World } from '../../kernel/world.ts';
import type { DestroyableDevices, Device } from '../../storage/device/port.ts';
import type { SimulatedWorld } from '../world/simulated-world.ts';

const MESSAGE_MS = 2;
const LOCK_MS = 3;
/** A broker may have to be started first, or be gone. */
const BROKER_MS = 60;
const BROKER_FAILS = 0.2;

/**
 * A page or a worker: everything that happens to it comes through here. While it is stopped, what comes waits; when it is dead,
 * nothing comes. Asleep is a page in the back/forward cache: stopped, with all that it holds, until somebody pokes it.
 */
export class Realm {
  #state: 'running' | 'stopped' | 'asleep' | 'dead' = 'running';
  #waiting: (() => void)[] = [];
  #onDeath: (() => void)[] = [];

  get isAsleep(): boolean {
    return this.#state === 'asleep';
  }

  get isDead(): boolean {
    return this.#state === 'dead';
  }

  run(job: () => void): void {
    if (this.#state === 'running') job();
    else if (this.#state !== 'dead') this.#waiting.push(job);
  }

  stop(): void {
    if (this.#state === 'running') this.#state = 'stopped';
  }

  sleep(): void {
    if (this.#state === 'running') this.#state = 'asleep';
  }

  resume(): void {
    if (this.#state === 'dead') return;
    this.#state = 'running';
    while (this.#state === 'running') {
      const job = this.#waiting.shift();
      if (job === undefined) return;
      job();
    }
  }

  die(): void {
    if (this.#state === 'dead') return;
    this.#state = 'dead';
    this.#waiting = [];
    for (const hear of this.#onDeath) hear();
  }

  whenDead(hear: () => void): void {
    this.#onDeath.push(hear);
  }
}

interface OpenChannel {
  readonly name: string;
  readonly realm: Realm;
  readonly channel: Channel;
  /** Messages arrive in the order in which they were posted. */
  lastArrival: number;
}

interface Claim {
  readonly realm: Realm;
  readonly claim: LockClaim;
}

/** What the pages and workers of one site share: locks, channels, and the disk under them. */
export class SimulatedSite {
  readonly #world: SimulatedWorld;
  readonly #devices: DestroyableDevices;
  readonly #skewMs: () => number;
  readonly #channels = new Set<OpenChannel>();
  readonly #held = new Map<string, Claim>();
  readonly #queues = new Map<string, Claim[]>();
  /** Names of channels that stand for ports, by what they are asked for. */
  readonly #offers = new Map<string, string>();
  #ports = 0;

  /** `skewMs`: how far the clock of the machine is off. */
  constructor(world: SimulatedWorld, devices: DestroyableDevices, skewMs: () => number = () => 0) {
    this.#world = world;
    this.#devices = devices;
    this.#skewMs = skewMs;
  }

  worldOf(realm: Realm): World {
    const { world } = this.#world.life();
    const { host, service } = world;
    const after: World['host']['after'] = (delayMs, job) =>
      host.after(delayMs, () => realm.run(job));
    const now = (): EpochMs => (service.now() + this.#skewMs()) as EpochMs;
    return { ...world, host: { ...host, after }, service: { now, after } };
  }

  devicesOf(realm: Realm): DestroyableDevices {
    const into = <T>(answer: Promise<T>): Promise<T> =>
      new Promise((resolve, reject) => {
        answer.then(
          (value) => realm.run(() => resolve(value)),
          (error: unknown) =>
            realm.run(() => reject(error instanceof Error ? error : new Error(String(error)))),
        );
      });
    const { destroyed } = this.#devices;
    return {
      destroy: () => into(this.#devices.destroy()),
      destroyed: {
        has: (storeId) => into(destroyed.has(storeId)),
        add: (storeIds) => into(destroyed.add(storeIds)),
      },
      open: async (options) => {
        let connection: Device | undefined;
        const onClosed = (): void =>
          realm.run(() => {
            connection?.close();
            options.onClosed?.();
          });
        const opening = this.#devices.open({ ...options, onClosed });
        void opening.then(
          (opened) => {
            connection = opened.device;
            if (realm.isDead) opened.device.close();
            else realm.whenDead(() => opened.device.close());
          },
          () => undefined,
        );
        const { device, isNew } = await into(opening);
        const wrapped: Device = {
          readMeta: (name) => into(device.readMeta(name)),
          readLog: (from, limit) => into(device.readLog(from, limit)),
          newestLsn: () => into(device.newestLsn()),
          listPages: (...range) => into(device.listPages(...range)),
          readDigests: (...range) => into(device.readDigests(...range)),
          readPages: (keys) => into(device.readPages(keys)),
          write: (batch, durability) => into(device.write(batch, durability)),
          close: () => device.close(),
        };
        return { device: wrapped, isNew };
      },
    };
  }

  channelsOf(realm: Realm): Channels {
    return {
      open: (name) => {
        const channel: Channel = {
          heard: new Listeners(),
          post: (message) => this.#post(opened, message),
          close: () => this.#channels.delete(opened),
        };
        const opened: OpenChannel = { name, realm, channel, lastArrival: 0 };
        this.#channels.add(opened);
        return channel;
      },
    };
  }

  offersOf(realm: Realm): PortOffers {
    return {
      broker: 'broker',
      offer: (name) => {
        const port = `port ${String(++this.#ports)}`;
        this.#offers.set(name, port);
        return this.channelsOf(realm).open(port);
      },
    };
  }

  requestsOf(realm: Realm): PortRequests {
    return {
      ask: (_, name, onPort) => {
        let isWanted = !this.#world.random.chance(BROKER_FAILS);
        this.#after(BROKER_MS, () => {
          const port = this.#offers.get(name);
          this.#offers.delete(name);
          realm.run(() => {
            if (port !== undefined && isWanted) onPort(this.channelsOf(realm).open(port));
          });
        });
        return () => {
          isWanted = false;
        };
      },
    };
  }

  locksOf(realm: Realm): Locks {
    return {
      request: (name, claim) => {
        const entry = { realm, claim };
        this.#after(LOCK_MS, () => {
          if (!realm.isDead && !isLeft) this.#claim(name, entry);
        });
        let isLeft = false;
        realm.whenDead(() => this.#release(name, entry));
        return {
          release: () => {
            isLeft = true;
            this.#release(name, entry);
          },
        };
      },
      tryWith: async (name, work) => {
        if (this.#held.has(name)) return false;
        const entry = {
          realm,
          claim: { steal: false, granted: () => undefined, lost: () => undefined },
        };
        this.#held.set(name, entry);
        realm.whenDead(() => this.#release(name, entry));
        try {
          await work();
        } finally {
          this.#release(name, entry);
        }
        return true;
      },
      held: () => this.#asked(realm, () => new Set(this.#held.keys())),
      isMine: (name) => this.#asked(realm, () => this.#held.get(name)?.realm === realm),
      holds: () => true,
      poke: (name) => {
        this.#after(LOCK_MS, () => {
          const holder = this.#held.get(name)?.realm;
          if (holder?.isAsleep === true) holder.die();
        });
      },
    };
  }

  #post(from: OpenChannel, message: unknown): void {
    if (!this.#channels.has(from)) return;
    const copy: unknown = structuredClone(message);
    for (const to of this.#channels) {
      if (to === from || to.name !== from.name) continue;
      const now = this.#world.elapsedMs;
      const arrival = Math.max(
        to.lastArrival + 0.001,
        now + this.#world.random.fraction() * MESSAGE_MS,
      );
      to.lastArrival = arrival;
      this.#world.after(arrival - now, () => {
        to.realm.run(() => {
          if (this.#channels.has(to)) to.channel.heard.tell(copy);
        });
      });
    }
  }

  #claim(name: string, entry: Claim): void {
    const holder = this.#held.get(name);
    if (holder === undefined) this.#grant(name, entry);
    else if (entry.claim.steal) {
      holder.realm.run(() => holder.claim.lost());
      this.#grant(name, entry);
    } else this.#queues.set(name, [...(this.#queues.get(name) ?? []), entry]);
  }

  #grant(name: string, entry: Claim): void {
    this.#held.set(name, entry);
    this.#after(LOCK_MS, () =>
      entry.realm.run(() => {
        if (this.#held.get(name) === entry) entry.claim.granted();
      }),
    );
  }

  #release(name: string, entry: Claim): void {
    const queue = (this.#queues.get(name) ?? []).filter((waiting) => waiting !== entry);
    this.#queues.set(name, queue);
    if (this.#held.get(name) !== entry) return;
    this.#held.delete(name);
    const next = queue.shift();
    if (next !== undefined) this.#grant(name, next);
  }

  #asked<T>(realm: Realm, look: () => T): Promise<T> {
    return new Promise((resolve) => {
      this.#after(LOCK_MS, () => {
        const seen = look();
        realm.run(() => resolve(seen));
      });
    });
  }

  #after(delayMs: number, job: () => void): void {
    this.#world.after(this.#world.random.fraction() * delayMs, job);
  }
}
