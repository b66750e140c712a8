import { oneByteStringOf } from './byte-reader.ts';

/** Reads by a table of 256 characters, of which the first 128 are ASCII. */
const DECODER = typeof TextDecoder === 'undefined' ? undefined : new TextDecoder('latin1');

/** A char for each byte, by which ASCII among other bytes is found where it stands: bytes below 0x80 are themselves, others some other char. */
export function charPerByte(bytes: Uint8Array): string {
  return DECODER === undefined ? oneByteStringOf(bytes) : DECODER.decode(bytes);
}
