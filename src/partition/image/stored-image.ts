/**
 * Items with all that is known of them: as they were given, or as they lie in the store.
 */
import { attributesOf } from '../../item/attributes.ts';
import type { Attributes } from '../../item/attributes.ts';
import { decodeRow } from '../../item/row/row-decoder.ts';
import { writeRowJson } from '../../item/row/row-json.ts';
import type { CountedNames, RowNames } from '../../item/row/row-names.ts';
import { RowView } from '../../item/row/row-view.ts';
import { ByteWriter } from '../../kernel/byte-writer.ts';
import type { Slice } from '../../kernel/slice.ts';
import { utf8Text } from '../../kernel/utf8-codec.ts';
import type { StoredItem } from '../../storage/stored-item.ts';
import { emptyAttributes } from '../../wire/attribute-value.ts';
import type { Item } from '../../wire/attribute-value.ts';

/** An item: its attributes, one by one or all, and its size in DynamoDB bytes. */
export interface ItemImage {
  readonly attributes: Attributes;
  readonly item: Item;
  readonly sizeBytes: number;
}

/** What conditions see where there is no item, the key included. */
const NO_ATTRIBUTES = attributesOf(emptyAttributes());

/** An item of a request. */
export class GivenImage implements ItemImage {
  readonly item: Item;
  readonly sizeBytes: number;
  #attributes: Attributes | undefined;

  constructor(item: Item, sizeBytes: number) {
    this.item = item;
    this.sizeBytes = sizeBytes;
  }

  get attributes(): Attributes {
    return (this.#attributes ??= attributesOf(this.item));
  }
}

/** An item of the store, or of its log, with the names that its row has by number. What nobody asks for is not read. */
export class StoredImage implements ItemImage {
  readonly row: Slice;
  readonly names: CountedNames;
  readonly sizeBytes: number;
  #item: Item | undefined;
  #attributes: Attributes | undefined;

  /** `item`: the values in the row, where they are at hand. */
  constructor(row: Slice, sizeBytes: number, names: CountedNames, item?: Item) {
    this.row = row;
    this.sizeBytes = sizeBytes;
    this.names = names;
    this.#item = item;
  }

  get attributes(): Attributes {
    return (this.#attributes ??= this.#item === undefined ? this.view() : attributesOf(this.#item));
  }

  get item(): Item {
    return (this.#item ??= decodeRow(this.row, this.names));
  }

  /** The values, where they need not be read. */
  get valuesAtHand(): Item | undefined {
    return this.#item;
  }

  /** JSON text of the item. */
  get json(): string {
    return jsonOfRow(this.row, this.names);
  }

  /** A view of the row, with these names or with more. */
  view(names: RowNames = this.names): RowView {
    return new RowView(this.row, names);
  }
}

/** The image of a stored item. */
export function storedImage(
  stored: StoredItem | undefined,
  names: CountedNames,
): StoredImage | undefined {
  return stored && new StoredImage(stored, stored.sizeBytes, names);
}

/** The attributes at a key for a condition to look at. */
export function attributesIn(image: ItemImage | undefined): Attributes {
  return image === undefined ? NO_ATTRIBUTES : image.attributes;
}

const json = new ByteWriter();

/** JSON text of the item in a row. */
export function jsonOfRow(row: Slice, names: RowNames): string {
  json.clear();
  writeRowJson(row, names, json);
  return utf8Text(json.written());
}
