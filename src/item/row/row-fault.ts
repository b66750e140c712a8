/** Bytes are no row. Checksums tell damage on the disk first: this is the second look, and the first at what comes in a message. */
export class RowFault extends Error {
  override readonly name = 'RowFault';

  constructor(what: string) {
    super(`the bytes are no row: ${what}`);
  }
}
