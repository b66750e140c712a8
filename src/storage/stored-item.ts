/**
 * An item as the store keeps it: its canonical DynamoDB JSON text and what is known of it without parsing.
 *
 * Shape of `text`: `{"name":{"S":"..."},...}`, attributes in the order they were written (ADR 1).
 * An answer without filter or projection splices this text in unparsed.
 */
export interface StoredItem {
  readonly text: string;
  /** UTF-8 length of `text`. */
  readonly textBytes: number;
  /** DynamoDB's item size in bytes (names and values, `item/item-size.ts`), not the length of `text`. */
  readonly sizeBytes: number;
  /** Version stamp of the write that made it: a hybrid logical clock, see `storage/log/version-stamp.ts`. */
  readonly stamp: number;
  /** Where it was written: 0 in this Region, else a number by which the table's record names another Region. At most 255. */
  readonly origin: number;
}

/** Which write of an item it is: later ones win. Equal stamps are told apart by the Region names behind the origins. */
export type ItemVersion = Pick<StoredItem, 'stamp' | 'origin'>;

/** What the text takes in memory: engines keep a string in one byte a character, or two where one of them has no room in one. */
export function textMemory({ text, textBytes }: StoredItem): number {
  return text.length === textBytes ? textBytes : 2 * text.length;
}
