import { lowerBound } from '../../kernel/binary-search.ts';
import type { KeyBytes } from '../../kernel/key-bytes.ts';

/** Keys that are searched without heads: a list that is younger, or hardly ever searched. */
const FEW = 8;

/**
 * Finds keys in an ascending list by numbers that lie side by side in memory, and looks at the keys themselves, each a string of its own
 * somewhere in the heap, where the numbers cannot tell.
 *
 * The head of a key is the 30 bits behind what all keys of the list begin with, as a number: engines keep such numbers in a list without
 * an object for each. Keys are in the order of their heads, or have the same.
 *
 * What the heads say is held against the keys at the place before it is answered: heads that are wrong cost time and nothing else.
 */
export class KeySearch {
  readonly #keys: readonly KeyBytes[];
  /** What all keys begin with that have heads. */
  #prefix = '';
  /** Undefined when they are to be made anew. */
  #heads: number[] | undefined;

  /** `keys` ascend, and stay the caller's to change: who changes them says so. */
  constructor(keys: readonly KeyBytes[]) {
    this.#keys = keys;
  }

  /** A key has been put into the list at `index`. */
  inserted(index: number): void {
    const heads = this.#heads;
    if (heads === undefined) return;
    const key = this.#keys[index] as KeyBytes;
    // Between two keys that begin alike there is none that begins otherwise.
    const isInside = index > 0 && index < heads.length;
    if (!isInside && !key.startsWith(this.#prefix)) this.#heads = undefined;
    else if (index === heads.length) heads.push(headOf(key, this.#prefix.length));
    else heads.splice(index, 0, headOf(key, this.#prefix.length));
  }

  /** The key at `index` has been taken out of the list. */
  removed(index: number): void {
    this.#heads?.splice(index, 1);
  }

  /** The list has changed in another way. */
  changed(): void {
    this.#heads = undefined;
  }

  /** Index of the first key `>= wanted`; the length of the list when there is none. */
  lowerBound(wanted: KeyBytes): number {
    const keys = this.#keys;
    if (keys.length <= FEW) return lowerBound(keys, wanted);
    const heads = this.#heads ?? this.#makeHeads();
    const head = headOf(wanted, this.#prefix.length);
    let index = firstHead(heads, head, 0);
    if (keys[index] === wanted) return index;
    if (heads[index] === head) {
      index = lowerBound(keys, wanted, index, firstHead(heads, head + 1, index + 1));
    }
    // A key that begins otherwise has a head that tells nothing.
    return this.#isPlace(wanted, index) ? index : lowerBound(keys, wanted);
  }

  #isPlace(wanted: KeyBytes, index: number): boolean {
    const keys = this.#keys;
    const isAbove = index === 0 || (keys[index - 1] as KeyBytes) < wanted;
    return isAbove && (index === keys.length || wanted <= (keys[index] as KeyBytes));
  }

  /** Index of the last key `<= wanted`; -1 when there is none. */
  floor(wanted: KeyBytes): number {
    const index = this.lowerBound(wanted);
    return this.#keys[index] === wanted ? index : index - 1;
  }

  #makeHeads(): number[] {
    const keys = this.#keys;
    const prefix = commonPrefix(keys[0] as KeyBytes, keys[keys.length - 1] as KeyBytes);
    const heads: number[] = [];
    for (const key of keys) heads.push(headOf(key, prefix.length));
    this.#prefix = prefix;
    this.#heads = heads;
    return heads;
  }
}

/** 30 bits of `key` from byte `at` on; where it has ended, zeros. */
function headOf(key: KeyBytes, at: number): number {
  // A byte behind the end is NaN, which shifts as zero does.
  return (
    (key.charCodeAt(at) << 22) |
    (key.charCodeAt(at + 1) << 14) |
    (key.charCodeAt(at + 2) << 6) |
    (key.charCodeAt(at + 3) >>> 2)
  );
}

function commonPrefix(first: KeyBytes, last: KeyBytes): string {
  let same = 0;
  while (same < first.length && first.charCodeAt(same) === last.charCodeAt(same)) same++;
  return first.slice(0, same);
}

/** Index of the first of ascending heads `>= wanted`, from `from` on. Not the function for keys: one for both would be slow. */
function firstHead(heads: readonly number[], wanted: number, from: number): number {
  let low = from;
  let high = heads.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((heads[middle] as number) < wanted) low = middle + 1;
    else high = middle;
  }
  return low;
}
