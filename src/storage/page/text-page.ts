import { ByteReader, oneByteStringOf } from '../../kernel/byte-reader.ts';
import type { KeyBytes } from '../../kernel/key-bytes.ts';
import { magicOf } from '../checksum-seal.ts';
import { rowOfText } from '../text-rows.ts';
import type { StoredItem } from '../stored-item.ts';
import { storedItem } from '../stored-item.ts';
import type { Lsn, TreeId } from '../store.ts';
import type { Entries } from './entries.ts';
import { entriesOf } from './entries.ts';
import type { PageHead } from './page-head.ts';

/*
 * Leaf pages as formats up to 6 had them, with items as text: they are read until they are written the next time. See docs/data-format.md.
 */

export const TEXT_PAGE_MAGIC = magicOf('HLP1');
const FORMAT = 1;
const NO_HIGH = 0xffffffff;
const ENTRY_BYTES = 18;
const ORIGIN_UNIT = 2 ** 24;

interface TextPage {
  readonly head: PageHead;
  readonly entries: Entries;
}

/** Reads what stands behind the seal of such a page; undefined where it has another format. */
export function decodeTextPage(reader: ByteReader, bytes: Uint8Array): TextPage | undefined {
  if (reader.u16() !== FORMAT) return undefined;
  reader.u16();
  const tree = reader.f64() as TreeId;
  const lsn = reader.f64() as Lsn;
  const count = reader.u32();
  const keyBytes = reader.u32();
  const textBytes = reader.u32();
  const lowBytes = reader.u32();
  const highBytes = reader.u32();
  const low = reader.oneByteString(lowBytes) as KeyBytes;
  const high = highBytes === NO_HIGH ? undefined : (reader.oneByteString(highBytes) as KeyBytes);
  const directory = new ByteReader(reader.bytes(count * ENTRY_BYTES));
  const allKeys = oneByteStringOf(reader.bytes(keyBytes));
  let textAt = reader.offset;
  reader.skip(textBytes);
  const keys: KeyBytes[] = [];
  const items: StoredItem[] = [];
  for (let i = 0, keyAt = 0; i < count; i++) {
    const keyEnd = keyAt + directory.u16();
    const bytesAndOrigin = directory.u32();
    const textEnd = textAt + (bytesAndOrigin % ORIGIN_UNIT);
    const sizeBytes = directory.u32();
    const version = {
      stamp: directory.f64(),
      origin: Math.floor(bytesAndOrigin / ORIGIN_UNIT),
    };
    const row = rowOfText(tree, { bytes, from: textAt, to: textEnd }, sizeBytes);
    keys.push(allKeys.slice(keyAt, keyEnd) as KeyBytes);
    items.push(storedItem(row, sizeBytes, version));
    keyAt = keyEnd;
    textAt = textEnd;
  }
  return { head: { tree, low, high, lsn }, entries: entriesOf(keys, items) };
}
