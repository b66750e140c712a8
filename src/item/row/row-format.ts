/**
 * How a row is laid out: an item as bytes, from the page's message to the log, the disk and back. `docs/data-format.md` has the grammar.
 *
 * ```
 * row     = size:varint map                                -- DynamoDB's size of the item, in bytes
 * map     = count:varint (name length:varint){count} value{count}
 * name    = id*2:varint | bytes*2+1:varint UTF-8           -- of the table's dictionary, or in full
 * list    = count:varint length:varint{count} value{count}
 * value   = tag:u8 payload                                 -- its length stands before it, in what it is part of
 * ```
 *
 * Lengths stand together before values, so that one attribute is found without a look at the others, and a value is copied
 * from row to row without being read.
 */

export const NULL = 0x00;
export const FALSE = 0x01;
export const TRUE = 0x02;
/** A string that is ASCII throughout. */
export const ASCII = 0x03;
/** Any other string, as UTF-8. */
export const UTF8 = 0x04;
export const BINARY = 0x05;
/** An integer below 2^53, two's complement, in one to seven bytes, the highest first, as few as will do. */
export const INTEGER = 0x06;
export const INTEGER_BYTES_MAX = 7;
/** Any other number, as the text of its normal form. */
export const DECIMAL = 0x07;
export const LIST = 0x08;
export const MAP = 0x09;
/** Sets stand like lists; members of a binary set have no tag. */
export const STRING_SET = 0x0a;
export const NUMBER_SET = 0x0b;
export const BINARY_SET = 0x0c;
/** Tags from here on are integers themselves: {@link LEAST_SMALL} and up. */
export const SMALL = 0x40;

export const LEAST_SMALL = -16;
export const MOST_SMALL = LEAST_SMALL + 0xff - SMALL;

/** Bytes of the longest varint, of 32 bits: seven bits a byte, the lowest first. */
export const VARINT_BYTES_MAX = 5;
