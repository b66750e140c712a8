import { DeviceFault } from '../device/port.ts';
import type { Reserve } from './reserve.ts';
import { RESERVE_ROW_BYTES } from './reserve.ts';
import { RoomFault } from './room-fault.ts';

/**
 * Reserve for each byte of log. Writing the pages takes one; where the browser gives room back late, as Chromium does on the disk, trimming the
 * log takes another for the time being.
 */
const RESERVE_PER_LOG = 2;
/** Pages are a little larger than their log, each commit with pages needs room before it frees some, and deletions go on after. */
const MARGIN_BYTES = RESERVE_ROW_BYTES;

/** Checkpoints, and waits for the device to give back room, before a write is refused. */
const ATTEMPTS = 4;
/** Between the first two of them, and so much more between any others: browsers give room back in the background. */
const PAUSE_MS = 50;
const ROWS_LEAST = 2;
/** Log on a full device after which a checkpoint is tried. */
const SPENT_MAX = RESERVE_ROW_BYTES / 8;

/** What making room needs of the store. */
export interface RoomHost {
  /** Log that the checkpoint has not made superfluous, in bytes. */
  readonly logBytes: () => number;
  /** Writes all dirty pages, moves the checkpoint and trims the log. False where the device refused. */
  readonly checkpoint: () => Promise<boolean>;
  /** Has the device give back the room of what was deleted. */
  readonly compact: () => Promise<void>;
  /** Resolves after so long. */
  readonly pause: (ms: number) => Promise<void>;
  /** Gives up the older half of the log that its readers want. False where there is none. */
  readonly giveUpLog: () => boolean;
}

/**
 * Sees to it that what frees room can always be written. A reserve lies on the device, at least as large as the log behind the
 * checkpoint: as much as writing the pages of that log may need. When a commit is refused for want of room, the reserve goes, and
 * until it is back only what makes the store smaller is taken. Whoever wants more has the store make room: by a checkpoint, which
 * trims the log, and then at the cost of those who read old log.
 */
export class Room {
  readonly #reserve: Reserve;
  readonly #rowsMax: number;
  readonly #host: RoomHost;
  #making: Promise<void> | undefined;
  /** Log up to which the reserve is large enough. */
  #ampleBytes: number;
  /** The device has refused a commit since the last checkpoint for room. */
  #isRefused = false;
  /** The reserve had to go and is not back. */
  #isOut = false;

  /** `bytesMax` is what the reserve may grow to; 0 for a device without a bound. */
  constructor(reserve: Reserve, bytesMax: number, host: RoomHost) {
    this.#reserve = reserve;
    this.#rowsMax = Math.floor(bytesMax / RESERVE_ROW_BYTES);
    this.#host = host;
    this.#ampleBytes = this.#bytesOf(reserve.rows);
  }

  /**
   * Throws `RoomFault` where changes that make tables larger, or write as much anew as they free, need more room than is known to be
   * there.
   */
  mustTake(written: number, freed: () => number): void {
    this.#spend();
    if (written > 0 && this.isShortOf(written) && written >= freed()) throw new RoomFault(written);
  }

  /** Whether the store has to make room before it takes so many bytes more. */
  isShortOf(bytes: number): boolean {
    return this.#host.logBytes() + bytes > this.#ampleBytes;
  }

  /** Whether the device was full when it was last asked. */
  get isFull(): boolean {
    return this.#isRefused || this.#isOut;
  }

  /** What frees room is about to be written. On a full device that must not go on until nothing more can be written. */
  #spend(): void {
    if (!this.isFull || this.#making !== undefined || this.#host.logBytes() < SPENT_MAX) return;
    this.#begin(0, 1).catch((error: unknown) => {
      if (!(error instanceof DeviceFault)) throw error;
    });
  }

  /** A commit was refused for want of room. Answers whether there may be some now. */
  async letGo(): Promise<boolean> {
    this.#ampleBytes = this.#bytesOf(0);
    this.#isRefused = this.#rowsMax > 0;
    this.#isOut = this.#isRefused;
    return this.#reserve.release();
  }

  /** Resolves when there is room for so much. Rejects with fault `quota` where there is none. */
  async make(bytes: number): Promise<void> {
    while (this.isShortOf(bytes)) {
      await (this.#making ?? this.#begin(bytes, ATTEMPTS));
    }
  }

  #begin(bytes: number, attempts: number): Promise<void> {
    this.#making = this.#make(bytes, attempts).finally(() => {
      this.#making = undefined;
    });
    return this.#making;
  }

  async #make(bytes: number, attempts: number): Promise<void> {
    if (!this.#isRefused && (await this.#grow(bytes))) return;
    await this.letGo();
    for (let attempt = 1; ; attempt++) {
      this.#isRefused = false;
      const hasMoved = await this.#host.checkpoint();
      await this.#host.compact();
      // The log is kept from the checkpoint before the last one on: the first attempt may trim little.
      if (attempt > 1 && (await this.#grow(bytes))) return;
      if (attempt < attempts) await this.#host.pause(PAUSE_MS * attempt);
      else if (!(hasMoved && this.#host.giveUpLog())) break;
    }
    throw new DeviceFault('quota', 'there is no room');
  }

  async #grow(bytes: number): Promise<boolean> {
    const wanted = this.#rowsFor(this.#host.logBytes() + bytes);
    const hasGrown = await this.#reserve.growTo(wanted);
    if (hasGrown) {
      this.#ampleBytes = this.#bytesOf(this.#reserve.rows);
      this.#isOut = false;
    }
    return hasGrown;
  }

  /** Twice as many each time: growing is rare, and its writer waits for it. */
  #rowsFor(logBytes: number): number {
    let rows = Math.min(ROWS_LEAST, this.#rowsMax);
    while (this.#bytesOf(rows) < logBytes) rows *= 2;
    return Math.min(rows, this.#rowsMax);
  }

  /** Log that so many rows are enough for. */
  #bytesOf(rows: number): number {
    if (rows >= this.#rowsMax) return Infinity;
    if (rows < ROWS_LEAST) return -1;
    return (rows * RESERVE_ROW_BYTES - MARGIN_BYTES) / RESERVE_PER_LOG;
  }
}
