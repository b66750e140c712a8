/** A stretch `[from, to)` of bytes that others may share. */
export interface Slice {
  readonly bytes: Uint8Array;
  readonly from: number;
  readonly to: number;
}

export const lengthOf = ({ from, to }: Slice): number => to - from;

/** All of these bytes. */
export const sliceOf = (bytes: Uint8Array): Slice => ({ bytes, from: 0, to: bytes.length });

/** The bytes as an array of their own face, which shares their memory. */
export const bytesIn = ({ bytes, from, to }: Slice): Uint8Array => bytes.subarray(from, to);

/** Whether both hold the same bytes. */
export function sameBytes(a: Slice, b: Slice): boolean {
  const length = lengthOf(a);
  if (length !== lengthOf(b)) return false;
  const [ours, theirs] = [a.bytes, b.bytes];
  for (let i = 0; i < length; i++) if (ours[a.from + i] !== theirs[b.from + i]) return false;
  return true;
}
