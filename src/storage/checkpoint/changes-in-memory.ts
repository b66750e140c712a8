import type { Knobs } from '../../kernel/knobs.ts';
import type { Forest } from '../tree/forest.ts';

/** What dirty pages and buffered changes take of the memory, against what they may. */
export class ChangesInMemory {
  readonly #forest: Forest;
  readonly #dirtyBytesMax: number;
  readonly #bufferedBytesMax: number;
  readonly #overBytes: number;
  /** As of the last look: dirty pages are to be written. */
  isDirtyOver = false;
  /** So are buffered changes. */
  isBufferedOver = false;
  /** So much is in memory that writers wait. */
  isShort = false;

  constructor(forest: Forest, cacheBytes: number, knobs: Knobs) {
    this.#forest = forest;
    this.#dirtyBytesMax = cacheBytes * knobs.dirtyShare;
    this.#bufferedBytesMax = cacheBytes * knobs.bufferedShare;
    this.#overBytes = knobs.changesOverBytes;
  }

  look(): void {
    const { dirtyBytes, bufferedBytes } = this.#forest.usage();
    this.isDirtyOver = dirtyBytes > this.#dirtyBytesMax;
    this.isBufferedOver = bufferedBytes > this.#bufferedBytesMax;
    this.isShort =
      dirtyBytes > this.#dirtyBytesMax + this.#overBytes ||
      bufferedBytes > this.#bufferedBytesMax + this.#overBytes;
  }
}
