import type { Device } from '../device/port.ts';
import type { Lsn } from '../store.ts';

/** How far opening is: log records replayed, of those to be replayed. `done` grows up to `total`. */
export interface OpeningProgress {
  readonly done: number;
  readonly total: number;
}

/** How often it is told at most. */
const STEPS = 100;

/** Tells how much of the log behind the checkpoint has been replayed: at the beginning, at the end, and a hundred times between. */
export class ReplayProgress {
  readonly #fromLsn: Lsn;
  readonly #tell: (progress: OpeningProgress) => void;
  #total: number | undefined;
  #told = 0;
  #isOver = false;

  constructor(device: Device, fromLsn: Lsn, tell: (progress: OpeningProgress) => void) {
    this.#fromLsn = fromLsn;
    this.#tell = tell;
    device.newestLsn().then(
      (key) => this.#begin(key),
      // Who reads the log meets the same, and says so.
      () => undefined,
    );
  }

  /** The newest frame names the first record of its group: the rest of that group is not counted. */
  #begin(key: number | undefined): void {
    const newest = Math.floor(key ?? 0);
    const total = Math.max(0, newest - this.#fromLsn + 1);
    this.#total = total;
    // A short log may have been replayed before it is known how long it is.
    this.#tell({ done: this.#isOver ? total : 0, total });
  }

  /** Records below `nextLsn` have been replayed. */
  reached(nextLsn: Lsn): void {
    const total = this.#total;
    if (total === undefined) return;
    const done = Math.min(nextLsn - this.#fromLsn, total);
    if (done === total || (done - this.#told) * STEPS < total) return;
    this.#told = done;
    this.#tell({ done, total });
  }

  /** All there is has been replayed. */
  end(): void {
    const total = this.#total ?? 0;
    this.#isOver = true;
    this.#tell({ done: total, total });
  }
}
