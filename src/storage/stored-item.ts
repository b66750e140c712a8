/**
 * An item as the store keeps it: its canonical DynamoDB JSON text and what is known of it without parsing.
 *
 * Shape of `text`: `{"name":{"S":"..."},...}`, attributes in the order they were written (architecture D6, ADR 1).
 * An answer without filter or projection splices this text in unparsed.
 */
export interface StoredItem {
  readonly text: string;
  /** UTF-8 length of `text`. */
  readonly textBytes: number;
  /** DynamoDB's item size in bytes (names and values, `item/size.ts`), not the length of `text`. */
  readonly sizeBytes: number;
  /** Version stamp of the write that made it: a hybrid logical clock, see `storage/log/stamp.ts`. */
  readonly stamp: number;
}
