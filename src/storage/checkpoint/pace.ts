/** Part of a cycle's log that is free from its beginning, so that a commit and the next are under way while pages follow; the rest follows the pages. */
const FREE_SHARE = 1 / 4;

/** What the pace of writers goes by. */
export interface PaceHost {
  /** Log to be replayed, with that which no commit carries yet. */
  readonly logBytes: () => number;
  /** Part of its work that the cycle under way has done; 1 where none is. */
  readonly progress: () => number;
  /** Changes that wait in memory for their pages take more of it than they may. */
  readonly isMemoryShort: () => boolean;
  /** Whether waiting would be in vain: nothing can be written. */
  readonly isInVain: () => boolean;
  /** Has the checkpoint go on: writers wait for it. */
  readonly drive: () => void;
}

/**
 * How fast writers may write: as fast as the checkpoint follows. Each part of a cycle that is written sets free its part of the log that the cycle has for
 * itself, so who has to wait does so for a commit or a few, never for a whole cycle. They go on in the order in which they came, and who comes later waits
 * behind them.
 */
export class Pace {
  readonly #host: PaceHost;
  #fromBytes = 0;
  #toBytes: number;
  #waiting: (() => void)[] = [];
  /** Those who had been let in, and found too much written when they came to write: they go first. */
  #returned: (() => void)[] = [];
  #isLooking = false;

  constructor(toBytes: number, host: PaceHost) {
    this.#toBytes = toBytes;
    this.#host = host;
  }

  /** A cycle begins that should see its end between so much log and so much. */
  plan(fromBytes: number, toBytes: number): void {
    this.#fromBytes = Math.min(fromBytes, toBytes);
    this.#toBytes = toBytes;
  }

  get hasWaiting(): boolean {
    return this.#waiting.length > 0 || this.#returned.length > 0;
  }

  /** Whether a write has to wait; one that has waited does so only where all the log is used up that there is. */
  holds(hasWaited: boolean): boolean {
    if (!hasWaited) return this.hasWaiting || this.#isOver;
    return !this.#host.isInVain() && this.#host.logBytes() > this.#toBytes;
  }

  /** Calls `go` when its turn has come, or nothing is to be waited for any more. */
  queue(go: () => void, hasWaited: boolean): void {
    (hasWaited ? this.#returned : this.#waiting).push(go);
    this.look();
  }

  /** The same, as a promise. */
  turn(hasWaited: boolean): Promise<void> {
    return new Promise((resolve) => {
      this.queue(resolve, hasWaited);
    });
  }

  /** Something has changed: lets in who may go on, behind whatever is being done. */
  look(): void {
    if (this.#isLooking || !this.hasWaiting) return;
    this.#isLooking = true;
    void Promise.resolve().then(() => {
      this.#isLooking = false;
      // Each of them writes, or misses a page, before the next is let in.
      while (this.hasWaiting && !this.#isOver)
        (this.#returned.shift() ?? this.#waiting.shift())?.();
      if (this.hasWaiting) this.#host.drive();
    });
  }

  get #isOver(): boolean {
    const { isInVain, isMemoryShort, logBytes } = this.#host;
    return !isInVain() && (isMemoryShort() || logBytes() > this.#lineBytes);
  }

  /** Log that may have been written by now. */
  get #lineBytes(): number {
    const free = FREE_SHARE + (1 - FREE_SHARE) * this.#host.progress();
    return this.#fromBytes + (this.#toBytes - this.#fromBytes) * free;
  }
}
