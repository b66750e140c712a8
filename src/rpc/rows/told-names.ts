import type { TableRun } from '../../item/row/answer-body.ts';

/** What the other end has to read before the rows of a message: names of a dictionary from one on. */
export interface Announcement {
  /** Number of the dictionary, between these two ends. */
  readonly dictionary: number;
  readonly first: number;
  readonly names: readonly string[];
}

/** What one end has told the other of its dictionaries. A dictionary keeps its number for as long as both ends live. */
export class ToldNames {
  readonly #numbers = new Map<number, number>();
  /** How many names are told, by the number of the dictionary. */
  #counts: number[] = [];

  /** The number of the dictionary of a run. */
  numberOf({ tree }: TableRun): number {
    const known = this.#numbers.get(tree);
    if (known !== undefined) return known;
    const number = this.#numbers.size;
    this.#numbers.set(tree, number);
    return number;
  }

  /** What is to be told before these runs, which is told from then on. */
  announce(runs: readonly TableRun[]): readonly Announcement[] {
    const announcements: Announcement[] = [];
    for (const run of runs) {
      const dictionary = this.numberOf(run);
      const first = this.#counts[dictionary] ?? 0;
      const { count } = run.names;
      if (count <= first) continue;
      announcements.push({ dictionary, first, names: run.names.from(first) });
      this.#counts[dictionary] = count;
    }
    return announcements;
  }

  /** The other end may have missed it, or hears it later than what comes next: everything is told again. */
  forget(): void {
    this.#counts = [];
  }
}
