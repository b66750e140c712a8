import { buildStep, isBuilding } from '../index/index-builder.ts';
import type { IndexFollower } from '../index/index-follower.ts';
import type { DeviceFault } from '../storage/device/port.ts';
import { FollowerBehind } from '../storage/follower-behind.ts';
import type { LogStore } from '../storage/log-store.ts';
import type { Lsn } from '../storage/store.ts';
import type { StoreFault } from '../storage/store-fault.ts';
import { isReadFault, isStoreFault } from '../storage/store-fault.ts';

/** What the runner needs of the engine around it. */
export interface RunnerHost {
  /** Reading failed: the store must be opened again. */
  readonly onReadFault: (fault: DeviceFault) => void;
}

/**
 * Runs what follows the log of one opened store, between requests: the follower of the global indexes, and the building of
 * new ones. Turns are loaded and run as requests are (ADR 23).
 */
export class FollowerRunner {
  readonly #store: LogStore;
  readonly #follower: IndexFollower;
  readonly #host: RunnerHost;
  #running: Promise<void> | undefined;
  #isStopped = false;
  /** Why the indexes cannot be kept, since the last try. */
  #failure: Error | undefined;
  /** The newest change of the catalog that was looked at for indexes to build. */
  #builtLsn = -1 as Lsn;

  constructor(store: LogStore, follower: IndexFollower, host: RunnerHost) {
    this.#store = store;
    this.#follower = follower;
    this.#host = host;
  }

  /** There may be something to do. */
  wake(): void {
    if (this.#isStopped || this.#running !== undefined || !this.#hasWork()) return;
    // Not at once: the other requests of this turn come first, and are answered in one record.
    this.#running = Promise.resolve().then(() => this.#run());
  }

  /** Answers what can be answered without loading pages. */
  answerNow(): void {
    if (this.#isStopped || !this.#follower.isBehind(this.#store)) return;
    try {
      do this.#store.beginTurn('must be taken');
      while (this.#follower.turn(this.#store));
    } catch {
      // A missing page is loaded, and a failure met again and kept, by the turns in between.
      this.wake();
    }
  }

  /** Throws `FollowerBehind` while a global index may lack a write, and what went wrong where it can not be kept. */
  mustBeCaughtUp(): void {
    if (!this.#follower.isBehind(this.#store)) return;
    const failure = this.#failure;
    this.#failure = undefined;
    if (failure !== undefined) throw failure;
    throw new FollowerBehind();
  }

  /** Resolves when nothing is left to do, or nothing more can be done. */
  async idle(): Promise<void> {
    this.wake();
    await this.#running;
  }

  /** Resolves when every change so far has been answered, or cannot be. */
  async caughtUp(): Promise<void> {
    while (
      !this.#isStopped &&
      this.#failure === undefined &&
      this.#follower.isBehind(this.#store)
    ) {
      if (!(await this.#turn(() => this.#follower.turn(this.#store), 'must be taken'))) return;
    }
  }

  stop(): void {
    this.#isStopped = true;
  }

  #hasWork(): boolean {
    return this.#follower.isBehind(this.#store) || this.#builtLsn < this.#store.catalogLsn;
  }

  async #run(): Promise<void> {
    this.#failure = undefined;
    try {
      await this.caughtUp();
      await this.#build();
    } finally {
      this.#running = undefined;
    }
  }

  async #build(): Promise<void> {
    const { catalogLsn } = this.#store;
    if (this.#builtLsn >= catalogLsn) return;
    while (await this.#turn(() => isBuilding(this.#store))) {
      if (!(await this.#turn(() => buildStep(this.#store, this.#follower.isBehind(this.#store)))))
        return;
      // One step a commit: requests come in between, and the log does not run ahead of the device.
      if (!(await this.#isDurable())) return;
      await this.caughtUp();
    }
    if (this.#failure !== undefined || this.#isStopped) return;
    this.#builtLsn = this.#store.catalogLsn;
  }

  #isDurable(): Promise<boolean> {
    const { log } = this.#store;
    return new Promise((resolve) => {
      log.whenDurable((log.nextLsn - 1) as Lsn, (fault) => {
        resolve(fault === undefined && !this.#isStopped);
      });
    });
  }

  /** Runs one turn, loading what it lacks. Answers false where there was nothing to do, or where it failed. */
  async #turn(work: () => boolean, growth?: 'must be taken'): Promise<boolean> {
    while (!this.#isStopped) {
      this.#store.beginTurn(growth);
      try {
        return work();
      } catch (error) {
        if (error instanceof FollowerBehind) await this.caughtUp();
        else if (!isStoreFault(error)) this.#failure = errorOf(error);
        else await this.#load(error);
        if (this.#failure !== undefined) return false;
      }
    }
    return false;
  }

  async #load(fault: StoreFault): Promise<void> {
    try {
      await this.#store.load(fault);
    } catch (error) {
      this.#failure = errorOf(error);
      if (isReadFault(error, fault) && !this.#isStopped) this.#host.onReadFault(error);
    }
  }
}

function errorOf(thrown: unknown): Error {
  return thrown instanceof Error ? thrown : new Error(String(thrown));
}
