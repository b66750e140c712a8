import type { KeyBytes } from '../../kernel/key-bytes.ts';
import { blockWriter, magicOf, sealed, unseal } from '../checksum-seal.ts';
import type { Lsn, TreeId } from '../store.ts';

/**
 * What is known of a leaf page without reading it: a fingerprint and a size of each key (`tree/key-directory.ts`). It lies beside the page's name
 * and is written in one transaction with the page. See docs/data-format.md.
 */
export interface PageDigest {
  readonly tree: TreeId;
  readonly low: KeyBytes;
  /** As in the page. */
  readonly high: KeyBytes | undefined;
  /** Last log record in the page. */
  readonly lsn: Lsn;
  /** The fingerprint of the empty key: tells fingerprints of another store, or of other bits. */
  readonly proof: number;
  /** The lower words of all keys, then the upper ones. */
  readonly words: Uint32Array;
}

const MAGIC = magicOf('HPD1');
const FORMAT = 1;
const HEADER_BYTES = 48;
const NO_HIGH = 0xffff;

export function encodeDigest(digest: PageDigest): Uint8Array<ArrayBuffer> {
  const { low, words } = digest;
  const high = digest.high ?? '';
  const writer = blockWriter(HEADER_BYTES + low.length + high.length + words.byteLength);
  writer.u16(FORMAT);
  writer.f64(digest.tree);
  writer.f64(digest.lsn);
  writer.f64(digest.proof);
  writer.u16(low.length);
  writer.u16(digest.high?.length ?? NO_HIGH);
  writer.u32(words.length);
  writer.oneByteString(low);
  writer.oneByteString(high);
  for (const word of words) writer.u32(word);
  return sealed(MAGIC, writer);
}

/** Undefined for bytes that are no digest, whatever they are. */
export function decodeDigest(bytes: Uint8Array): PageDigest | undefined {
  const block = unseal(MAGIC, bytes);
  if (!block.ok) return undefined;
  const reader = block.content;
  if (reader.u16() !== FORMAT) return undefined;
  const tree = reader.f64() as TreeId;
  const lsn = reader.f64() as Lsn;
  const proof = reader.f64();
  const lowBytes = reader.u16();
  const highBytes = reader.u16();
  const words = new Uint32Array(reader.u32());
  const low = reader.oneByteString(lowBytes) as KeyBytes;
  const high = highBytes === NO_HIGH ? undefined : (reader.oneByteString(highBytes) as KeyBytes);
  for (let i = 0; i < words.length; i++) words[i] = reader.u32();
  return { tree, low, high, lsn, proof, words };
}
