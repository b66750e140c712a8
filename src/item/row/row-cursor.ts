import type { Slice } from '../../kernel/slice.ts';
import { MAX_LEVELS } from '../nesting.ts';
import { RowBytes } from './row-bytes.ts';
import { RowFault } from './row-fault.ts';
import type { RowNames } from './row-names.ts';

/** Goes through a row, part by part, and never outside of it, whatever the bytes. Throws {@link RowFault}. */
export class RowCursor extends RowBytes {
  readonly #names: RowNames;
  #level = 0;

  constructor({ bytes, from, to }: Slice, names: RowNames) {
    super(bytes, from, to);
    this.#names = names;
  }

  /** The attributes of a map that goes up to `end`: `read` reads the value of each, up to its end. */
  attributes(end: number, read: (name: string, end: number) => void): void {
    this.#descend();
    const count = this.varint();
    let entryAt = this.at;
    for (let i = 0; i < count; i++) {
      this.#skipName();
      this.varint();
    }
    // Names, and values from where the names end on, side by side.
    for (let i = 0; i < count; i++) {
      const valueAt = this.at;
      this.at = entryAt;
      const name = this.#name();
      const valueEnd = valueAt + this.varint();
      entryAt = this.at;
      this.#begin(valueAt, valueEnd, end);
      read(name, valueEnd);
      this.#mustBeAt(valueEnd);
    }
    this.#level--;
  }

  /** The members of a list or a set that goes up to `end`: `read` reads each, up to its end. */
  members(end: number, read: (end: number) => void): void {
    this.#descend();
    const count = this.varint();
    let lengthAt = this.at;
    for (let i = 0; i < count; i++) this.varint();
    for (let i = 0; i < count; i++) {
      const valueAt = this.at;
      this.at = lengthAt;
      const valueEnd = valueAt + this.varint();
      lengthAt = this.at;
      this.#begin(valueAt, valueEnd, end);
      read(valueEnd);
      this.#mustBeAt(valueEnd);
    }
    this.#level--;
  }

  #name(): string {
    const code = this.varint();
    if ((code & 1) !== 0) return this.utf8(this.at + (code >>> 1));
    const name = this.#names.nameOf(code >>> 1);
    if (name === undefined) throw new RowFault('a name is not in the dictionary');
    return name;
  }

  #skipName(): void {
    const code = this.varint();
    if ((code & 1) !== 0) this.skipTo(this.at + (code >>> 1));
  }

  #descend(): void {
    if (++this.#level > MAX_LEVELS + 1) throw new RowFault('it nests too deep');
  }

  #begin(valueAt: number, valueEnd: number, end: number): void {
    if (valueEnd > end) throw new RowFault('a value is longer than what it is part of');
    this.at = valueAt;
  }

  #mustBeAt(end: number): void {
    if (this.at !== end) throw new RowFault('a value does not end where it should');
  }
}
