/** Limits of DynamoDB that more than one part needs. Source: reference semantics.md, capacity.md. */

/** Read, and as many write, units a second of one table. */
export const TABLE_UNITS_LIMIT = 40_000;
/** Read, and as many write, units a second of an account in one Region. */
export const ACCOUNT_UNITS_LIMIT = 80_000;

export const TABLE_NAME_MAX = 255;
export const TABLE_ARN_MAX = 1024;
