/** Counted for every text beside its characters. */
const ENTRY_CHARACTERS = 32;

/**
 * What texts parsed to, by text. Bounded by the length of all texts, because what a text parses to is as large as the
 * text is long: the oldest entries make room. A text that fails is not kept.
 */
export class ParseCache<T> {
  readonly #entries = new Map<string, T>();
  readonly #charactersMax: number;
  readonly #parse: (text: string) => T;
  #characters = 0;

  constructor(charactersMax: number, parse: (text: string) => T) {
    this.#charactersMax = charactersMax;
    this.#parse = parse;
  }

  get size(): number {
    return this.#entries.size;
  }

  get(text: string): T {
    const known = this.#entries.get(text);
    if (known !== undefined) return known;
    const parsed = this.#parse(text);
    this.#characters += text.length + ENTRY_CHARACTERS;
    for (const oldest of this.#entries.keys()) {
      if (this.#characters <= this.#charactersMax) break;
      this.#entries.delete(oldest);
      this.#characters -= oldest.length + ENTRY_CHARACTERS;
    }
    this.#entries.set(text, parsed);
    return parsed;
  }
}
