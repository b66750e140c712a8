import type { TableRun } from '../../item/row/answer-body.ts';
import { VARINT_BYTES_MAX } from '../../item/row/row-format.ts';
import { writeUtf8 } from '../../kernel/utf8-codec.ts';
import type { Announcement, ToldNames } from './told-names.ts';

/**
 * The rows of all that is in one message, in one buffer, which is transferred; what is behind the runs has no meaning.
 *
 * ```
 * rows         = count:varint announcement{count} run*
 * announcement = dictionary:varint first:varint count:varint (length:varint UTF-8){count}
 * run          = dictionary:varint known:varint count:varint length:varint{count} row{count}
 * ```
 *
 * The runs are those of the message's texts, in their order. `known`: how many names of the dictionary are told by then; who has
 * heard fewer has missed a message.
 */
export function writeRows(runs: readonly TableRun[], told: ToldNames): ArrayBuffer {
  const announcements = told.announce(runs);
  const writer = new RowsWriter(roomFor(announcements, runs));
  writer.varint(announcements.length);
  for (const { dictionary, first, names } of announcements) {
    writer.varint(dictionary);
    writer.varint(first);
    writer.varint(names.length);
    for (const name of names) writer.text(name);
  }
  for (const run of runs) writer.run(told.numberOf(run), run);
  return writer.buffer;
}

/** Bytes at most. */
function roomFor(announcements: readonly Announcement[], runs: readonly TableRun[]): number {
  let varints = 1;
  let bytes = 0;
  for (const { names } of announcements) {
    varints += 3 + names.length;
    for (const name of names) bytes += 3 * name.length;
  }
  for (const { rows } of runs) {
    varints += 3 + rows.length;
    for (const { from, to } of rows) bytes += to - from;
  }
  return VARINT_BYTES_MAX * varints + bytes;
}

class RowsWriter {
  readonly buffer: ArrayBuffer;
  readonly #bytes: Uint8Array<ArrayBuffer>;
  #at = 0;

  constructor(room: number) {
    this.buffer = new ArrayBuffer(room);
    this.#bytes = new Uint8Array(this.buffer);
  }

  varint(value: number): void {
    let rest = value;
    while (rest > 0x7f) {
      this.#bytes[this.#at++] = (rest & 0x7f) | 0x80;
      rest >>>= 7;
    }
    this.#bytes[this.#at++] = rest;
  }

  /** The length is known behind the text, which is moved where it turns out to be a long one. */
  text(text: string): void {
    const at = this.#at;
    const length = writeUtf8(text, this.#bytes.subarray(at + VARINT_BYTES_MAX));
    this.varint(length);
    const from = at + VARINT_BYTES_MAX;
    this.#bytes.copyWithin(this.#at, from, from + length);
    this.#at += length;
  }

  /** Rows that lie one behind the other are copied together. */
  run(dictionary: number, { rows, names }: TableRun): void {
    this.varint(dictionary);
    this.varint(names.count);
    this.varint(rows.length);
    for (const { from, to } of rows) this.varint(to - from);
    for (let i = 0; i < rows.length;) {
      const row = rows[i++];
      if (row === undefined) break;
      const { bytes, from } = row;
      let { to } = row;
      for (let next = rows[i]; next?.bytes === bytes && next.from === to; next = rows[++i])
        to = next.to;
      this.#bytes.set(
        from === 0 && to === bytes.length ? bytes : bytes.subarray(from, to),
        this.#at,
      );
      this.#at += to - from;
    }
  }
}
