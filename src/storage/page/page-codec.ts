import type { ByteReader } from '../../kernel/byte-reader.ts';
import { invariant } from '../../kernel/invariant.ts';
import type { KeyBytes } from '../../kernel/key-bytes.ts';
import { lengthOf } from '../../kernel/slice.ts';
import { blockWriter, magicOf, sealed, unseal } from '../checksum-seal.ts';
import type { Lsn, TreeId } from '../store.ts';
import type { Entries } from './entries.ts';
import type { PageHead } from './page-head.ts';
import { DIRECTORY_ENTRY_BYTES, PackedEntries } from './packed-entries.ts';
import { decodeTextPage, TEXT_PAGE_MAGIC } from './text-page.ts';

/** A page as it was read. */
export interface ReadPage extends PageHead {
  readonly entries: PackedEntries;
}

/**
 * A leaf page as bytes: header, fences, directory, all keys, all rows. See docs/data-format.md.
 *
 * Nothing is made of them when a page is read: the directory has ends of a fixed size, by which keys are searched and rows found where they lie.
 */
const MAGIC = magicOf('HLP2');
const FORMAT = 1;
const HEADER_BYTES = 48;
const NO_HIGH = 0xffffffff;
const ENDS_MAX = 2 ** 24;

/** Bytes of an item in a page beside its key and row. */
export const ITEM_OVERHEAD_BYTES = DIRECTORY_ENTRY_BYTES;
/** Bytes of a page beside its items and its fence. */
export const PAGE_OVERHEAD_BYTES = HEADER_BYTES;

/** The page with these items, as it will be read. */
export function encodePage({ tree, low, high, lsn }: PageHead, entries: Entries): PackedEntries {
  const keys: KeyBytes[] = [];
  let rowBytes = 0;
  for (let i = 0; i < entries.count; i++) {
    keys.push(entries.keyAt(i));
    rowBytes += lengthOf(entries.itemAt(i));
  }
  const allKeys = keys.join('');
  invariant(Math.max(allKeys.length, rowBytes) < ENDS_MAX, 'the ends in a page have 24 bits');
  const writer = blockWriter(
    HEADER_BYTES +
      low.length +
      (high?.length ?? 0) +
      keys.length * DIRECTORY_ENTRY_BYTES +
      allKeys.length +
      rowBytes,
  );
  writer.u16(FORMAT);
  writer.u16(0);
  writer.f64(tree);
  writer.f64(lsn);
  writer.u32(keys.length);
  writer.u32(allKeys.length);
  writer.u32(rowBytes);
  writer.u32(low.length);
  writer.u32(high?.length ?? NO_HIGH);
  writer.oneByteString(low);
  writer.oneByteString(high ?? '');
  const directoryAt = writer.length;
  for (let i = 0, keyEnd = 0, rowEnd = 0; i < keys.length; i++) {
    const item = entries.itemAt(i);
    keyEnd += (keys[i] as KeyBytes).length;
    rowEnd += lengthOf(item);
    writer.f64(item.stamp);
    writer.u24(keyEnd);
    writer.u24(rowEnd);
    writer.u24(item.sizeBytes);
    writer.u8(item.origin);
  }
  const keysAt = writer.length;
  writer.oneByteString(allKeys);
  const rowsAt = writer.length;
  for (let i = 0; i < keys.length; i++) writer.slice(entries.itemAt(i));
  const bytes = sealed(MAGIC, writer);
  return new PackedEntries(bytes, keys.length, { directoryAt, keysAt, rowsAt });
}

export type DecodedPage =
  { readonly ok: true; readonly page: ReadPage } | { readonly ok: false; readonly reason: string };

/** Reads a whole page; never throws, whatever the bytes. */
export function decodePage(bytes: Uint8Array): DecodedPage {
  if (bytes.length < HEADER_BYTES) return { ok: false, reason: 'the page is cut short' };
  const block = unseal(MAGIC, bytes);
  if (block.ok && block.content.u16() === FORMAT) return readPage(block.content, bytes);
  if (!block.ok && block.reason === 'damaged')
    return { ok: false, reason: 'the page fails its checksum' };
  const text = unseal(TEXT_PAGE_MAGIC, bytes);
  const old = text.ok ? decodeTextPage(text.content, bytes) : undefined;
  if (old === undefined) return { ok: false, reason: 'the page has another format' };
  return { ok: true, page: { ...old.head, entries: encodePage(old.head, old.entries) } };
}

function readPage(reader: ByteReader, bytes: Uint8Array): DecodedPage {
  reader.u16();
  const tree = reader.f64() as TreeId;
  const lsn = reader.f64() as Lsn;
  const count = reader.u32();
  const keyBytes = reader.u32();
  const rowBytes = reader.u32();
  const lowBytes = reader.u32();
  const highBytes = reader.u32();
  const low = reader.oneByteString(lowBytes) as KeyBytes;
  const high = highBytes === NO_HIGH ? undefined : (reader.oneByteString(highBytes) as KeyBytes);
  const directoryAt = reader.offset;
  const keysAt = directoryAt + count * DIRECTORY_ENTRY_BYTES;
  const rowsAt = keysAt + keyBytes;
  if (rowsAt + rowBytes !== bytes.length) return { ok: false, reason: 'the page is cut short' };
  const entries = new PackedEntries(bytes, count, { directoryAt, keysAt, rowsAt });
  return { ok: true, page: { tree, low, high, lsn, entries } };
}
