import { ByteReader, oneByteStringOf } from '../../kernel/byte-reader.ts';
import type { KeyBytes } from '../../kernel/key-bytes.ts';
import { ownCopy } from '../../kernel/key-bytes.ts';
import { blockWriter, crcOf, magicOf, sealed, unseal } from '../checksum-seal.ts';
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

const MAGIC = magicOf('HBP1');
const FORMAT = 1;
const DIRECTORY_ENTRY_BYTES = 10;

export function encodeBranchPage(tree: TreeId, versions: LeafVersions): Uint8Array<ArrayBuffer> {
  const fences = [...versions.keys()].sort();
  const writer = blockWriter(64 + versions.size * 64);
  writer.u16(FORMAT);
  writer.f64(tree);
  writer.u32(versions.size);
  for (const low of fences) {
    writer.u16(low.length);
    writer.f64(versions.get(low) as Lsn);
  }
  writer.oneByteString(fences.join(''));
  return sealed(MAGIC, writer).slice();
}

/** Reads a whole branch page; undefined for bytes that are none of this tree, whatever they are. */
export function decodeBranchPage(tree: TreeId, bytes: Uint8Array): BranchPage | undefined {
  const block = unseal(MAGIC, bytes);
  if (!block.ok) return undefined;
  const reader = block.content;
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
  return { versions, crc: crcOf(bytes) };
}
