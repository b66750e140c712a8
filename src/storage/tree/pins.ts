/** A page, or an item of one. */
interface Pinned {
  /** For how many it is held. */
  pins: number;
  readonly memoryBytes: number;
}

/**
 * Pages, and items read alone, that stay in memory until whoever they were loaded for has run on them. What is loaded for a run that turns out to lack
 * more is held beside what it lacked before: so each load brings it further, however small the cache is.
 */
export class Pins {
  /** When its owner first asked for pages: who has waited longest is served first. */
  since: number | undefined;
  #held: Pinned[] = [];
  #isReleased = false;

  /** Memory of what is held. */
  get bytes(): number {
    return this.#held.reduce((bytes, { memoryBytes }) => bytes + memoryBytes, 0);
  }

  hold(held: Pinned): void {
    if (this.#isReleased) return;
    held.pins++;
    this.#held.push(held);
  }

  /** For good: what comes in for it later is not held. Answers the memory of what was held. */
  release(): number {
    this.#isReleased = true;
    const { bytes } = this;
    for (const held of this.#held) held.pins--;
    this.#held = [];
    return bytes;
  }
}
