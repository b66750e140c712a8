/** A text of which parts are dropped, from its beginning to its end; a part may take in those that were dropped last. */
export class KeptText {
  readonly #text: string;
  /** Where dropped parts begin and end, by turns. */
  readonly #dropped: number[] = [];

  constructor(text: string) {
    this.#text = text;
  }

  /** Parts that touch are one, and parts within this one are gone: a million of them may follow each other. */
  drop(from: number, to: number): void {
    const dropped = this.#dropped;
    while (dropped.length > 0 && (dropped.at(-2) ?? 0) >= from) dropped.length -= 2;
    if (dropped.at(-1) === from) dropped[dropped.length - 1] = to;
    else if (from < to) dropped.push(from, to);
  }

  toString(): string {
    let kept = '';
    let at = 0;
    for (let i = 0; i < this.#dropped.length; i += 2) {
      kept += this.#text.slice(at, this.#dropped[i]);
      at = this.#dropped[i + 1] ?? at;
    }
    return at === 0 ? this.#text : kept + this.#text.slice(at);
  }
}
