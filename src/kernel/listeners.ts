/** Everybody who wants to hear something, in the order in which they came. */
export class Listeners<T extends readonly unknown[]> {
  #all: readonly ((...heard: T) => void)[] = [];

  /** Answers what ends it. */
  add(listener: (...heard: T) => void): () => void {
    // The same function may be there twice.
    const own = (...heard: T): void => {
      listener(...heard);
    };
    this.#all = [...this.#all, own];
    return () => {
      this.#all = this.#all.filter((each) => each !== own);
    };
  }

  tell(...heard: T): void {
    for (const listener of this.#all) listener(...heard);
  }
}
