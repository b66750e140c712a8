import type { Random } from '../../kernel/random.ts';
import type { Device, WriteBatch } from '../device/port.ts';
import { DeviceFault, EMPTY_BATCH } from '../device/port.ts';
import { FIRST_LARGE_ROW, RESERVE_ROWS, reserveKey } from '../page/page-key.ts';

/** A row of filler. Chromium keeps a value above 64 KiB in a file of its own: the room is there as soon as it is deleted. */
const SMALL_ROW_BYTES = 256 * 1024;
/** Chromium takes 16 MiB of these with two thirds of the processor time that small rows cost. */
const LARGE_ROW_BYTES = 2 * 1024 * 1024;

/** How many rows of filler the device holds, by size: numbered from 0, and from `FIRST_LARGE_ROW`. */
export interface ReserveRows {
  readonly small: number;
  readonly large: number;
}

export const NO_ROWS: ReserveRows = { small: 0, large: 0 };

export async function countReserve(device: Device): Promise<ReserveRows> {
  const keys = await device.listPages(RESERVE_ROWS.from, RESERVE_ROWS.to);
  const firstLarge = reserveKey(FIRST_LARGE_ROW);
  const small = keys.filter((key) => key < firstLarge).length;
  return { small, large: keys.length - small };
}

/**
 * Filler beside the pages, let go when the device is full: what frees room needs some first. No log frame goes with it: what a former
 * owner does to it harms nobody.
 */
export class Reserve {
  readonly #device: Device;
  readonly #random: Random;
  #rows: ReserveRows;
  /** How often it was let go. */
  #releases = 0;

  constructor(device: Device, random: Random, rows: ReserveRows) {
    this.#device = device;
    this.#random = random;
    this.#rows = rows;
  }

  get rows(): ReserveRows {
    return this.#rows;
  }

  get bytes(): number {
    return this.#rows.small * SMALL_ROW_BYTES + this.#rows.large * LARGE_ROW_BYTES;
  }

  /** Adds rows up to `bytes`. False where the device refuses them, or all are let go meanwhile; rejects with any other fault. */
  async growTo(bytes: number): Promise<boolean> {
    const lacking = bytes - this.bytes;
    if (lacking <= 0) return true;
    const large = Math.floor(lacking / LARGE_ROW_BYTES);
    const small = Math.ceil((lacking - large * LARGE_ROW_BYTES) / SMALL_ROW_BYTES);
    const rows = { small: this.#rows.small + small, large: this.#rows.large + large };
    const putPages = [
      ...this.#newRows(this.#rows.small, small, SMALL_ROW_BYTES),
      ...this.#newRows(FIRST_LARGE_ROW + this.#rows.large, large, LARGE_ROW_BYTES),
    ];
    const releases = this.#releases;
    if (!(await isTaken(this.#device.write({ ...EMPTY_BATCH, putPages }, 'relaxed')))) return false;
    if (releases !== this.#releases) return false;
    this.#rows = rows;
    return true;
  }

  /**
   * Lets all of it go, and rows that nobody counted: a write that was given up as hung may have landed since. Browsers take deletions when the
   * quota is used up, unless the very disk is full: false there.
   */
  async release(): Promise<boolean> {
    this.#releases++;
    const dropped = this.#device.write({ ...EMPTY_BATCH, dropPages: [RESERVE_ROWS] }, 'relaxed');
    if (!(await isTaken(dropped))) return false;
    this.#rows = NO_ROWS;
    return true;
  }

  #newRows(first: number, count: number, rowBytes: number): WriteBatch['putPages'] {
    if (count === 0) return [];
    const bytes = this.#filler(rowBytes);
    return Array.from({ length: count }, (_, i) => ({ key: reserveKey(first + i), bytes }));
  }

  /** Firefox compresses what it stores: only noise keeps its size. Its compression does not see as far as a small row is long. */
  #filler(bytes: number): Uint8Array {
    const words = new Uint32Array(bytes / 4);
    let state = this.#random.nextUint32() | 1;
    for (let i = 0; i < SMALL_ROW_BYTES / 4; i++) {
      state ^= state << 13;
      state ^= state >>> 17;
      state ^= state << 5;
      words[i] = state;
    }
    const filler = new Uint8Array(words.buffer);
    for (let at = SMALL_ROW_BYTES; at < bytes; at += SMALL_ROW_BYTES)
      filler.copyWithin(at, 0, SMALL_ROW_BYTES);
    return filler;
  }
}

async function isTaken(written: Promise<void>): Promise<boolean> {
  try {
    await written;
    return true;
  } catch (error) {
    if (error instanceof DeviceFault && isRefusal(error)) return false;
    throw error;
  }
}

const isRefusal = ({ kind }: DeviceFault): boolean => kind === 'quota' || kind === 'aborted';
