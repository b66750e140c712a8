import type { AnswerBody, RowRun } from '../../item/row/answer-body.ts';
import { MARK } from '../../item/row/answer-body.ts';
import { RowCursor } from '../../item/row/row-cursor.ts';
import { RowFault } from '../../item/row/row-fault.ts';
import type { RowNames } from '../../item/row/row-names.ts';
import { NO_NAMES } from '../../item/row/row-names.ts';
import type { Slice } from '../../kernel/slice.ts';

/** A message that told names has been missed: what follows is lost too, and will be sent again. */
export class MissedNames extends Error {
  override readonly name = 'MissedNames';
}

/** The names of one dictionary of the other end, as far as they have been heard. */
class HeardDictionary implements RowNames {
  readonly names: string[] = [];

  idOf(): number {
    return -1;
  }

  nameOf(id: number): string | undefined {
    return this.names[id];
  }
}

/** What one end has heard of the other's dictionaries. */
export class HeardNames {
  #dictionaries = new Map<number, HeardDictionary>();

  get isEmpty(): boolean {
    return this.#dictionaries.size === 0;
  }

  /** Another end talks from now on. */
  forget(): void {
    this.#dictionaries = new Map();
  }

  dictionary(number: number): HeardDictionary {
    const known = this.#dictionaries.get(number);
    if (known !== undefined) return known;
    const made = new HeardDictionary();
    this.#dictionaries.set(number, made);
    return made;
  }
}

/**
 * Reads what `writeRows` wrote, run by run. Nothing in it is trusted: what is no run is a {@link RowFault}, as is everything behind it,
 * and nothing outside of the buffer is read. The rows themselves are looked at by who reads them.
 */
export class RowsReader {
  readonly #cursor: RowCursor;
  readonly #heard: HeardNames;
  #hasBegun = false;
  #fault: Error | undefined;

  constructor(buffer: ArrayBuffer, heard: HeardNames) {
    const bytes = new Uint8Array(buffer);
    this.#cursor = new RowCursor({ bytes, from: 0, to: bytes.length }, NO_NAMES);
    this.#heard = heard;
  }

  /** An answer from its text: with rows, where it has marks. Throws {@link RowFault}, {@link MissedNames}. */
  body(text: string): AnswerBody<RowRun> {
    const runs: RowRun[] = [];
    for (let at = text.indexOf(MARK); at >= 0; at = text.indexOf(MARK, at + 1)) {
      runs.push(this.run());
    }
    return runs.length === 0 ? text : { text, runs };
  }

  /** The next run. Throws {@link RowFault}, {@link MissedNames}. */
  run(): RowRun {
    if (this.#fault !== undefined) throw this.#fault;
    try {
      if (!this.#hasBegun) this.#announcements();
      this.#hasBegun = true;
      return this.#run();
    } catch (error) {
      // Of missed names too: where the next run begins is not known.
      this.#fault = error as Error;
      throw error;
    }
  }

  #announcements(): void {
    const cursor = this.#cursor;
    for (let left = cursor.varint(); left > 0; left--) {
      const { names } = this.#heard.dictionary(cursor.varint());
      const first = cursor.varint();
      const end = first + cursor.varint();
      if (first > names.length) throw new MissedNames();
      for (let id = first; id < end; id++) {
        const length = cursor.varint();
        names[id] = cursor.utf8(cursor.at + length);
      }
    }
  }

  #run(): RowRun {
    const cursor = this.#cursor;
    const names = this.#heard.dictionary(cursor.varint());
    const known = cursor.varint();
    const count = cursor.varint();
    const lengths: number[] = [];
    for (let i = 0; i < count; i++) lengths.push(cursor.varint());
    if (known > names.names.length) throw new MissedNames();
    const { bytes } = cursor;
    const rows: Slice[] = [];
    for (const length of lengths) {
      const from = cursor.at;
      const to = from + length;
      if (to > bytes.length) throw new RowFault('it ends too early');
      rows.push({ bytes, from, to });
      cursor.at = to;
    }
    return { rows, names };
  }
}
