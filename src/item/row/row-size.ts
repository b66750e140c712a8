import type { Slice } from '../../kernel/slice.ts';

/** DynamoDB's size of the item in a row, in bytes: what it begins with. */
export function sizeOfRow({ bytes, from }: Slice): number {
  let size = 0;
  for (let at = from, shift = 0; shift < 35; shift += 7) {
    const byte = bytes[at++] ?? 0;
    size |= (byte & 0x7f) << shift;
    if (byte < 0x80) break;
  }
  return size;
}
