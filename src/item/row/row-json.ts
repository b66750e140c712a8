import type { ByteWriter } from '../../kernel/byte-writer.ts';
import type { Slice } from '../../kernel/slice.ts';
import { base64OfBytes } from '../binary.ts';
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

/** Writes the item in a row as its canonical DynamoDB JSON, in UTF-8. Throws {@link RowFault}. */
export function writeRowJson(row: Slice, names: RowNames, to: ByteWriter): void {
  new RowJson(row, names, to).item();
}

class RowJson {
  readonly #cursor: RowCursor;
  readonly #to: ByteWriter;

  constructor(row: Slice, names: RowNames, to: ByteWriter) {
    this.#cursor = new RowCursor(row, names);
    this.#to = to;
  }

  item(): void {
    const cursor = this.#cursor;
    cursor.varint();
    this.#map(cursor.to);
    if (cursor.at !== cursor.to) throw new RowFault('there is more behind it');
  }

  #map(end: number): void {
    let before = '{';
    this.#cursor.attributes(end, (name, valueEnd) => {
      this.#write(before);
      this.#write(quoted(name));
      before = ',';
      this.#value(valueEnd);
    });
    this.#write(before === '{' ? '{}' : '}');
  }

  #members(type: string, end: number, write: (end: number) => void): void {
    this.#write(type);
    let before = '[';
    this.#cursor.members(end, (memberEnd) => {
      this.#write(before);
      before = ',';
      write(memberEnd);
    });
    this.#write(before === '[' ? '[]' : ']');
  }

  #value(end: number): void {
    const cursor = this.#cursor;
    const tag = cursor.u8();
    if (tag >= SMALL) {
      this.#write(`{"N":"${String(tag - SMALL + LEAST_SMALL)}"}`);
      return;
    }
    switch (tag) {
      case ASCII:
      case UTF8:
        this.#text('{"S":"', end);
        break;
      case INTEGER:
        this.#write(`{"N":"${String(cursor.integer(end))}"`);
        break;
      case DECIMAL:
        this.#text('{"N":"', end);
        break;
      case TRUE:
        this.#write('{"BOOL":true');
        break;
      case FALSE:
        this.#write('{"BOOL":false');
        break;
      case NULL:
        this.#write('{"NULL":true');
        break;
      case BINARY:
        this.#write(`{"B":${this.#base64(end)}`);
        break;
      case MAP:
        this.#write('{"M":');
        this.#map(end);
        break;
      case LIST:
        this.#members('{"L":', end, (memberEnd) => this.#value(memberEnd));
        break;
      case STRING_SET:
        this.#members('{"SS":', end, (memberEnd) => this.#bare(memberEnd));
        break;
      case NUMBER_SET:
        this.#members('{"NS":', end, (memberEnd) => this.#bare(memberEnd));
        break;
      case BINARY_SET:
        this.#members('{"BS":', end, (memberEnd) => this.#write(this.#base64(memberEnd)));
        break;
      default:
        throw new RowFault('a type is unknown');
    }
    this.#write('}');
  }

  /** A member of a set: what it has behind its type. */
  #bare(end: number): void {
    const cursor = this.#cursor;
    const tag = cursor.u8();
    if (tag >= SMALL) this.#write(`"${String(tag - SMALL + LEAST_SMALL)}"`);
    else if (tag === INTEGER) this.#write(`"${String(cursor.integer(end))}"`);
    else if (tag === ASCII || tag === UTF8 || tag === DECIMAL) this.#text('"', end);
    else throw new RowFault('a member of a set is neither text nor number');
  }

  #text(before: string, end: number): void {
    const cursor = this.#cursor;
    this.#write(before);
    const from = cursor.at;
    cursor.take(end);
    this.#to.escaped(cursor.bytes, from, end);
    this.#write('"');
  }

  #base64(end: number): string {
    return `"${base64OfBytes(this.#cursor.take(end))}"`;
  }

  #write(text: string): void {
    this.#to.utf8(text);
  }
}

/** Names quoted, with the colon: those of a table are few. */
const QUOTED = new Map<string, string>();
const QUOTED_MAX = 4_096;

function quoted(name: string): string {
  const known = QUOTED.get(name);
  if (known !== undefined) return known;
  const text = `${JSON.stringify(name)}:`;
  if (QUOTED.size < QUOTED_MAX) QUOTED.set(name, text);
  return text;
}
