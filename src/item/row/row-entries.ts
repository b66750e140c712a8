import { findShortAscii } from '../../kernel/short-ascii.ts';
import { findUtf8Text } from '../../kernel/utf8-codec.ts';
import { RowBytes } from './row-bytes.ts';
import { RowFault } from './row-fault.ts';
import type { RowNames } from './row-names.ts';

/** Where an attribute stands among the bytes of a row: its name with its length, and its value. */
export interface AttributePlace {
  readonly entryFrom: number;
  readonly entryTo: number;
  readonly valueFrom: number;
  readonly valueTo: number;
}

/**
 * The attributes of a map in `[from, to)` of a row, one by one, without a look at their values. What it tells is of the one that
 * {@link next} came to. Throws {@link RowFault}.
 */
export class RowEntries extends RowBytes implements AttributePlace {
  readonly count: number;
  entryFrom = 0;
  entryTo = 0;
  valueFrom = 0;
  valueTo: number;
  /** The number of the name, doubled; or the bytes of the name, doubled and one more. */
  code = 0;
  /** Where the name begins that stands in full. */
  nameFrom = 0;
  #left: number;

  constructor(bytes: Uint8Array, from: number, to: number) {
    super(bytes, from, to);
    const count = this.varint();
    this.count = count;
    this.#left = count;
    const first = this.at;
    for (let i = 0; i < count; i++) {
      const code = this.varint();
      if ((code & 1) !== 0) this.skipTo(this.at + (code >>> 1));
      this.varint();
    }
    this.valueTo = this.at;
    this.at = first;
  }

  next(): boolean {
    if (this.#left === 0) return this.#mustEnd();
    this.#left--;
    this.entryFrom = this.at;
    const code = this.varint();
    this.code = code;
    this.nameFrom = this.at;
    if ((code & 1) !== 0) this.skipTo(this.at + (code >>> 1));
    const length = this.varint();
    this.entryTo = this.at;
    this.valueFrom = this.valueTo;
    this.valueTo = this.valueFrom + length;
    if (this.valueTo > this.to) throw new RowFault('a value is longer than what it is part of');
    return true;
  }

  nameOf(names: RowNames): string {
    const { bytes, code, nameFrom } = this;
    const nameTo = nameFrom + (code >>> 1);
    const name =
      (code & 1) === 0
        ? names.nameOf(code >>> 1)
        : (findShortAscii(bytes, nameFrom, nameTo) ??
          findUtf8Text(bytes.subarray(nameFrom, nameTo)));
    if (name === undefined) throw new RowFault('a name is neither known nor text');
    return name;
  }

  #mustEnd(): false {
    if (this.valueTo !== this.to) throw new RowFault('a value does not end where it should');
    return false;
  }
}

/** The members of a list or a set in `[from, to)` of a row, in the same way. */
export class RowMembers extends RowBytes {
  readonly count: number;
  valueFrom = 0;
  valueTo: number;
  #left: number;

  constructor(bytes: Uint8Array, from: number, to: number) {
    super(bytes, from, to);
    const count = this.varint();
    this.count = count;
    this.#left = count;
    const first = this.at;
    for (let i = 0; i < count; i++) this.varint();
    this.valueTo = this.at;
    this.at = first;
  }

  next(): boolean {
    if (this.#left === 0) {
      if (this.valueTo !== this.to) throw new RowFault('a value does not end where it should');
      return false;
    }
    this.#left--;
    this.valueFrom = this.valueTo;
    this.valueTo = this.valueFrom + this.varint();
    if (this.valueTo > this.to) throw new RowFault('a value is longer than what it is part of');
    return true;
  }
}
