import { unreachable } from '../../kernel/invariant.ts';
import type { Slice } from '../../kernel/slice.ts';
import type { AttributeMap, AttributeValue, Item } from '../../wire/attribute-value.ts';
import { byteLengthOfBase64, writeBase64Bytes } from '../binary.ts';
import { utf8Length } from '../item-size.ts';
import { RowBuffer } from './row-buffer.ts';
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
  MOST_SMALL,
  NULL,
  NUMBER_SET,
  SMALL,
  STRING_SET,
  TRUE,
  UTF8,
  VARINT_BYTES_MAX,
} from './row-format.ts';
import type { RowNames } from './row-names.ts';
import type { RowPart, RowParts } from './row-parts.ts';

/** Integers of so many characters are below 2^53. */
const INTEGER_CHARACTERS = 15;
const MINUS = 0x2d;
const ZERO = 0x30;
const NINE = 0x39;

/** Writes canonical items as rows: see `row-format.ts`. */
export class RowWriter {
  readonly #buffer = new RowBuffer();
  #dictionary: RowNames | undefined;
  /** Of the members of what is being written: numbers of their names, and their lengths. Those of the innermost value stand last. */
  readonly #ids: number[] = [];
  readonly #lengths: number[] = [];

  /** The row of an item of `sizeBytes`, as DynamoDB counts them. */
  write(item: Item, sizeBytes: number, names: RowNames): Slice {
    const buffer = this.#buffer;
    this.#dictionary = names;
    buffer.begin();
    buffer.varint(sizeBytes);
    this.#map(item, 0);
    return buffer.end();
  }

  /** The row of an item of `sizeBytes` that is made of parts. They may stand in what was written before. */
  compose({ source, parts, count }: RowParts, sizeBytes: number, names: RowNames): Slice {
    const buffer = this.#buffer;
    this.#dictionary = names;
    buffer.begin();
    buffer.varint(sizeBytes);
    const gap = this.#findParts(parts);
    const start = buffer.leave(gap);
    for (let i = 0; i < parts.length; i++) {
      const part = parts[i] as RowPart;
      const before = buffer.length;
      if (part.kind === 'new') this.#value(part.value, parts.length);
      else if (part.kind === 'kept') buffer.copy(source, part.valueFrom, part.valueTo);
      else buffer.copy(part.value.bytes, part.value.from, part.value.to);
      this.#lengths[i] = buffer.length - before;
    }
    const end = buffer.back(start);
    buffer.varint(count);
    for (let i = 0; i < parts.length; i++) {
      const part = parts[i] as RowPart;
      if (part.kind === 'kept') buffer.copy(source, part.entryFrom, part.entryTo);
      else {
        this.#name(this.#ids[i] as number, part.name);
        buffer.varint(this.#lengths[i] as number);
      }
    }
    buffer.pull(start + gap, end);
    return buffer.end();
  }

  /** Looks the names up that are not copied; answers how long what stands before the values may be. */
  #findParts(parts: readonly RowPart[]): number {
    let room = VARINT_BYTES_MAX;
    for (let i = 0; i < parts.length; i++) {
      const part = parts[i] as RowPart;
      if (part.kind === 'kept') room += part.entryTo - part.entryFrom;
      else room += this.#findName(part.name, i);
    }
    return room;
  }

  /** What stands before the values is known behind them: they are written behind a gap, and pulled up. */
  #map(map: AttributeMap, depth: number): void {
    const buffer = this.#buffer;
    const names = Object.keys(map);
    const count = names.length;
    const gap = this.#find(names, depth);
    const start = buffer.leave(gap);
    for (let i = 0; i < count; i++) {
      const before = buffer.length;
      this.#value(map[names[i] as string] as AttributeValue, depth + count);
      this.#lengths[depth + i] = buffer.length - before;
    }
    const end = buffer.back(start);
    buffer.varint(count);
    for (let i = 0; i < count; i++) {
      this.#name(this.#ids[depth + i] as number, names[i] as string);
      buffer.varint(this.#lengths[depth + i] as number);
    }
    buffer.pull(start + gap, end);
  }

