/**
 * Order-preserving key bytes held as a one-byte string: every char code is at most 255, so comparing two keys is one
 * string comparison, in memory and in IndexedDB (ADR 25).
 */
export type KeyBytes = string & { readonly __unit: 'KeyBytes' };

/** Below this length engines copy slices of strings; above, a slice points into its source. */
const COPIED_LENGTH = 12;

/**
 * The same key in memory of its own. A slice keeps its source alive and is compared four times slower; a concatenation is
 * made one piece when it is first compared. For keys that stay and are compared often.
 */
export function ownCopy(key: KeyBytes): KeyBytes {
  return (key.slice(0, COPIED_LENGTH) + key.slice(COPIED_LENGTH)) as KeyBytes;
}
