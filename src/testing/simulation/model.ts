/** State of one item as the model knows it: its version, or undefined where there is none. */
export type Version = string | undefined;

/** Effects of one request, all or none. */
export type Effects = ReadonlyMap<string, Version>;

interface Acknowledged {
  readonly commit: number;
  readonly effects: Effects;
}

/**
 * What the store must hold, in the simplest terms: a map of versions, a history to take back at a power cut, and the
 * requests whose fate nobody knows yet.
 */
export class Model {
  #base = new Map<string, Version>();
  #history: Acknowledged[] = [];
  #undecided: Effects[] = [];

  get undecided(): number {
    return this.#undecided.length;
  }

  version(key: string): Version {
    return this.#state().get(key);
  }

  /** Everything that must be there while nothing is undecided. */
  items(): Map<string, string> {
    const items = new Map<string, string>();
    for (const [key, version] of this.#state()) if (version !== undefined) items.set(key, version);
    return items;
  }

  /** A write was acknowledged when the device had made `commit` commits. */
  acknowledged(effects: Effects, commit: number): void {
    this.#history.push({ commit, effects });
  }

  /** A write may or may not have happened. */
  undecide(effects: Effects): void {
    this.#undecided.push(effects);
  }

  /** A power cut took back every commit after `lastCommit`. */
  cut(lastCommit: number): void {
    this.#history = this.#history.filter(({ commit }) => commit <= lastCommit);
  }

  /**
   * Compares with what the store holds, and learns from it what became of undecided writes.
   * Answers the first difference in words, or undefined.
   */
  settle(found: ReadonlyMap<string, string>): string | undefined {
    for (const effects of this.#undecided) {
      const isApplied = [...effects].every(([key, version]) => found.get(key) === version);
      if (isApplied) this.#history.push({ commit: 0, effects });
    }
    this.#undecided = [];
    this.#base = this.#state();
    this.#history = [];
    return this.#difference(found);
  }

  /** Forgets the history: no power cut can reach behind this point. */
  harden(): void {
    this.#base = this.#state();
    this.#history = [];
  }

  #state(): Map<string, Version> {
    const state = new Map(this.#base);
    for (const { effects } of this.#history) {
      for (const [key, version] of effects) state.set(key, version);
    }
    return state;
  }

  #difference(found: ReadonlyMap<string, string>): string | undefined {
    const expected = this.items();
    for (const [key, version] of expected) {
      const seen = found.get(key);
      if (seen !== version) return `${key} is ${seen ?? 'absent'} and must be ${version}`;
    }
    for (const [key, version] of found) {
      if (!expected.has(key)) return `${key} is ${version} and must be absent`;
    }
    return undefined;
  }
}
