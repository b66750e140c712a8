import { DeviceFault } from '../device/port.ts';
import type { Reserve } from './reserve.ts';
import { RESERVE_ROW_BYTES } from './reserve.ts';
import { RoomFault } from './room-fault.ts';

/**
 * Reserve for each byte of log. Writing the pages takes one; where the browser gives room back late, as Chromium does on the disk, trimming the
 * log takes another for the time being.
 */
const RESERVE_PER_LOG = 2;
/** Beside that: pages are a little larger than their log, each commit with pages needs room before it frees some, and deletions go on after. */
const MARGIN_BYTES = 1024 * 1024;
/** With less, deletions were refused beside what LevelDB keeps of what is gone: up to 3 MB of 6. A reserve that has the room begins with this and doubles. */
const BYTES_LEAST = 2 * MARGIN_BYTES;

/**
 * Checkpoints, and waits for the device to give back room, before a write is refused. Browsers give it back in the background: in a quota of
 * 6 MB Chromium's files took up to 21 MB for a moment while they were compacted.
 */
const ATTEMPTS = 7;
/** Between the first two of them, and twice as much between any others: 3.2 s in all. */
const PAUSE_MS = 50;
/** Log on a full device after which a checkpoint is tried. */
const SPENT_MAX = 128 * 1024;

/** What making room needs of the store. */
export interface RoomHost {
  /** Log that the checkpoint has not made superfluous, in bytes. */
  readonly logBytes: () => number;
  /** Sorted runs, in bytes: pages take them in before they go. */
  readonly runBytes: () => number;
  /** Size of all items, in bytes. */
  readonly itemBytes: () => number;
  /** Writes all dirty pages, moves the checkpoint and trims the log. False where the device refused. */
  readonly checkpoint: () => Promise<boolean>;
  /** Deletes what is left of trees that were dropped. */
  readonly fell: () => Promise<void>;
  /** Has the device give back the room of what was deleted. */
  readonly compact: () => Promise<void>;
  /** Resolves after so long. */
  readonly pause: (ms: number) => Promise<void>;
  /** Gives up the older half of the log that its readers want. False where there is none. */
  readonly giveUpLog: () => boolean;
  /** From now on only what makes the store smaller is taken. */
  readonly onFull: () => void;
  /** Hears of a bug in tidying up, for which nobody waits. */
  readonly onBroken: (error: unknown) => void;
}

/**
 * Sees to it that what frees room can always be written. A reserve lies on the device, larger than the log behind the
 * checkpoint: as much as writing the pages of that log may need. When a commit is refused for want of room, the reserve goes, and
 * until it is back only what makes the store smaller is taken. Whoever wants more has the store make room: by a checkpoint, which
 * trims the log, and then at the cost of those who read old log.
 */
export class Room {
  readonly #reserve: Reserve;
  readonly #rowsMax: number;
  readonly #host: RoomHost;
  #making: Promise<void> | undefined;
  #tidying: Promise<void> | undefined;
  /** Log up to which the reserve is large enough. */
  #ampleBytes: number;
  /** Size of all items before the first write, or when the device was last found full: it has held that. */
  #heldBytes: number | undefined;
  /** The device has refused a commit since the last checkpoint for room. */
  #isRefused = false;
  /** The reserve had to go and is not back. */
  #isOut = false;
  /** Rows of the reserve when the commit under way began. */
  #rowsAtCommit = 0;
  /** Log of what frees room since then. */
  #spentBytes = 0;

  /** `bytesMax` is what the reserve may grow to; 0 for a device without a bound. */
  constructor(reserve: Reserve, bytesMax: number, host: RoomHost) {
    this.#reserve = reserve;
    this.#rowsMax = Math.floor(bytesMax / RESERVE_ROW_BYTES);
    this.#host = host;
    this.#ampleBytes = this.#logOf(reserve.rows);
  }

  /**
   * Throws `RoomFault` where changes that make tables larger, or write as much anew as they free, need more room than is known to be
   * there.
   */
  mustTake(written: number, freed: () => number): void {
    this.#heldBytes ??= this.#host.itemBytes();
    this.#spend();
    if (written > 0 && this.isShortOf(written) && written >= freed()) throw new RoomFault(written);
  }

  /** Whether the store has to make room before it takes so many bytes more. */
  isShortOf(bytes: number): boolean {
    return this.#unmergedBytes + bytes > this.#ampleBytes;
  }

