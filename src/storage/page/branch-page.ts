import { ByteReader, oneByteStringOf } from '../../kernel/byte-reader.ts';
import { ByteWriter } from '../../kernel/byte-writer.ts';
import { crc32c } from '../../kernel/crc32c.ts';
import type { KeyBytes } from '../../kernel/key-bytes.ts';
import { ownCopy } from '../../kernel/key-bytes.ts';
import type { Lsn, TreeId } from '../store.ts';

/**
 * A tree's branch page: the leaf pages on the device, each with the last log record it contains, as a checkpoint left them.
 *
 * Where the superblock names its checksum and no page can have changed since, it is the list of the tree's fences (ADR 9).
 * It tells an older version of a leaf page from the one that was written last. Leaf pages written after the checkpoint are
 * newer than their entry or have none: the log holds what they lack.
 */
export type LeafVersions = ReadonlyMap<KeyBytes, Lsn>;

/** A branch page as it was read. */
export interface BranchPage {
  /** By fence, ascending. */
  readonly versions: Map<KeyBytes, Lsn>;
  readonly crc: number;
}

const MAGIC = 0x31504248; // "HBP1"
const CRC_FROM = 8;
const FORMAT = 1;
const DIRECTORY_ENTRY_BYTES = 10;

/** The checksum in an encoded branch page. */
export function crcOfBranchPage(bytes: Uint8Array): number {
  return new ByteReader(bytes, 4).u32();
}

export function encodeBranchPage(tree: TreeId, versions: LeafVersions): Uint8Array<ArrayBuffer> {
  const fences = [...versions.keys()].sort();
  const writer = new ByteWriter(64 + versions.size * 64);
  writer.u32(MAGIC);
  writer.u32(0);
  writer.u16(FORMAT);
  writer.f64(tree);
  writer.u32(versions.size);
  for (const low of fences) {
    writer.u16(low.length);
    writer.f64(versions.get(low) as Lsn);
  }
  writer.oneByteString(fences.join(''));
  const bytes = writer.written().slice();
  new DataView(bytes.buffer).setUint32(4, crc32c(bytes, CRC_FROM), true);
  return bytes;
}

/** Reads a whole branch page; undefined for bytes that are none of this tree, whatever they are. */
export function decodeBranchPage(tree: TreeId, bytes: Uint8Array): BranchPage | undefined {
  if (bytes.length < CRC_FROM) return undefined;
  const reader = new ByteReader(bytes);
  const magic = reader.u32();
  const crc = reader.u32();
  if (magic !== MAGIC || crc !== crc32c(bytes, CRC_FROM)) return undefined;
  if (reader.u16() !== FORMAT || reader.f64() !== tree) return undefined;
  const count = reader.u32();
  const directory = new ByteReader(reader.bytes(count * DIRECTORY_ENTRY_BYTES));
  const fences = oneByteStringOf(bytes.subarray(reader.offset));
  const versions = new Map<KeyBytes, Lsn>();
  for (let i = 0, at = 0; i < count; i++) {
    const end = at + directory.u16();
    versions.set(ownCopy(fences.slice(at, end) as KeyBytes), directory.f64() as Lsn);
    at = end;
  }
  return { versions, crc };
}
