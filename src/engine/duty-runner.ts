import type { World } from '../kernel/world.ts';
import type { Timer } from '../kernel/time.ts';
import type { DeviceFault } from '../storage/device/port.ts';
import type { LogStore } from '../storage/log-store.ts';
import { isReadFault, isStoreFault } from '../storage/store-fault.ts';
import type { StoreFault } from '../storage/store-fault.ts';

/** Pause after a duty has failed, or its record was refused. */
const PAUSE_MS = 30_000;
/** A timer's longest delay; what is further away is looked at again. */
const DELAY_MS_MAX = 24 * 3_600_000;

/**
 * Something that has to be done now and then, whoever asks for it. Does one step; answers in how many milliseconds it wants to
 * run again, 0 for at once, undefined for not before it is woken. May throw a fault of the store before it appends, and is then
 * run again.
 */
export type Duty = (store: LogStore) => number | undefined;

/** What a runner needs of the engine around it. */
export interface DutyHost {
  /** Reading failed: the store must be opened again. */
  readonly onReadFault: (fault: DeviceFault) => void;
  /** A step has appended a log record. */
  readonly onAppended: () => void;
}

/**
 * Runs one duty on one opened store, between requests. Steps are loaded and run as requests are (ADR 23); the next one
 * begins when what this one appended is durable, so that requests come in between.
 */
export class DutyRunner {
  readonly #duty: Duty;
  readonly #store: LogStore;
  readonly #world: World;
  readonly #host: DutyHost;
  #isRunning = false;
  #isWoken = false;
  #isStopped = false;
  #timer: Timer | undefined;

  constructor(duty: Duty, store: LogStore, world: World, host: DutyHost) {
    this.#duty = duty;
    this.#store = store;
    this.#world = world;
    this.#host = host;
  }

  /** There may be something to do. */
  wake(): void {
    if (this.#isStopped) return;
    this.#timer?.cancel();
    this.#timer = undefined;
    this.#isWoken = true;
    if (this.#isRunning) return;
    this.#isRunning = true;
    // Not at once: the requests of this turn come first.
    void Promise.resolve().then(() => this.#run());
  }

  stop(): void {
    this.#isStopped = true;
    this.#timer?.cancel();
  }

  async #run(): Promise<void> {
    let delayMs: number | undefined = 0;
    while (!this.#isStopped && (this.#isWoken || delayMs === 0)) {
      this.#isWoken = false;
      delayMs = await this.#step();
    }
    this.#isRunning = false;
    if (this.#isStopped || delayMs === undefined) return;
    this.#timer = this.#world.scheduler.after(Math.min(delayMs, DELAY_MS_MAX), () => {
      this.wake();
    });
  }

  /** Runs one step, loading what it lacks. Answers when the next one is due. */
  async #step(): Promise<number | undefined> {
    while (!this.#isStopped) {
      const store = this.#store;
      store.beginTurn();
      try {
        const delayMs = this.#duty(store);
        if (!store.hasAppended) return delayMs;
        store.log.commitEagerly();
        this.#host.onAppended();
        return (await this.#isDurable()) ? delayMs : PAUSE_MS;
      } catch (fault) {
        // Whatever else it is, whoever reads the same will hear of it.
        if (!isStoreFault(fault) || !(await this.#load(fault))) return PAUSE_MS;
      }
    }
    return undefined;
  }

  #isDurable(): Promise<boolean> {
    const { log, seenLsn } = this.#store;
    return new Promise((resolve) => {
      log.whenDurable(seenLsn, (fault) => {
        resolve(fault === undefined);
      });
    });
  }

  async #load(fault: StoreFault): Promise<boolean> {
    try {
      await this.#store.load(fault);
      return true;
    } catch (error) {
      if (isReadFault(error, fault) && !this.#isStopped) this.#host.onReadFault(error);
      return false;
    }
  }
}