  /** What pages may lack. */
  get #unmergedBytes(): number {
    return this.#host.logBytes() + this.#host.runBytes();
  }

  /** Whether the device was full when it was last asked. */
  get isFull(): boolean {
    return this.#isRefused || this.#isOut;
  }

  /** What frees room is about to be written. On a full device that must not go on until nothing more can be written. */
  #spend(): void {
    const isAtWork = this.#making !== undefined || this.#tidying !== undefined;
    if (!this.isFull || isAtWork || this.#host.logBytes() < SPENT_MAX) return;
    this.#spentBytes += this.#host.logBytes();
    this.#tidying = this.#tidyUp()
      .catch((error: unknown) => {
        this.#host.onBroken(error);
      })
      .finally(() => {
        this.#tidying = undefined;
      });
  }

  /**
   * A commit of something small was refused, for the `attempt`th time. Answers whether to try again: at once when the reserve went, then whenever
   * the device has been asked to compact and has had some time for it.
   */
  async giveWay(attempt: number): Promise<boolean> {
    if (attempt === 1 && (await this.letGo())) return true;
    if (this.#rowsMax === 0 || attempt > ATTEMPTS) return false;
    // Files are smallest right behind a compaction, and for good some time after it: both are tried.
    if (attempt % 2 === 0) await this.#host.pause(pauseMs(attempt));
    else await this.#host.compact();
    return true;
  }

  /** A commit is about to be written, for which the reserve as it is was found to be large enough. */
  beginCommit(): void {
    this.#rowsAtCommit = this.#reserve.rows;
  }

  /**
   * A large commit was refused. Where the reserve has grown meanwhile it has taken the room that the commit was let in for: it goes, and the
   * commit is tried once more. Else who wants so much is to make room.
   */
  async makeWay(): Promise<boolean> {
    const hasGrown = this.#reserve.rows > this.#rowsAtCommit;
    return (await this.letGo()) && hasGrown;
  }

  /** A commit was refused for want of room: the reserve goes. Answers whether there may be room now. */
  async letGo(): Promise<boolean> {
    this.#ampleBytes = this.#rowsMax === 0 ? Infinity : -1;
    const wasFull = this.isFull;
    this.#isRefused = this.#rowsMax > 0;
    this.#isOut = this.#isRefused;
    if (this.isFull && !wasFull) this.#host.onFull();
    return this.#rowsMax > 0 && this.#reserve.release();
  }

  /** Resolves when there is room for so much. Rejects with fault `quota` where there is none. */
  async make(bytes: number): Promise<void> {
    while (this.isShortOf(bytes)) {
      await this.#tidying;
      this.#making ??= this.#make(bytes).finally(() => {
        this.#making = undefined;
      });
      await this.#making;
    }
  }

  /** Has the checkpoint take what deletions have written. Old log that others read goes only before nothing could be deleted any more. */
  async #tidyUp(): Promise<void> {
    try {
      this.#isRefused = false;
      const hasMoved = await this.#host.checkpoint();
      await this.#host.fell();
      const isUrgent = !hasMoved || this.#spentBytes > MARGIN_BYTES;
      if (isUrgent && this.#host.giveUpLog()) await this.#host.checkpoint();
      await this.#host.compact();
    } catch (error) {
      // Whatever the device has now: nobody waits for this.
      if (!(error instanceof DeviceFault)) throw error;
    }
  }

  async #make(bytes: number): Promise<void> {
    if (!this.#isRefused && (await this.#grow(this.#amply(bytes)))) return;
    await this.letGo();
    for (let attempt = 1; ; attempt++) {
      this.#isRefused = false;
      const hasMoved = await this.#host.checkpoint();
      await this.#host.fell();
      await this.#host.compact();
      // The log is kept from the checkpoint before the last one on: the first attempt may trim little.
      if (attempt > 1 && (await this.#grow(this.#needed(bytes)))) return;
      if (attempt < ATTEMPTS) await this.#host.pause(pauseMs(attempt));
      else if (!(hasMoved && this.#host.giveUpLog())) break;
    }
    this.#heldBytes = this.#host.itemBytes();
    throw new DeviceFault('quota', 'there is no room');
  }

  /** Twice as large each time: growing is rare then, and its writer waits for it. */
  #amply(bytes: number): number {
    const needed = this.#needed(bytes);
    let ample = BYTES_LEAST;
    while (ample < needed) ample *= 2;
    return ample;
  }

  /** What the write needs, in bytes of reserve. Browsers do not count to the byte: what a full device has held needs less, so that one item makes room for another. */
  #needed(bytes: number): number {
    const needed = (this.#unmergedBytes + bytes) * RESERVE_PER_LOG + MARGIN_BYTES;
    const isHeld = this.#host.itemBytes() + bytes <= (this.#heldBytes ?? 0);
    return isHeld ? needed : Math.max(BYTES_LEAST, needed);
  }

  async #grow(reserveBytes: number): Promise<boolean> {
    const rows = Math.min(Math.ceil(reserveBytes / RESERVE_ROW_BYTES), this.#rowsMax);
    if (!(await this.#reserve.growTo(rows))) return false;
    this.#ampleBytes = this.#logOf(this.#reserve.rows);
    this.#isOut = false;
    this.#spentBytes = 0;
    return true;
  }

  /** Log that so many rows are enough for. */
  #logOf(rows: number): number {
    if (rows >= this.#rowsMax) return Infinity;
    return (rows * RESERVE_ROW_BYTES - MARGIN_BYTES) / RESERVE_PER_LOG;
  }
}

const pauseMs = (attempt: number): number => PAUSE_MS * 2 ** (attempt - 1);
