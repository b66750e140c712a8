/** What texts parsed to, by text. Bounded: the oldest entry makes room. A text that fails is not kept. */
export class ParseCache<T> {
  readonly #entries = new Map<string, T>();
  readonly #entriesMax: number;
  readonly #parse: (text: string) => T;

  constructor(entriesMax: number, parse: (text: string) => T) {
    this.#entriesMax = entriesMax;
    this.#parse = parse;
  }

  get size(): number {
    return this.#entries.size;
  }

  get(text: string): T {
    const known = this.#entries.get(text);
    if (known !== undefined) return known;
    const parsed = this.#parse(text);
    if (this.#entries.size >= this.#entriesMax) {
      for (const oldest of this.#entries.keys()) {
        this.#entries.delete(oldest);
        break;
      }
    }
    this.#entries.set(text, parsed);
    return parsed;
  }
}
