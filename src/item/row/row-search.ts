import { findUtf8Text } from '../../kernel/utf8-codec.ts';
import { wellFormedUtf8Length } from '../utf8-order.ts';
import { RowBytes } from './row-bytes.ts';
import type { AttributePlace } from './row-entries.ts';
import { RowFault } from './row-fault.ts';
import type { RowNames } from './row-names.ts';

/**
 * Finds one attribute of a map, or one element of a list, by the lengths of what stands before it. What it tells is of the one
 * that was found last. Throws {@link RowFault}, and reads nothing outside of the row, whatever the bytes.
 */
export class RowSearch extends RowBytes implements AttributePlace {
  entryFrom = 0;
  entryTo = 0;
  valueFrom = 0;
  valueTo = 0;
  readonly #names: RowNames;

  constructor(bytes: Uint8Array, from: number, to: number, names: RowNames) {
    super(bytes, from, to);
    this.#names = names;
  }

  /** Whether the map in `[from, end)` has an attribute of that name, by number or in full. */
  attribute(from: number, end: number, name: string): boolean {
    this.at = from;
    const wanted = 2 * this.#names.idOf(name);
    const count = this.varint();
    let offset = -1;
    let length = 0;
    let before = 0;
    for (let i = 0; i < count; i++) {
      const entryFrom = this.at;
      const code = this.varint();
      const isFound = (code & 1) === 0 ? code === wanted : this.#passName(code >>> 1, name);
      const valueLength = this.varint();
      if (isFound) {
        this.entryFrom = entryFrom;
        this.entryTo = this.at;
        offset = before;
        length = valueLength;
      }
      before += valueLength;
    }
    if (offset < 0) return false;
    this.#found(this.at + offset, length, end);
    return true;
  }

  /** Whether the list in `[from, end)` has an element `index`, from 0. */
  element(from: number, end: number, index: number): boolean {
    this.at = from;
    const count = this.varint();
    if (index < 0 || index >= count) return false;
    let offset = 0;
    let length = 0;
    for (let i = 0; i < count; i++) {
      const valueLength = this.varint();
      if (i < index) offset += valueLength;
      else if (i === index) length = valueLength;
    }
    this.#found(this.at + offset, length, end);
    return true;
  }

  #found(from: number, length: number, end: number): void {
    this.valueFrom = from;
    this.valueTo = from + length;
    if (this.valueTo > end) throw new RowFault('a value is longer than what it is part of');
    if (length === 0) throw new RowFault('a value has no type');
  }

  /** Passes a name that stands in full; answers whether it is `name`. */
  #passName(length: number, name: string): boolean {
    const from = this.at;
    this.skipTo(from + length);
    if (length < name.length) return false;
    if (length > name.length) {
      if (wellFormedUtf8Length(name) !== length) return false;
      return findUtf8Text(this.bytes.subarray(from, from + length)) === name;
    }
    for (let i = 0; i < length; i++) {
      const unit = name.charCodeAt(i);
      if (unit > 0x7f || unit !== this.bytes[from + i]) return false;
    }
    return true;
  }
}