  /** Looks the names up; answers how long what stands before their values may be. */
  #find(names: readonly string[], depth: number): number {
    let room = VARINT_BYTES_MAX;
    for (let i = 0; i < names.length; i++) room += this.#findName(names[i] as string, depth + i);
    return room;
  }

  #findName(name: string, at: number): number {
    const id = (this.#dictionary as RowNames).idOf(name);
    this.#ids[at] = id;
    return 2 * VARINT_BYTES_MAX + (id < 0 ? 3 * name.length : 0);
  }

  #name(id: number, name: string): void {
    if (id >= 0) this.#buffer.varint(id * 2);
    else {
      this.#buffer.varint(utf8Length(name) * 2 + 1);
      this.#buffer.text(name);
    }
  }

  #members<T>(
    members: readonly T[],
    depth: number,
    write: (member: T, depth: number) => void,
  ): void {
    const buffer = this.#buffer;
    const count = members.length;
    const gap = VARINT_BYTES_MAX * (count + 1);
    const start = buffer.leave(gap);
    for (let i = 0; i < count; i++) {
      const before = buffer.length;
      write(members[i] as T, depth + count);
      this.#lengths[depth + i] = buffer.length - before;
    }
    const end = buffer.back(start);
    buffer.varint(count);
    for (let i = 0; i < count; i++) buffer.varint(this.#lengths[depth + i] as number);
    buffer.pull(start + gap, end);
  }

  #value(value: AttributeValue, depth: number): void {
    const buffer = this.#buffer;
    if ('S' in value) this.#string(value.S);
    else if ('N' in value) this.#number(value.N);
    else if ('BOOL' in value) buffer.u8(value.BOOL ? TRUE : FALSE);
    else if ('NULL' in value) buffer.u8(NULL);
    else if ('M' in value) {
      buffer.u8(MAP);
      this.#map(value.M, depth);
    } else if ('L' in value) {
      buffer.u8(LIST);
      this.#members(value.L, depth, (member, inner) => this.#value(member, inner));
    } else if ('B' in value) {
      buffer.u8(BINARY);
      this.#binary(value.B);
    } else if ('SS' in value) {
      buffer.u8(STRING_SET);
      this.#members(value.SS, depth, (member) => this.#string(member));
    } else if ('NS' in value) {
      buffer.u8(NUMBER_SET);
      this.#members(value.NS, depth, (member) => this.#number(member));
    } else if ('BS' in value) {
      buffer.u8(BINARY_SET);
      this.#members(value.BS, depth, (member) => this.#binary(member));
    } else unreachable(value);
  }

  #string(text: string): void {
    const buffer = this.#buffer;
    const tagAt = buffer.length;
    buffer.u8(ASCII);
    if (buffer.text(text) !== text.length) buffer.put(tagAt, UTF8);
  }

  #number(text: string): void {
    if (text.length <= INTEGER_CHARACTERS && isInteger(text)) this.#integer(Number(text));
    else {
      this.#buffer.u8(DECIMAL);
      this.#buffer.text(text);
    }
  }

  #integer(value: number): void {
    const buffer = this.#buffer;
    if (value >= LEAST_SMALL && value <= MOST_SMALL) {
      buffer.u8(value - LEAST_SMALL + SMALL);
      return;
    }
    buffer.u8(INTEGER);
    let bytes = 1;
    for (let limit = 0x80; value >= limit || value < -limit; limit *= 0x100) bytes++;
    buffer.integer(value, bytes);
  }

  #binary(base64: string): void {
    this.#buffer.bytes(byteLengthOfBase64(base64), (bytes, at) => {
      writeBase64Bytes(base64, bytes, at);
    });
  }
}

function isInteger(text: string): boolean {
  const first = text.charCodeAt(0) === MINUS ? 1 : 0;
  for (let i = first; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (unit < ZERO || unit > NINE) return false;
  }
  return text.length > first;
}
