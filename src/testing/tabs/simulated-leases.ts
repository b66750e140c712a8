import type { LeaseEntry, LeaseLogs } from '../../kernel/lease-log.ts';
import type { LockClaim } from '../../kernel/locks.ts';
import type { HostMs } from '../../kernel/time.ts';
import type { World } from '../../kernel/world.ts';
import { DeviceFault } from '../../storage/device/port.ts';
import { Lease } from '../../tabs/lease.ts';
import type { SimulatedWorld } from '../world/simulated-world.ts';
import type { Realm } from './simulated-site.ts';

/** Most answers of the browser's storage come at once, some late. */
const STORE_MS = 30;
const SLOW_MS = 1_500;
const SLOW = 0.05;

/** The logs of the leases on the disk that the tabs of a site share. */
export class SimulatedLeases {
  readonly #world: SimulatedWorld;
  readonly #newest = new Map<string, LeaseEntry>();
  /** There is no room for entries. */
  isFull = false;

  constructor(world: SimulatedWorld) {
    this.#world = world;
  }

  logsOf(realm: Realm): LeaseLogs {
    return {
      open: (lease) =>
        this.#soon(realm, () => ({
          newest: () => this.#soon(realm, () => this.newest(lease)),
          append: (entry) => this.#soon(realm, () => this.#append(lease, entry)),
          close: () => undefined,
        })),
    };
  }

  newest(lease: string): LeaseEntry | undefined {
    return this.#newest.get(lease);
  }

  #append(lease: string, entry: LeaseEntry): boolean {
    if (this.isFull) throw new DeviceFault('quota', 'simulated: quota');
    const newest = this.#newest.get(lease);
    if (newest !== undefined && newest.number >= entry.number) return false;
    this.#newest.set(lease, entry);
    return true;
  }

  /** Done after a while, and told after another. */
  #soon<T>(realm: Realm, work: () => T): Promise<T> {
    return new Promise((resolve) => {
      this.#after(() => {
        const done = new Promise<T>((settle) => settle(work()));
        done.catch(() => undefined);
        this.#after(() => realm.run(() => resolve(done)));
      });
    });
  }

  #after(job: () => void): void {
    const { random } = this.#world;
    this.#world.after(random.fraction() * (random.chance(SLOW) ? SLOW_MS : STORE_MS), job);
  }
}

/** A lease that takes no heed of its clock: the planted bug. */
export class CarelessLease extends Lease {
  #isHeld = false;

  override request(name: string, claim: LockClaim): { readonly release: () => void } {
    return super.request(name, {
      ...claim,
      granted: () => {
        this.#isHeld = true;
        claim.granted();
      },
      lost: () => {
        this.#isHeld = false;
        claim.lost();
      },
    });
  }

  override holds(): boolean {
    return this.#isHeld;
  }
}

/** A world whose clock runs `rate` times as fast as the others'. */
export function drifting(world: World, rate: number): World {
  const { host } = world;
  return {
    ...world,
    host: {
      elapsedMs: () => (host.elapsedMs() * rate) as HostMs,
      after: (delayMs, job) => host.after(delayMs / rate, job),
    },
  };
}
