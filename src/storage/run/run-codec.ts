import { ByteReader, oneByteStringOf } from '../../kernel/byte-reader.ts';
import type { KeyBytes } from '../../kernel/key-bytes.ts';
import { ownCopy } from '../../kernel/key-bytes.ts';
import { lengthOf } from '../../kernel/slice.ts';
import { blockWriter, crcOf, magicOf, sealed, unseal } from '../checksum-seal.ts';
import type { ClaimedChange } from '../claim.ts';
import type { RunName } from '../page/page-key.ts';
import type { StoredItem } from '../stored-item.ts';
import type { Lsn, TreeId } from '../store.ts';
import { KeyFilter } from './key-filter.ts';

/** Changes of one tree: the last one of each key, in key order. */
export interface RunSection {
  readonly tree: TreeId;
  readonly keys: readonly KeyBytes[];
  readonly changes: readonly ClaimedChange[];
}

/** A place in a run. */
export interface RunPlace {
  readonly tree: TreeId;
  readonly key: KeyBytes;
}

/** What one row spans. */
export interface RowSpan {
  readonly first: RunPlace;
  readonly last: RunPlace;
  /** Length of the encoded row. */
  readonly bytes: number;
}

/** What names a run that lies on the device whole. */
export interface RunRef extends RunName {
  /** Data rows, without the head. */
  readonly rows: number;
  /** Those before this one are in their pages, and may be gone. */
  readonly fromRow: number;
  /** Start of the group that holds the oldest of its changes. */
  readonly fromLsn: Lsn;
  /** No change in it is newer. */
  readonly lastLsn: Lsn;
  readonly headCrc: number;
}

/** What the head of a run tells. */
export interface RunHead {
  /** What each row spans. */
  readonly spans: readonly RowSpan[];
  /** Undefined where the head is lost: it may hold any key then. */
  readonly filter: KeyFilter | undefined;
}

/** A run on the device. */
export interface SortedRun extends RunRef, RunHead {
  fromRow: number;
}

/*
 * A sorted run as bytes: rows of changes in the order of their trees and keys, and a head that tells what each row spans, and
 * which keys are in none. See docs/data-format.md.
 *
 * Rows are never written again: a row is whole, or damaged.
 */
const ROW_MAGIC = magicOf('HRR1');
const HEAD_MAGIC = magicOf('HRH1');
/** Rows of a run with items as rows; in format 1 as text. */
const ROW_FORMAT = 2;
const ROW_FORMAT_OF_TEXT = 1;
const HEAD_FORMAT = 1;
const ROW_HEADER_BYTES = 38;
export const SECTION_BYTES = 12;
export const ENTRY_BYTES = 38;
const SPAN_BYTES = 24;
/** As in a page: the origin of an item stands above the bytes of its row. */
export const ORIGIN_UNIT = 2 ** 24;
/** Size of what stands at a key where nothing does. */
export const NOTHING = 0xffffffff;

function bytesOfRow(item: StoredItem | undefined): number {
  return item === undefined ? 0 : lengthOf(item);
}

/** Bytes of a change in a row. */
export function bytesOfChange(key: KeyBytes, { item }: ClaimedChange): number {
  return ENTRY_BYTES + key.length + bytesOfRow(item);
}

