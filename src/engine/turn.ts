import { DeviceFault } from '../storage/device/port.ts';
import { ReplayFault } from '../storage/checkpoint/replay-fault.ts';
import { FollowerBehind } from '../storage/follower-behind.ts';
import type { Growth, LogStore } from '../storage/log-store.ts';
import type { Lsn } from '../storage/store.ts';
import type { StoreFault } from '../storage/store-fault.ts';
import { isReadFault, isStoreFault } from '../storage/store-fault.ts';
import { Pins } from '../storage/tree/pins.ts';

/** A lack that keeps a turn from running on what is in memory: {@link Turns.load} sees to it. */
export type Lack = StoreFault | FollowerBehind;

/** The life around turns, as they need it. */
export interface TurnHost {
  /** Reading failed: the store must be opened again. */
  readonly onReadFault: (fault: DeviceFault) => void;
  /** A turn has appended log records. */
  readonly onAppended: () => void;
  /** Resolves when those whom readers wait for have answered the log. Rejects with what keeps them from it. */
  readonly caughtUp: () => Promise<void>;
}

export function isLack(error: unknown): error is Lack {
  return isStoreFault(error) || error instanceof FollowerBehind;
}

/**
 * Runs turns on one opened store: "load, then run" (ADR 23). Nobody else begins a turn (`scripts/house/turns.test.ts`).
 *
 * 1. The work of a turn is synchronous and has no effect before it appends: it runs again from its start when what it lacked is there.
 * 2. A turn that has appended is never run again, whatever it throws: its record stands, and it was a bug.
 */
export class Turns {
  readonly #store: LogStore;
  readonly #host: TurnHost;
  #isStopped = false;

  constructor(store: LogStore, host: TurnHost) {
    this.#store = store;
    this.#host = host;
  }

  stop(): void {
    this.#isStopped = true;
  }

  /** Runs one turn on what is in memory. Throws a {@link Lack} where that is not enough, and what `work` throws. */
  now<T>(work: () => T, growth?: Growth): T {
    const store = this.#store;
    store.beginTurn(growth);
    let result: T;
    try {
      result = work();
    } catch (error) {
      if (!store.hasAppended) throw error;
      this.#host.onAppended();
      throw brokenBy(error);
    }
    store.log.commitEagerly();
    if (store.hasAppended) this.#host.onAppended();
    return result;
  }

  /** Runs `work` until it has all that it reads. Rejects with `DeviceFault`, or with what `work` threw. */
  async loaded<T>(work: () => T, growth?: Growth): Promise<T> {
    const pins = new Pins();
    let wanted = growth;
    try {
      for (;;) {
        if (this.#isStopped) throw new DeviceFault('closed', 'the store has been closed');
        try {
          return this.now(work, wanted);
        } catch (error) {
          if (!isLack(error)) throw error;
          await this.load(error, pins);
          // Else what makes way for the rest would never come to its turn where that writes all the time.
          if (error instanceof ReplayFault) wanted = 'has waited';
        }
      }
    } finally {
      this.#store.release(pins);
    }
  }

  /** The same, and resolves when all that the turn saw and wrote is durable. What it only saw may be refused: then it looks again. */
  async durable<T>(work: () => T, growth?: Growth): Promise<T> {
    const store = this.#store;
    for (;;) {
      const { result, hasAppended, stored } = await this.loaded(
        () => ({
          result: work(),
          hasAppended: store.hasAppended,
          stored: this.#stored(store.seenLsn),
        }),
        growth,
      );
      const refusal = await stored;
      if (refusal === undefined) return result;
      if (hasAppended || store.log.stopped !== undefined) throw refusal;
    }
  }

  /** Brings in what a turn lacked, and holds its pages in memory by `pins`. Rejects with `DeviceFault`, or with what keeps a follower of the log from answering it. */
  async load(lack: Lack, pins: Pins): Promise<void> {
    if (lack instanceof FollowerBehind) {
      await this.#host.caughtUp();
      return;
    }
    try {
      await this.#store.load(lack, pins);
    } catch (error) {
      if (isReadFault(error, lack) && !this.#isStopped) this.#host.onReadFault(error);
      throw error;
    }
  }

  #stored(lsn: Lsn): Promise<DeviceFault | undefined> {
    return new Promise((resolve) => {
      this.#store.log.whenDurable(lsn, resolve);
    });
  }
}

/** The error of a turn that is not to run again: no {@link Lack}. */
function brokenBy(error: unknown): Error {
  const message = error instanceof Error ? error.message : String(error);
  return new Error(`a turn that had appended a record failed: ${message}`, { cause: error });
}
