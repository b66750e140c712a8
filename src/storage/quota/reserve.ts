import type { Random } from '../../kernel/random.ts';
import type { Device } from '../device/port.ts';
import { DeviceFault, EMPTY_BATCH, isRefusal } from '../device/port.ts';
import { RESERVE_ROWS, reserveKey } from '../page/page-key.ts';

/** One row of filler. Chromium keeps a value above 64 KiB in a file of its own: the room is there as soon as it is deleted. */
export const RESERVE_ROW_BYTES = 256 * 1024;

/** How many rows of filler the device holds. */
export async function countReserve(device: Device): Promise<number> {
  return (await device.listPages(RESERVE_ROWS.from, RESERVE_ROWS.to)).length;
}

/**
 * Filler beside the pages, let go when the device is full: what frees room needs some first. No log frame goes with it: what a former
 * owner does to it harms nobody.
 */
export class Reserve {
  readonly #device: Device;
  readonly #random: Random;
  #rows: number;
  #releases = 0;

  constructor(device: Device, random: Random, rows: number) {
    this.#device = device;
    this.#random = random;
    this.#rows = rows;
  }

  get rows(): number {
    return this.#rows;
  }

  /** Adds rows up to `rows`. False where the device refuses them, or all had to go meanwhile; rejects with any other fault. */
  async growTo(rows: number): Promise<boolean> {
    if (rows <= this.#rows) return true;
    const bytes = this.#filler();
    const putPages = [];
    const releases = this.#releases;
    for (let i = this.#rows; i < rows; i++) putPages.push({ key: reserveKey(i), bytes });
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
    this.#rows = 0;
    return true;
  }

  /** Firefox compresses what it stores: only noise keeps its size. */
  #filler(): Uint8Array {
    const words = new Uint32Array(RESERVE_ROW_BYTES / 4);
    let state = this.#random.nextUint32() | 1;
    for (let i = 0; i < words.length; i++) {
      state ^= state << 13;
      state ^= state >>> 17;
      state ^= state << 5;
      words[i] = state;
    }
    return new Uint8Array(words.buffer);
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
