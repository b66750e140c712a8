/** Names that are remembered at a time. */
const CANDIDATES_MAX = 1_024;
/** Different items that a name has to be seen in, one after the other. */
const ITEMS = 3;
/** Dates, and ids that are counted up: they come and go. */
const NUMBERED = /\d{4}/;

interface Candidate {
  items: number;
  /** Key of the item that it was seen in last. */
  lastKey: string;
}

/**
 * Which names are worth a place in a dictionary: those that several items have. Ids as names, of which each stands in one item, however
 * often that is written, never fill it. Nothing of this is stored.
 */
export class NameTally {
  #candidates = new Map<string, Candidate>();

  /** Notes a name of the item at a key; answers whether it is worth a place now. */
  sees(name: string, itemKey: string): boolean {
    if (NUMBERED.test(name)) return false;
    const known = this.#candidates.get(name);
    if (known === undefined) {
      this.#note(name, itemKey);
      return false;
    }
    if (known.lastKey === itemKey) return false;
    known.lastKey = itemKey;
    known.items++;
    return known.items >= ITEMS;
  }

  #note(name: string, lastKey: string): void {
    if (this.#candidates.size >= CANDIDATES_MAX) {
      // The older half has had its time.
      this.#candidates = new Map([...this.#candidates].slice(CANDIDATES_MAX / 2));
    }
    this.#candidates.set(name, { items: 1, lastKey });
  }
}
