import type { HostMs, HostTime } from '../kernel/time.ts';

const WINDOW_MS = 60_000;

/** How long writers were held back by the store: the longest wait that ended in the last minute. */
export class LongestWait {
  readonly #time: HostTime;
  /** Oldest first, each shorter than the one before: no other can become the longest. */
  #waits: { readonly endedMs: HostMs; readonly ms: number }[] = [];

  constructor(time: HostTime) {
    this.#time = time;
  }

  get nowMs(): HostMs {
    return this.#time.elapsedMs();
  }

  /** A writer that was held back from `sinceMs` on goes on. */
  ended(sinceMs: HostMs): void {
    const endedMs = this.nowMs;
    const ms = endedMs - sinceMs;
    this.#waits = this.#waits.filter((each) => each.ms > ms);
    this.#waits.push({ endedMs, ms });
  }

  /** In milliseconds; 0 where nobody had to wait. */
  get ms(): number {
    const from = this.nowMs - WINDOW_MS;
    this.#waits = this.#waits.filter(({ endedMs }) => endedMs >= from);
    return this.#waits[0]?.ms ?? 0;
  }
}
