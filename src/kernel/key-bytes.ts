/**
 * Order-preserving key bytes held as a one-byte string: every char code is at most 255, so comparing two keys is one
 * string comparison, in memory and in IndexedDB (decision D7).
 */
export type KeyBytes = string & { readonly __unit: 'KeyBytes' };
