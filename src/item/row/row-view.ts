import type { Slice } from '../../kernel/slice.ts';
import type { AttributeValue } from '../../wire/attribute-value.ts';
import type { Attributes } from '../attributes.ts';
import type { DocumentPath } from '../document-path.ts';
import { decodeValue } from './row-decoder.ts';
import type { AttributePlace } from './row-entries.ts';
import { RowEntries } from './row-entries.ts';
import { LIST, MAP } from './row-format.ts';
import type { RowNames } from './row-names.ts';
import { RowSearch } from './row-search.ts';

/**
 * A row, read by what is asked of it: nothing else is decoded. All of it throws `RowFault` where the bytes that it meets are no
 * row, and reads nothing outside of it.
 */
export class RowView implements Attributes {
  readonly row: Slice;
  readonly names: RowNames;
  /** DynamoDB's size of the item, in bytes. */
  readonly sizeBytes: number;
  readonly #search: RowSearch;
  /** Where the attributes begin. */
  readonly #from: number;

  constructor(row: Slice, names: RowNames) {
    const { bytes, from, to } = row;
    const search = new RowSearch(bytes, from, to, names);
    this.row = row;
    this.names = names;
    this.sizeBytes = search.varint();
    this.#from = search.at;
    this.#search = search;
  }

  find(name: string): AttributeValue | undefined {
    return this.place(name) === undefined ? undefined : this.#value();
  }

  at(path: DocumentPath): AttributeValue | undefined {
    return this.has(path) ? this.#value() : undefined;
  }

  has(path: DocumentPath): boolean {
    const search = this.#search;
    const { bytes, to } = this.row;
    const first = path[0];
    if (typeof first !== 'string' || !search.attribute(this.#from, to, first)) return false;
    for (let i = 1; i < path.length; i++) {
      const element = path[i] as string | number;
      const { valueFrom, valueTo } = search;
      const isNamed = typeof element === 'string';
      if (bytes[valueFrom] !== (isNamed ? MAP : LIST)) return false;
      const isThere = isNamed
        ? search.attribute(valueFrom + 1, valueTo, element)
        : search.element(valueFrom + 1, valueTo, element);
      if (!isThere) return false;
    }
    return true;
  }

  /** The bytes of the value at a path, its type included, to be copied; they are not looked at. */
  slice(path: DocumentPath): Slice | undefined {
    if (!this.has(path)) return undefined;
    const { bytes, valueFrom, valueTo } = this.#search;
    return { bytes, from: valueFrom, to: valueTo };
  }

  /** Where the top-level attribute called `name` stands: until something else is asked. */
  place(name: string): AttributePlace | undefined {
    return this.#search.attribute(this.#from, this.row.to, name) ? this.#search : undefined;
  }

  /** The top-level attributes, one by one. */
  entries(): RowEntries {
    return new RowEntries(this.row.bytes, this.#from, this.row.to);
  }

  #value(): AttributeValue {
    const { bytes, valueFrom, valueTo } = this.#search;
    return decodeValue({ bytes, from: valueFrom, to: valueTo }, this.names);
  }
}
