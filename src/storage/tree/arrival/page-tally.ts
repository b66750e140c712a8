/** Weight of a page in what pages typically take. */
const WEIGHT = 1 / 8;
/** What a page of small items takes, until one has come in. */
const FIRST_GUESS_BYTES = 32 * 1024;

/** Counts what comes into memory from the device. */
export class PageTally {
  /** Pages that were read since the opening, or tried. */
  pages = 0;
  /** Memory of those that came in. */
  bytes = 0;
  /** Memory of a page, as the last ones were. */
  typicalBytes = FIRST_GUESS_BYTES;
  readonly #lookEveryBytes: number;
  #atLook = 0;

  constructor(lookEveryBytes: number) {
    this.#lookEveryBytes = lookEveryBytes;
  }

  /** Whether so much has come since the last look at the cache that others have to make way. */
  get areMany(): boolean {
    return this.bytes - this.#atLook > this.#lookEveryBytes;
  }

  looked(): void {
    this.#atLook = this.bytes;
  }

  came(memoryBytes: number): void {
    this.bytes += memoryBytes;
    this.typicalBytes += (memoryBytes - this.typicalBytes) * WEIGHT;
  }
}