export function encodeRow(
  run: RunName,
  row: number,
  sections: readonly RunSection[],
): Uint8Array<ArrayBuffer> {
  const allKeys = sections.map(({ keys }) => keys.join('')).join('');
  let rowBytes = 0;
  let count = 0;
  for (const { changes } of sections) {
    count += changes.length;
    for (const { item } of changes) {
      rowBytes += bytesOfRow(item);
    }
  }
  const writer = blockWriter(
    ROW_HEADER_BYTES +
      sections.length * SECTION_BYTES +
      count * ENTRY_BYTES +
      allKeys.length +
      rowBytes,
  );
  writer.u16(ROW_FORMAT);
  writer.u32(run.epoch);
  writer.u32(run.number);
  writer.u32(row);
  writer.u32(sections.length);
  writer.u32(count);
  writer.u32(allKeys.length);
  writer.u32(rowBytes);
  for (const { tree, keys } of sections) {
    writer.f64(tree);
    writer.u32(keys.length);
  }
  for (const { keys, changes } of sections) {
    changes.forEach(({ item, lsn, claim }, i) => {
      writer.u16((keys[i] as KeyBytes).length);
      writer.u32(bytesOfRow(item) + (item?.origin ?? 0) * ORIGIN_UNIT);
      writer.u32(item?.sizeBytes ?? NOTHING);
      writer.f64(item?.stamp ?? 0);
      writer.f64(lsn);
      writer.f64(claim.lsn);
      writer.u32(claim.replaces);
    });
  }
  writer.oneByteString(allKeys);
  for (const { changes } of sections)
    for (const { item } of changes) if (item !== undefined) writer.slice(item);
  return sealed(ROW_MAGIC, writer);
}

export function encodeHead(
  run: RunName,
  { spans, filter }: { readonly spans: readonly RowSpan[]; readonly filter: KeyFilter },
): Uint8Array<ArrayBuffer> {
  const keys = spans.map(({ first, last }) => first.key + last.key).join('');
  const { bytes } = filter;
  const writer = blockWriter(36 + bytes.length + spans.length * SPAN_BYTES + keys.length);
  writer.u16(HEAD_FORMAT);
  writer.u32(run.epoch);
  writer.u32(run.number);
  writer.u32(spans.length);
  writer.u32(bytes.length);
  writer.bytes(bytes);
  for (const { first, last, bytes: rowBytes } of spans) {
    for (const { tree, key } of [first, last]) {
      writer.f64(tree);
      writer.u16(key.length);
    }
    writer.u32(rowBytes);
  }
  writer.oneByteString(keys);
  return sealed(HEAD_MAGIC, writer);
}

/** Reads the head of a run that has this checksum; undefined for any other bytes. */
export function decodeHead(run: RunName, crc: number, bytes: Uint8Array): RunHead | undefined {
  const block = unseal(HEAD_MAGIC, bytes);
  if (!block.ok || crcOf(bytes) !== crc) return undefined;
  const reader = block.content;
  if (reader.u16() !== HEAD_FORMAT) return undefined;
  if (reader.u32() !== run.epoch || reader.u32() !== run.number) return undefined;
  const count = reader.u32();
  const filter = new KeyFilter(run, reader.bytes(reader.u32()).slice());
  const directory = new ByteReader(reader.bytes(count * SPAN_BYTES));
  const keys = oneByteStringOf(bytes.subarray(reader.offset));
  let at = 0;
  const nextPlace = (): RunPlace => {
    const tree = directory.f64() as TreeId;
    const end = at + directory.u16();
    const key = ownCopy(keys.slice(at, end) as KeyBytes);
    at = end;
    return { tree, key };
  };
  const spans = Array.from({ length: count }, () => ({
    first: nextPlace(),
    last: nextPlace(),
    bytes: directory.u32(),
  }));
  return { spans, filter };
}

/** What stands in a row behind its name; undefined for bytes that are not this row. */
export function rowContent(run: RunName, row: number, bytes: Uint8Array): RowContent | undefined {
  const block = unseal(ROW_MAGIC, bytes);
  if (!block.ok) return undefined;
  const { content } = block;
  const format = content.u16();
  const isText = format === ROW_FORMAT_OF_TEXT;
  if (format !== ROW_FORMAT && !isText) return undefined;
  const isThis =
    content.u32() === run.epoch && content.u32() === run.number && content.u32() === row;
  return isThis ? { content, isText } : undefined;
}

/** A row behind its name. */
interface RowContent {
  readonly content: ByteReader;
  /** Whether items stand in it as text. */
  readonly isText: boolean;
}
