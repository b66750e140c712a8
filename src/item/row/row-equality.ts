import type { Slice } from '../../kernel/slice.ts';
import { MAX_LEVELS } from '../nesting.ts';
import { RowEntries, RowMembers } from './row-entries.ts';
import { RowFault } from './row-fault.ts';
import { LIST, MAP } from './row-format.ts';
import type { RowNames } from './row-names.ts';
import { RowView } from './row-view.ts';

/**
 * Whether two rows of one dictionary hold equal items: attributes in any order, names by number or in full. No value is decoded,
 * and names only where their order or the way in which they are written differs. Throws {@link RowFault}.
 */
export function rowsEqual(a: Slice, b: Slice, names: RowNames): boolean {
  const comparison = new RowComparison(a.bytes, b.bytes, names);
  if (comparison.sameBytes(a.from, a.to, b.from, b.to)) return true;
  const [one, other] = [new RowView(a, names), new RowView(b, names)];
  return one.sizeBytes === other.sizeBytes && comparison.maps(one.entries(), other.entries(), 1);
}

class RowComparison {
  readonly #a: Uint8Array;
  readonly #b: Uint8Array;
  readonly #names: RowNames;

  constructor(a: Uint8Array, b: Uint8Array, names: RowNames) {
    this.#a = a;
    this.#b = b;
    this.#names = names;
  }

  sameBytes(aFrom: number, aTo: number, bFrom: number, bTo: number): boolean {
    if (aTo - aFrom !== bTo - bFrom) return false;
    for (let i = aFrom, j = bFrom; i < aTo; i++, j++) if (this.#a[i] !== this.#b[j]) return false;
    return true;
  }

  /** Goes along both as long as names are the same; what is left of `b` is then looked up. */
  maps(a: RowEntries, b: RowEntries, level: number): boolean {
    mustBeShallow(level);
    if (a.count !== b.count) return false;
    while (a.next()) {
      b.next();
      if (!this.#sameName(a, b)) return this.#othersEqual(a, b, level);
      if (!this.#values(a.valueFrom, a.valueTo, b.valueFrom, b.valueTo, level)) return false;
    }
    return true;
  }

  /** The attributes that both are at, and those behind them. */
  #othersEqual(a: RowEntries, b: RowEntries, level: number): boolean {
    const names = this.#names;
    const places = new Map<string, readonly [from: number, to: number]>();
    do places.set(b.nameOf(names), [b.valueFrom, b.valueTo]);
    while (b.next());
    do {
      const place = places.get(a.nameOf(names));
      if (place === undefined) return false;
      if (!this.#values(a.valueFrom, a.valueTo, ...place, level)) return false;
    } while (a.next());
    return true;
  }

  /** Whether both names are written alike; if not, they may still be the same. */
  #sameName(a: RowEntries, b: RowEntries): boolean {
    if (a.code !== b.code) return false;
    if ((a.code & 1) === 0) return true;
    const length = a.code >>> 1;
    return this.sameBytes(a.nameFrom, a.nameFrom + length, b.nameFrom, b.nameFrom + length);
  }

  /** Scalars and sets are canonical, and written in one way only: equal where their bytes are. */
  #values(aFrom: number, aTo: number, bFrom: number, bTo: number, level: number): boolean {
    if (this.sameBytes(aFrom, aTo, bFrom, bTo)) return true;
    if (aFrom >= aTo || bFrom >= bTo) return false;
    const tag = this.#a[aFrom];
    if (tag !== this.#b[bFrom]) return false;
    if (tag === MAP) {
      const one = new RowEntries(this.#a, aFrom + 1, aTo);
      return this.maps(one, new RowEntries(this.#b, bFrom + 1, bTo), level + 1);
    }
    if (tag !== LIST) return false;
    const one = new RowMembers(this.#a, aFrom + 1, aTo);
    return this.#lists(one, new RowMembers(this.#b, bFrom + 1, bTo), level + 1);
  }

  #lists(a: RowMembers, b: RowMembers, level: number): boolean {
    mustBeShallow(level);
    if (a.count !== b.count) return false;
    while (a.next()) {
      b.next();
      if (!this.#values(a.valueFrom, a.valueTo, b.valueFrom, b.valueTo, level)) return false;
    }
    return true;
  }
}

function mustBeShallow(level: number): void {
  if (level > MAX_LEVELS + 1) throw new RowFault('it nests too deep');
}
