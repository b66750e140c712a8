/** Limits of DynamoDB that more than one part needs. Source: reference semantics.md, capacity.md. */

/** Read, and as many write, units a second of one table. */
export const TABLE_UNITS_LIMIT = 40_000;
/** Read, and as many write, units a second of an account in one Region. */
export const ACCOUNT_UNITS_LIMIT = 80_000;

/** Tables of an account in one Region. */
export const TABLES_LIMIT = 2_500;

export const TABLE_NAME_MAX = 255;
export const TABLE_ARN_MAX = 1024;

/** The largest item, in DynamoDB bytes. */
export const ITEM_BYTES_MAX = 409_600;
