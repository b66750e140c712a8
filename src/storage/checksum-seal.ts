import { ByteReader } from '../kernel/byte-reader.ts';
import { ByteWriter } from '../kernel/byte-writer.ts';
import { crc32c } from '../kernel/crc32c.ts';

/**
 * How a stored block is told from a damaged one, and from one of another kind: it begins with the magic number of its kind and the checksum of everything behind
 * that. See docs/data-format.md.
 */
const CRC_AT = 4;
const CONTENT_AT = 8;

/** The four letters that blocks of a kind begin with, as a little-endian number. */
export type Magic = number & { readonly __unit: 'Magic' };

export function magicOf(letters: string): Magic {
  let magic = 0;
  for (let i = letters.length - 1; i >= 0; i--) magic = magic * 256 + letters.charCodeAt(i);
  return magic as Magic;
}

/** A writer of a block, with room for its seal. */
export function blockWriter(capacity: number): ByteWriter {
  const writer = new ByteWriter(capacity);
  writer.u32(0);
  writer.u32(0);
  return writer;
}

/** Seals what stands in a writer of {@link blockWriter}, and answers the block. */
export function sealed(magic: Magic, writer: ByteWriter): Uint8Array<ArrayBuffer> {
  writer.patchU32(0, magic);
  const block = writer.written();
  writer.patchU32(CRC_AT, crc32c(block, CONTENT_AT));
  return block;
}

/** The checksum in a sealed block. */
export function crcOf(block: Uint8Array): number {
  return new ByteReader(block, CRC_AT).u32();
}

/** What a block turned out to be: its content, to be read, or why there is none. */
export type Unsealed =
  | { readonly ok: true; readonly content: ByteReader }
  | { readonly ok: false; readonly reason: 'damaged' | 'of another kind' };

export function unseal(magic: Magic, block: Uint8Array): Unsealed {
  if (block.length < CONTENT_AT) return { ok: false, reason: 'damaged' };
  const reader = new ByteReader(block);
  const found = reader.u32();
  if (reader.u32() !== crc32c(block, CONTENT_AT)) return { ok: false, reason: 'damaged' };
  if (found !== magic) return { ok: false, reason: 'of another kind' };
  return { ok: true, content: reader };
}
