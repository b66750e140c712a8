import type { ByteReader } from '../../kernel/byte-reader.ts';
import type { ByteWriter } from '../../kernel/byte-writer.ts';
import type { KeyBytes } from '../../kernel/key-bytes.ts';
import type { StoredItem } from '../stored-item.ts';
import type { Lsn, TreeId } from '../store.ts';

/**
 * One effect of a log record, as the log keeps it.
 *
 * `oldSizeBytes` is the size of the item that it replaced or deleted, undefined where there was none: the counters of a
 * tree are rebuilt from it without reading pages.
 */
export type LoggedChange =
  | {
      readonly kind: 'put';
      readonly tree: TreeId;
      readonly key: KeyBytes;
      readonly item: StoredItem;
      readonly oldSizeBytes: number | undefined;
      readonly followed: FollowedImage | undefined;
    }
  | {
      readonly kind: 'delete';
      readonly tree: TreeId;
      readonly key: KeyBytes;
      readonly oldSizeBytes: number | undefined;
      readonly followed: FollowedImage | undefined;
    }
  | { readonly kind: 'dropTree'; readonly tree: TreeId };

/** What a change that followers want keeps beside its effect: the text of the item before, undefined where there was none. */
export interface FollowedImage {
  readonly oldText: string | undefined;
}

/** One write: all of its changes or none. A record without changes only takes an LSN (a fence or a barrier). */
export interface LogRecord {
  readonly lsn: Lsn;
  readonly stamp: number;
  readonly changes: readonly LoggedChange[];
}

const PUT = 1;
const DELETE = 2;
const DROP_TREE = 3;
const FOLLOWED_PUT = 4;
const FOLLOWED_DELETE = 5;
const ABSENT = 0xffffffff;

/** Writes the head of a record; its changes follow, one `encodeX` call each. */
export function encodeRecordHead(keys: ByteWriter, stamp: number, changeCount: number): void {
  keys.f64(stamp);
  keys.u16(changeCount);
}

/** The item that a change replaced or deleted, as the log keeps it. */
export interface EncodedOld {
  /** Undefined where there was none. */
  readonly sizeBytes: number | undefined;
  /** For followers: bytes of its text in the values section, 0 for none. Undefined where nobody follows. */
  readonly textBytes: number | undefined;
}

/**
 * Writes a put. Its text was written to the values section before, as `textBytes` bytes of UTF-8; the old text of a followed
 * change comes right behind it.
 */
export function encodePut(
  keys: ByteWriter,
  change: { readonly tree: TreeId; readonly key: KeyBytes; readonly sizeBytes: number },
  textBytes: number,
  old: EncodedOld,
): void {
  encodeKey(keys, old.textBytes === undefined ? PUT : FOLLOWED_PUT, change.tree, change.key);
  encodeOld(keys, old);
  keys.u32(change.sizeBytes);
  keys.u32(textBytes);
}

export function encodeDelete(
  keys: ByteWriter,
  change: { readonly tree: TreeId; readonly key: KeyBytes },
  old: EncodedOld,
): void {
  encodeKey(keys, old.textBytes === undefined ? DELETE : FOLLOWED_DELETE, change.tree, change.key);
  encodeOld(keys, old);
}

function encodeOld(keys: ByteWriter, { sizeBytes, textBytes }: EncodedOld): void {
  keys.u32(sizeBytes ?? ABSENT);
  if (textBytes !== undefined) keys.u32(textBytes);
}

export function encodeDropTree(keys: ByteWriter, tree: TreeId): void {
  encodeKey(keys, DROP_TREE, tree, '' as KeyBytes);
}

function encodeKey(keys: ByteWriter, op: number, tree: TreeId, key: KeyBytes): void {
  keys.u8(op);
  keys.f64(tree);
  keys.u16(key.length);
  keys.oneByteString(key);
}

/**
 * Text of an item whose bytes were damaged in the log: the key is known, the item is lost. Kept as an item of its own, so
 * that reading the key is an error and never an older version; writing the key again heals it.
 */
export const LOST_TEXT = '';

/**
 * Reads one record. `readText` gives the next `length` bytes of the values section as text, or {@link LOST_TEXT} when
 * they are damaged.
 */
export function decodeRecord(
  lsn: Lsn,
  keys: ByteReader,
  readText: (length: number) => string,
): LogRecord {
  const stamp = keys.f64();
  const count = keys.u16();
  const changes = Array.from({ length: count }, () => decodeChange(stamp, keys, readText));
  return { lsn, stamp, changes };
}

function decodeChange(
  stamp: number,
  keys: ByteReader,
  readText: (length: number) => string,
): LoggedChange {
  const op = keys.u8();
  const tree = keys.f64() as TreeId;
  const key = keys.oneByteString(keys.u16()) as KeyBytes;
  if (op === DROP_TREE) return { kind: 'dropTree', tree };
  const isFollowed = op === FOLLOWED_PUT || op === FOLLOWED_DELETE;
  if (!isFollowed && op !== PUT && op !== DELETE)
    throw new RangeError(`unknown operation ${String(op)} in a log record`);
  const oldSize = keys.u32();
  const oldSizeBytes = oldSize === ABSENT ? undefined : oldSize;
  const oldTextBytes = isFollowed ? keys.u32() : 0;
  const readFollowed = (): FollowedImage | undefined => {
    if (!isFollowed) return undefined;
    return { oldText: oldTextBytes === 0 ? undefined : readText(oldTextBytes) };
  };
  if (op === DELETE || op === FOLLOWED_DELETE)
    return { kind: 'delete', tree, key, oldSizeBytes, followed: readFollowed() };
  const sizeBytes = keys.u32();
  const textBytes = keys.u32();
  const text = readText(textBytes);
  const item = { text, textBytes: text === LOST_TEXT ? 0 : textBytes, sizeBytes, stamp };
  return { kind: 'put', tree, key, item, oldSizeBytes, followed: readFollowed() };
}
