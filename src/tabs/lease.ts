import type { LeaseEntry, LeaseLog, LeaseLogs } from '../kernel/lease-log.ts';
import type { LockClaim, Locks } from '../kernel/locks.ts';
import type { World } from '../kernel/world.ts';
import { DatabaseInUse } from './failures.ts';
import { HeldLease } from './held-lease.ts';

/** A lease whose log has stood still for so long, by the clock of who looks, is over. */
const LEASE_MS = 4_000;
/** Between two looks of who waits. */
const LOOK_MS = 250;
/** Whoever has written so lately lives. */
const ALIVE_MS = 2_000;

export interface LeaseOptions {
  /** This life of the worker: no other bears the name. */
  readonly holder: string;
  /** A life that is known to be over, if any. */
  readonly gone: string | undefined;
}

/** What is known of a lease that somebody else may have. */
interface Sight {
  readonly entry: LeaseEntry | undefined;
  /** When the entry was first seen. */
  readonly sinceMs: number;
  /** Whether there was another before. */
  readonly hasMoved: boolean;
}

/**
 * The locks of a database where the browser has no Web Locks: for each a log that its holder adds to once a second.
 *
 * 1. Times are never compared between tabs: who waits watches the log stand still.
 * 2. An entry has a number that nobody else can add: who was overtaken while it was stopped finds out when it adds its next.
 * 3. A holder that has not renewed in time takes nothing for its own ({@link Locks.holds}) before it has.
 */
export class Lease implements Locks {
  readonly #world: World;
  readonly #logs: LeaseLogs;
  readonly #options: LeaseOptions;
  readonly #held = new Map<string, HeldLease>();

  constructor(world: World, logs: LeaseLogs, options: LeaseOptions) {
    this.#world = world;
    this.#logs = logs;
    this.#options = options;
  }

  /** The claim is refused with {@link DatabaseInUse} when a holder is seen to live, after {@link LEASE_MS} at the earliest. */
  request(name: string, claim: LockClaim): { readonly release: () => void } {
    let isOver = false;
    this.#acquire(name, () => isOver, claim).catch((error: unknown) => {
      if (!isOver) claim.refused?.(error);
    });
    return {
      release: () => {
        isOver = true;
        void this.#held.get(name)?.release();
        this.#held.delete(name);
      },
    };
  }

  /** No owner steals from another: a lease ends by itself. */
  tryWith(): Promise<boolean> {
    return Promise.resolve(false);
  }

  held(): Promise<ReadonlySet<string>> {
    return Promise.resolve(new Set());
  }

  isMine(name: string): Promise<boolean> {
    return this.#held.get(name)?.renew() ?? Promise.resolve(false);
  }

  holds(name: string): boolean {
    return this.#held.get(name)?.holds() ?? false;
  }

  poke(): void {
    // A page that sleeps renews nothing.
  }

  async #acquire(name: string, isOver: () => boolean, claim: LockClaim): Promise<void> {
    const { clock, scheduler } = this.#world;
    const log = await this.#logs.open(name);
    const startedMs = clock.elapsedMs();
    try {
      for (let sight: Sight | undefined; !isOver();) {
        sight = this.#look(await log.newest(), sight);
        if (claim.steal || this.#isFree(sight)) {
          const taken = await this.#take(name, log, sight.entry, claim);
          if (taken === undefined) continue;
          if (isOver()) void taken.release();
          else this.#grant(name, taken, claim);
          return;
        }
        if (this.#isAlive(sight, startedMs)) throw new DatabaseInUse();
        await new Promise<void>((resolve) => {
          scheduler.after(LOOK_MS, resolve);
        });
      }
      log.close();
    } catch (error) {
      log.close();
      throw error;
    }
  }

  #grant(name: string, taken: HeldLease, claim: LockClaim): void {
    this.#held.set(name, taken);
    claim.granted();
  }

  #look(entry: LeaseEntry | undefined, before: Sight | undefined): Sight {
    if (before !== undefined && entry?.number === before.entry?.number) return before;
    return { entry, sinceMs: this.#world.clock.elapsedMs(), hasMoved: before !== undefined };
  }

  #isFree({ entry, sinceMs }: Sight): boolean {
    const { holder, gone } = this.#options;
    const isGivenUp = entry === undefined || ['', holder, gone].includes(entry.holder);
    return isGivenUp || this.#world.clock.elapsedMs() - sinceMs >= LEASE_MS;
  }

  /** A tab that is just being closed may write once more: the log is given the time to stand still. */
  #isAlive({ sinceMs, hasMoved }: Sight, startedMs: number): boolean {
    const now = this.#world.clock.elapsedMs();
    return hasMoved && now - startedMs >= LEASE_MS && now - sinceMs < ALIVE_MS;
  }

  /** Undefined when somebody else was faster. */
  async #take(
    name: string,
    log: LeaseLog,
    newest: LeaseEntry | undefined,
    claim: LockClaim,
  ): Promise<HeldLease | undefined> {
    const begunMs = this.#world.clock.elapsedMs();
    const { holder } = this.#options;
    const number = (newest?.number ?? 0) + 1;
    if (!(await log.append({ number, holder }))) return undefined;
    const held = new HeldLease(this.#world, { log, holder, number, begunMs }, () => {
      if (this.#held.get(name) !== held) return;
      this.#held.delete(name);
      claim.lost();
    });
    return held;
  }
}
