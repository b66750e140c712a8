import type { Clock, EpochMs } from '../../kernel/time.ts';
import type { Device } from '../device/port.ts';
import { DeviceFault } from '../device/port.ts';
import type { Lsn } from '../store.ts';
import { decodeFrame, FRAME_HEADER_BYTES } from './frame-codec.ts';
import { stampMs } from './stamp.ts';

/** Time between two looks at how far back the log has to reach. */
const LOOK_EVERY_MS = 60_000;

/** Less than so many records are not worth it: the checkpoints that trim them write some too. */
const GIVEN_UP_AT_LEAST = 32;

/** What readers of the log still want of it. */
export interface LogNeed {
  /** Records that are not older than this. 0: none for their age. */
  readonly ageMs: number;
  /** Records from this one on, whatever their age. */
  readonly fromLsn: Lsn | undefined;
}

/**
 * Knows which part of the log its readers still want: the checkpoint trims what lies before. Until it has been told what they
 * want, they want everything.
 */
export class LogKeeper {
  readonly #device: Device;
  readonly #clock: Clock;
  #need: (() => LogNeed) | undefined;
  /** Records below are too old to be wanted for their age. */
  #youngLsn: Lsn;
  #lookedMs: number | undefined;
  #isLooking = false;
  /** Where the log ended at each look, by the clock that never jumps: stamps may lie far ahead, the records before a look are as old as it. */
  #ends: { readonly nextLsn: Lsn; readonly atMs: number }[] = [];
  /** Records below are given up, whoever wants them. */
  #givenUpLsn = 0 as Lsn;

  constructor(device: Device, clock: Clock, oldestLsn: Lsn) {
    this.#device = device;
    this.#clock = clock;
    this.#youngLsn = oldestLsn;
  }

  keep(need: () => LogNeed): void {
    this.#need = need;
  }

  /** Whether anybody reads the log. */
  get isRead(): boolean {
    if (this.#need === undefined) return false;
    const { ageMs, fromLsn } = this.#need();
    return ageMs > 0 || fromLsn !== undefined;
  }

  /** The first record that must stay; undefined where none has to. */
  oldestWanted(): Lsn | undefined {
    if (this.#need === undefined) return this.#youngLsn;
    const { ageMs, fromLsn } = this.#need();
    const wanted = ageMs === 0 ? fromLsn : Math.min(this.#youngLsn, fromLsn ?? Infinity);
    return wanted === undefined ? undefined : (Math.max(wanted, this.#givenUpLsn) as Lsn);
  }

  /**
   * Gives up the older half of what is wanted: the device is full. Who reads that far back is told that it is gone. False where
   * there is nothing to give up.
   */
  giveUp(durableLsn: Lsn): boolean {
    const oldest = this.oldestWanted();
    if (oldest === undefined || durableLsn - oldest < GIVEN_UP_AT_LEAST) return false;
    this.#givenUpLsn = Math.ceil((oldest + durableLsn + 1) / 2) as Lsn;
    return true;
  }

  /** Finds out, now and then, which records have become too old. */
  look(durableLsn: Lsn): void {
    const { ageMs = 0 } = this.#need?.() ?? {};
    const now = this.#clock.now();
    const elapsedMs = this.#clock.elapsedMs();
    const isDue = this.#lookedMs === undefined || elapsedMs >= this.#lookedMs + LOOK_EVERY_MS;
    if (ageMs === 0 || this.#isLooking || !isDue) return;
    this.#isLooking = true;
    this.#lookedMs = elapsedMs;
    this.#ends.push({ nextLsn: (durableLsn + 1) as Lsn, atMs: elapsedMs });
    while (this.#ends[0] !== undefined && this.#ends[0].atMs + ageMs <= elapsedMs)
      this.#youngLsn = Math.max(this.#youngLsn, this.#ends.shift()?.nextLsn ?? 0) as Lsn;
    this.#find((now - ageMs) as EpochMs, durableLsn)
      .catch((error: unknown) => {
        // The device failed: whoever writes next will hear of it.
        if (!(error instanceof DeviceFault)) throw error;
      })
      .finally(() => {
        this.#isLooking = false;
      });
  }

  /** The start of the last group that was written before `time`: by halving, for stamps rise with the records. */
  async #find(time: EpochMs, durableLsn: Lsn): Promise<void> {
    let low: number = this.#youngLsn;
    let high: number = durableLsn;
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      const group = await this.#groupAt(middle);
      if (group === undefined || group.ms >= time || group.firstLsn > durableLsn) high = middle - 1;
      else {
        this.#youngLsn = group.firstLsn;
        low = Math.max(middle, group.firstLsn);
      }
    }
  }

  /** The first group at or behind a record, and when it was begun. */
  async #groupAt(
    lsn: number,
  ): Promise<{ readonly firstLsn: Lsn; readonly ms: number } | undefined> {
    const [frame] = await this.#device.readLog(lsn, 1);
    const decoded = frame && decodeFrame(frame.bytes);
    if (frame === undefined || decoded?.ok !== true || decoded.header.index !== 0) return undefined;
    const view = new DataView(frame.bytes.buffer, frame.bytes.byteOffset);
    const ms = stampMs(view.getFloat64(FRAME_HEADER_BYTES, true));
    return { firstLsn: decoded.header.firstLsn as Lsn, ms };
  }
}
