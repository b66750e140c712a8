import { charPerByte } from '../../kernel/char-per-byte.ts';
import type { Slice } from '../../kernel/slice.ts';
import type { AttributeMap, AttributeValue, Item } from '../../wire/attribute-value.ts';
import { base64OfBytes } from '../binary.ts';
import { normalNumberSize } from '../normal-number.ts';
import { RowCursor } from './row-cursor.ts';
import { RowFault } from './row-fault.ts';
import {
  ASCII,
  BINARY,
  BINARY_SET,
  DECIMAL,
  FALSE,
  INTEGER,
  LEAST_SMALL,
  LIST,
  MAP,
  NULL,
  NUMBER_SET,
  SMALL,
  STRING_SET,
  TRUE,
  UTF8,
} from './row-format.ts';
import type { RowNames } from './row-names.ts';

/** Up to this size ASCII strings are slices of one for the whole row: one conversion, and a string keeps no more alive than that. */
const SHARED_BYTES_MAX = 4 * 1024;

/** The item in a row. Throws {@link RowFault}, and reads nothing outside of it, whatever the bytes. */
export function decodeRow(row: Slice, names: RowNames): Item {
  return new RowDecoder(row, names, true).item();
}

/** The value that stands in a row as `value`, its type included; in the same way. */
export function decodeValue(value: Slice, names: RowNames): AttributeValue {
  const { bytes, from, to } = value;
  // A scalar takes no string to be cut from.
  const isShared = from < to && (bytes[from] as number) >= LIST && (bytes[from] as number) < SMALL;
  return new RowDecoder(value, names, isShared).value();
}

class RowDecoder {
  readonly #cursor: RowCursor;
  readonly #from: number;
  /** A char for each byte of the row, where it is short. */
  readonly #chars: string | undefined;

  constructor(row: Slice, names: RowNames, isShared: boolean) {
    this.#cursor = new RowCursor(row, names);
    const { bytes, from, to } = row;
    this.#from = from;
    const isShort = to - from <= SHARED_BYTES_MAX;
    this.#chars = isShared && isShort ? charPerByte(bytes.subarray(from, to)) : undefined;
  }

  item(): Item {
    const cursor = this.#cursor;
    cursor.varint();
    const item = this.#map(cursor.to);
    if (cursor.at !== cursor.to) throw new RowFault('there is more behind it');
    return item;
  }

  value(): AttributeValue {
    const cursor = this.#cursor;
    const value = this.#value(cursor.to);
    if (cursor.at !== cursor.to) throw new RowFault('a value does not end where it should');
    return value;
  }

  #map(end: number): AttributeMap {
    const map: Record<string, AttributeValue> = {};
    this.#cursor.attributes(end, (name, valueEnd) => {
      const value = this.#value(valueEnd);
      if (name === '__proto__') setOwn(map, name, value);
      else map[name] = value;
    });
    return map;
  }

  #members<T>(end: number, read: (end: number) => T): T[] {
    const members: T[] = [];
    this.#cursor.members(end, (memberEnd) => {
      members.push(read(memberEnd));
    });
    return members;
  }

  #value(end: number): AttributeValue {
    const cursor = this.#cursor;
    const tag = cursor.u8();
    if (tag >= SMALL) return { N: String(tag - SMALL + LEAST_SMALL) };
    switch (tag) {
      case ASCII:
        return { S: this.#ascii(end) };
      case UTF8:
        return { S: cursor.utf8(end) };
      case INTEGER:
        return { N: String(cursor.integer(end)) };
      case DECIMAL:
        return { N: this.#decimal(end) };
      case TRUE:
        return { BOOL: true };
      case FALSE:
        return { BOOL: false };
      case NULL:
        return { NULL: true };
      case BINARY:
        return { B: this.#binary(end) };
      case MAP:
        return { M: this.#map(end) };
      case LIST:
        return { L: this.#members(end, (memberEnd) => this.#value(memberEnd)) };
      case STRING_SET:
        return { SS: this.#members(end, (memberEnd) => this.#string(memberEnd)) };
      case NUMBER_SET:
        return { NS: this.#members(end, (memberEnd) => this.#number(memberEnd)) };
      case BINARY_SET:
        return { BS: this.#members(end, (memberEnd) => this.#binary(memberEnd)) };
      default:
        throw new RowFault('a type is unknown');
    }
  }

  #string(end: number): string {
    const value = this.#value(end);
    if ('S' in value) return value.S;
    throw new RowFault('a member of a set is no string');
  }

  #number(end: number): string {
    const value = this.#value(end);
    if ('N' in value) return value.N;
    throw new RowFault('a member of a set is no number');
  }

  /** What is no number would be found out where somebody reckons with it. */
  #decimal(end: number): string {
    const text = this.#ascii(end);
    if (normalNumberSize(text) === 0) throw new RowFault('a number is none');
    return text;
  }

  #binary(end: number): string {
    return base64OfBytes(this.#cursor.take(end));
  }

  #ascii(end: number): string {
    const cursor = this.#cursor;
    if (this.#chars === undefined) return cursor.utf8(end);
    const from = cursor.at;
    cursor.at = end;
    return this.#chars.slice(from - this.#from, end - this.#from);
  }
}

/** Under a name that assignment would take for something else. */
function setOwn(map: object, name: string, value: AttributeValue): void {
  Object.defineProperty(map, name, { value, enumerable: true, configurable: true, writable: true });
}
