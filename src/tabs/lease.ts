import type { LeaseEntry, LeaseLog, LeaseLogs } from '../kernel/lease-log.ts';
import type { LockClaim, Locks } from '../kernel/locks.ts';
import type { World } from '../kernel/world.ts';
import { DatabaseInUse } from './tab-failures.ts';
import { HeldLease } from './held-lease.ts';

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
  /** When the last look began. */
  readonly lookedMs: number;
  /** When the last look began that did not find the entry, if any. */
  readonly writtenAfterMs: number;
}

/**
 * The locks of a database where the browser has no Web Locks: for each a log that its holder adds to once a second.
 *
 * 1. Times are never compared between tabs: who waits watches the log stand still.
 * 2. An entry has a number that nobody else can add: who was overtaken while it was stopped finds out when it adds its next.
 * 3. A holder that has not renewed in time takes nothing for its own ({@link Locks.holds}) before it has, or has looked.
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

  /** The claim is refused with {@link DatabaseInUse} when a holder is seen to live, after a whole lease at the earliest. */
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
    return this.#held.get(name)?.isOurs() ?? Promise.resolve(false);
  }

  holds(name: string): boolean {
    return this.#held.get(name)?.holds() ?? false;
  }

  poke(): void {
    // A page that sleeps renews nothing.
  }

  async #acquire(name: string, isOver: () => boolean, claim: LockClaim): Promise<void> {
    const { host, knobs } = this.#world;
    const log = await this.#logs.open(name);
    const startedMs = host.elapsedMs();
    try {
      for (let sight: Sight | undefined; !isOver();) {
        const lookedMs = host.elapsedMs();
        sight = this.#seen(await log.newest(), lookedMs, sight);
        if (claim.steal || this.#isFree(sight)) {
          const taken = await this.#take(name, log, sight.entry, claim);
          if (taken === undefined) continue;
          if (isOver()) void taken.release();
          else this.#grant(name, taken, claim);
          return;
        }
        if (this.#isAlive(sight, startedMs)) throw new DatabaseInUse();
        await new Promise<void>((resolve) => {
          host.after(knobs.leaseLookMs, resolve);
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

  #seen(entry: LeaseEntry | undefined, lookedMs: number, before: Sight | undefined): Sight {
    if (before !== undefined && entry?.number === before.entry?.number)
      return { ...before, lookedMs };
    const sinceMs = this.#world.host.elapsedMs();
    return { entry, sinceMs, lookedMs, writtenAfterMs: before?.lookedMs ?? -Infinity };
  }

  #isFree({ entry, sinceMs }: Sight): boolean {
    const { host, knobs } = this.#world;
    return this.#isGivenUp(entry) || host.elapsedMs() - sinceMs >= knobs.leaseMs;
  }

  #isGivenUp(entry: LeaseEntry | undefined): boolean {
    const { holder, gone } = this.#options;
    return entry === undefined || ['', holder, gone].includes(entry.holder);
  }

  /** A tab that is just being closed may write once more, and a look may take its time: the log is given the time to stand still. */
  #isAlive({ writtenAfterMs }: Sight, startedMs: number): boolean {
    const { host, knobs } = this.#world;
    const now = host.elapsedMs();
    return now - startedMs >= knobs.leaseMs && now - writtenAfterMs < ALIVE_MS;
  }

  /**
   * Undefined when somebody else was faster. On a full disk what was given up is taken without an entry, which is owed; a log that only
   * stands still may be that of a holder who has no room either.
   */
  async #take(
    name: string,
    log: LeaseLog,
    newest: LeaseEntry | undefined,
    claim: LockClaim,
  ): Promise<HeldLease | undefined> {
    let begunMs: number = this.#world.host.elapsedMs();
    const { holder } = this.#options;
    let number = (newest?.number ?? 0) + 1;
    try {
      if (!(await log.append({ number, holder }))) return undefined;
    } catch (error) {
      const isFull = (error as { readonly kind?: string }).kind === 'quota';
      if (!isFull || !(claim.steal || this.#isGivenUp(newest))) throw error;
      number--;
      begunMs = -Infinity;
    }
    const held = new HeldLease(this.#world, { log, holder, number, begunMs }, () => {
      if (this.#held.get(name) !== held) return;
      this.#held.delete(name);
      claim.lost();
    });
    return held;
  }
}
