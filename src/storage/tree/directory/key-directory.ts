import type { KeyBytes } from '../../../kernel/key-bytes.ts';
import type { Entries } from '../../page/entries.ts';
import type { PageDigest } from '../../page/page-digest.ts';
import type { StoredItem } from '../../stored-item.ts';
import { isLostRow } from '../../stored-item.ts';
import type { ClaimedChange } from '../../claim.ts';
import type { RunSection } from '../../run/run-codec.ts';
import type { KnownSize, Lsn, TreeId } from '../../store.ts';
import type { Fingerprint } from '../../../kernel/fingerprint.ts';

/** What a directory costs in memory beside its words: two objects, a buffer of its own, entries of a map and of a set. */
const DIRECTORY_MEMORY_BYTES = 250;
/** Bits of the second word that hold the size; the others are the upper ones of the fingerprint. */
const SIZE_UNIT = 2 ** 20;
/** The size of an item that damage has taken, or that is as large or as small as none of DynamoDB's. */
const UNKNOWN_SIZE = SIZE_UNIT - 1;

/** Changes of a page, in any order. */
type Changes = Pick<RunSection, 'keys' | 'changes'>;

/** The fingerprints and sizes of all keys of a page: the lower words of all, then the upper ones. */
export function wordsOf(page: Entries, fingerprint: Fingerprint): Uint32Array {
  const words = new Uint32Array(page.count * 2);
  for (let i = 0; i < page.count; i++) write(words, i, fingerprint(page.keyAt(i)), page.itemAt(i));
  return words;
}

function write(words: Uint32Array, at: number, print: number, item: StoredItem | undefined): void {
  const isKnown =
    item !== undefined && !isLostRow(item) && item.sizeBytes > 0 && item.sizeBytes < UNKNOWN_SIZE;
  words[at] = print;
  words[words.length / 2 + at] =
    Math.floor(print / 2 ** 32) * SIZE_UNIT + (isKnown ? item.sizeBytes : UNKNOWN_SIZE);
}

/**
 * The fingerprints and sizes of the keys of one page, 64 bits each (docs/decisions/0035). All keys of the page are in it: what it calls absent
 * is absent for certain. What it calls present may, once in 2^44 / keys, be another key.
 */
export class KeyDirectory {
  readonly tree: TreeId;
  /** The low fence of the page. */
  readonly low: KeyBytes;
  /** Last log record in the page: older changes it contains. */
  readonly lsn: Lsn;
  readonly #words: Uint32Array;
  readonly #fingerprint: Fingerprint;

  constructor(
    { tree, low, lsn, words }: Pick<PageDigest, 'tree' | 'low' | 'lsn' | 'words'>,
    fingerprint: Fingerprint,
  ) {
    this.tree = tree;
    this.low = low;
    this.lsn = lsn;
    this.#words = words;
    this.#fingerprint = fingerprint;
  }

  /**
   * The directory of the page with these changes. A key that was deleted stays in it, for only the page can tell: it may be another that has the same
   * fingerprint.
   */
  after({ keys, changes }: Changes): KeyDirectory {
    const newer = keys.filter((_, i) => (changes[i] as ClaimedChange).lsn > this.lsn);
    const added = newer.filter((key) => this.sizeAt(key) === 0);
    const before = this.#words.length / 2;
    const words = new Uint32Array((before + added.length) * 2);
    words.set(this.#words.subarray(0, before));
    words.set(this.#words.subarray(before), before + added.length);
    let end = before;
    keys.forEach((key, i) => {
      const { item, lsn: changedAt } = changes[i] as ClaimedChange;
      if (changedAt <= this.lsn) return;
      const print = this.#fingerprint(key);
      const at = this.#find(print >>> 0, Math.floor(print / 2 ** 32), 0);
      // Twins stay twins: a size is that of one of them at most.
      if (at >= 0 && this.sizeAt(key) === undefined) write(words, at, print, undefined);
      else write(words, at < 0 ? end++ : at, print, item);
    });
    const { tree, low, lsn } = this;
    return new KeyDirectory({ tree, low, lsn, words }, this.#fingerprint);
  }

  /** Estimate of the heap the directory holds. */
  get memoryBytes(): number {
    return this.#words.byteLength + DIRECTORY_MEMORY_BYTES;
  }

  /** Size of the item at `key`, 0 for none; undefined where only the page can tell. */
  sizeAt(key: KeyBytes): KnownSize | undefined {
    const print = this.#fingerprint(key);
    const lower = print >>> 0;
    const upper = Math.floor(print / 2 ** 32);
    const at = this.#find(lower, upper, 0);
    if (at < 0) return 0;
    if (this.#find(lower, upper, at + 1) >= 0) return undefined;
    const size = (this.#words[this.#words.length / 2 + at] as number) % SIZE_UNIT;
    return size === UNKNOWN_SIZE ? undefined : size;
  }

  #find(lower: number, upper: number, from: number): number {
    const words = this.#words;
    const count = words.length / 2;
    for (let at = from; at < count; at++) {
      if (words[at] === lower && Math.floor((words[count + at] as number) / SIZE_UNIT) === upper)
        return at;
    }
    return -1;
  }

  /** Whether the directory calls a key of the page absent, or an item of another size: it is not the page's. */
  contradicts(page: Entries): boolean {
    for (let i = 0; i < page.count; i++) {
      const size = this.sizeAt(page.keyAt(i));
      if (size !== undefined && size !== page.itemAt(i).sizeBytes) return true;
    }
    return false;
  }
}
