import { utf8Text } from '../../kernel/utf8-codec.ts';
import { ByteReader, oneByteStringOf } from '../../kernel/byte-reader.ts';
import type { KeyBytes } from '../../kernel/key-bytes.ts';
import { blockWriter, magicOf, sealed, unseal } from '../checksum-seal.ts';
import type { StoredItem } from '../stored-item.ts';
import type { Lsn, TreeId } from '../store.ts';

/**
 * A leaf page as bytes: header, low fence, directory, all keys, all texts. See docs/data-format.md.
 *
 * Keys and texts lie together, so that a page decodes with two string conversions and slices, not two an item.
 */
export interface PageImage {
  readonly tree: TreeId;
  readonly low: KeyBytes;
  /** The next page's fence when the page was written; undefined at the end of the tree. */
  readonly high: KeyBytes | undefined;
  /** Last log record that the image contains. */
  readonly lsn: Lsn;
  readonly keys: readonly KeyBytes[];
  readonly items: readonly StoredItem[];
}

const MAGIC = magicOf('HLP1');
const FORMAT = 1;
const HEADER_BYTES = 48;
const NO_HIGH = 0xffffffff;
const DIRECTORY_ENTRY_BYTES = 18;
const ASCII = 1;
/** The origin of an item stands above the bytes of its text: 400 KB of item are under 4 MB of text. */
const ORIGIN_UNIT = 2 ** 24;

/** Bytes of an item in a page beside its key and text. */
export const ITEM_OVERHEAD_BYTES = DIRECTORY_ENTRY_BYTES;
/** Bytes of a page beside its items and its fence. */
export const PAGE_OVERHEAD_BYTES = HEADER_BYTES;

export function encodePage(page: PageImage): Uint8Array<ArrayBuffer> {
  const { keys, items } = page;
  const high = page.high ?? '';
  const allKeys = keys.join('');
  let texts = '';
  let textBytes = 0;
  for (const item of items) {
    texts += item.text;
    textBytes += item.textBytes;
  }
  const bytesTotal =
    HEADER_BYTES +
    page.low.length +
    high.length +
    keys.length * DIRECTORY_ENTRY_BYTES +
    allKeys.length +
    textBytes;
  const writer = blockWriter(bytesTotal);
  writer.u16(FORMAT);
  writer.u16(textBytes === texts.length ? ASCII : 0);
  writer.f64(page.tree);
  writer.f64(page.lsn);
  writer.u32(keys.length);
  writer.u32(allKeys.length);
  writer.u32(textBytes);
  writer.u32(page.low.length);
  writer.u32(page.high?.length ?? NO_HIGH);
  writer.oneByteString(page.low);
  writer.oneByteString(high);
  for (let i = 0; i < items.length; i++) {
    const item = items[i] as StoredItem;
    writer.u16((keys[i] as KeyBytes).length);
    writer.u32(item.textBytes + item.origin * ORIGIN_UNIT);
    writer.u32(item.sizeBytes);
    writer.f64(item.stamp);
  }
  writer.oneByteString(allKeys);
  writer.sizedUtf8(texts, textBytes);
  return sealed(MAGIC, writer);
}

export type DecodedPage =
  { readonly ok: true; readonly page: PageImage } | { readonly ok: false; readonly reason: string };

/** Reads a whole page; never throws, whatever the bytes. */
export function decodePage(bytes: Uint8Array): DecodedPage {
  if (bytes.length < HEADER_BYTES) return { ok: false, reason: 'the page is cut short' };
  const block = unseal(MAGIC, bytes);
  if (!block.ok && block.reason === 'damaged') {
    return { ok: false, reason: 'the page fails its checksum' };
  }
  if (!block.ok || block.content.u16() !== FORMAT) {
    return { ok: false, reason: 'the page has another format' };
  }
  const reader = block.content;
  const isAscii = (reader.u16() & ASCII) !== 0;
  const tree = reader.f64() as TreeId;
  const lsn = reader.f64() as Lsn;
  const count = reader.u32();
  const keyBytes = reader.u32();
  const textBytes = reader.u32();
  const lowBytes = reader.u32();
  const highBytes = reader.u32();
  const low = reader.oneByteString(lowBytes) as KeyBytes;
  const high = highBytes === NO_HIGH ? undefined : (reader.oneByteString(highBytes) as KeyBytes);
  const directory = new ByteReader(reader.bytes(count * DIRECTORY_ENTRY_BYTES));
  const allKeys = oneByteStringOf(reader.bytes(keyBytes));
  const texts = reader.bytes(textBytes);
  const allTexts = isAscii ? utf8Text(texts) : '';
  const keys: KeyBytes[] = [];
  const items: StoredItem[] = [];
  for (let i = 0, keyAt = 0, textAt = 0; i < count; i++) {
    const keyEnd = keyAt + directory.u16();
    const bytesAndOrigin = directory.u32();
    const itemBytes = bytesAndOrigin % ORIGIN_UNIT;
    const textEnd = textAt + itemBytes;
    keys.push(allKeys.slice(keyAt, keyEnd) as KeyBytes);
    items.push({
      text: isAscii ? allTexts.slice(textAt, textEnd) : utf8Text(texts.subarray(textAt, textEnd)),
      textBytes: itemBytes,
      sizeBytes: directory.u32(),
      stamp: directory.f64(),
      origin: (bytesAndOrigin - itemBytes) / ORIGIN_UNIT,
    });
    keyAt = keyEnd;
    textAt = textEnd;
  }
  return { ok: true, page: { tree, low, high, lsn, keys, items } };
}

/** The largest stored value: see `storage/log/frame-codec.ts`. */
export const PIECE_BYTES_MAX = 60_000;

/**
 * Cuts an encoded page into stored values of at most {@link PIECE_BYTES_MAX}. Each value begins with the number of
 * pieces of the page; the page's own checksum covers them all once they are joined.
 */
export function cutIntoPieces(page: Uint8Array): Uint8Array<ArrayBuffer>[] {
  const room = PIECE_BYTES_MAX - 2;
  const count = piecesOf(page.length);
  return Array.from({ length: count }, (_, i) => {
    const part = page.subarray(i * room, (i + 1) * room);
    const piece = new Uint8Array(part.length + 2);
    new DataView(piece.buffer).setUint16(0, count, true);
    piece.set(part, 2);
    return piece;
  });
}

/** How many pieces so many bytes are cut into. */
export function piecesOf(bytes: number): number {
  return Math.max(1, Math.ceil(bytes / (PIECE_BYTES_MAX - 2)));
}

/** How many pieces the page has that `firstPiece` begins; 0 for bytes that are no piece. */
export function pieceCount(firstPiece: Uint8Array): number {
  return firstPiece.length < 2 ? 0 : (firstPiece[0] ?? 0) + (firstPiece[1] ?? 0) * 256;
}

export function joinPieces(pieces: readonly Uint8Array[]): Uint8Array {
  if (pieces.length === 1 && pieces[0] !== undefined) return pieces[0].subarray(2);
  const whole = new Uint8Array(
    pieces.reduce((sum, piece) => sum + Math.max(0, piece.length - 2), 0),
  );
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece.subarray(2), at);
    at += Math.max(0, piece.length - 2);
  }
  return whole;
}
