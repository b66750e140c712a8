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
const SHARING_PUT = 6;
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

/** A text in the values section. */
export interface PlacedText {
  /** Bytes of UTF-8. */
  readonly bytes: number;
  /** Where it stands, when it was written for another change of the group; undefined when it was written for this one. */
  readonly sharedAt: number | undefined;
}

/**
 * Writes a put. Its text was written to the values section before; the old text of a followed change comes right behind it.
 * Followers cannot want a put that shares its text.
 */
export function encodePut(
  keys: ByteWriter,
  change: { readonly tree: TreeId; readonly key: KeyBytes; readonly sizeBytes: number },
  text: PlacedText,
  old: EncodedOld,
): void {
  const own = old.textBytes === undefined ? PUT : FOLLOWED_PUT;
  const { sharedAt } = text;
  encodeKey(keys, sharedAt === undefined ? own : SHARING_PUT, change.tree, change.key);
  encodeOld(keys, old);
  keys.u32(change.sizeBytes);
  keys.u32(text.bytes);
  if (sharedAt !== undefined) keys.u32(sharedAt);
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

/** Texts of the values section; {@link LOST_TEXT} for those that are damaged. */
export interface TextSource {
  /** The next `length` bytes. */
  readonly next: (length: number) => string;
  /** `length` bytes that were read before, from byte `offset`. */
  readonly at: (offset: number, length: number) => string;
}

/** Reads one record. */
export function decodeRecord(lsn: Lsn, keys: ByteReader, texts: TextSource): LogRecord {
  const stamp = keys.f64();
  const count = keys.u16();
  const changes = Array.from({ length: count }, () => decodeChange(stamp, keys, texts));
  return { lsn, stamp, changes };
}

function decodeChange(stamp: number, keys: ByteReader, texts: TextSource): LoggedChange {
  const op = keys.u8();
  const tree = keys.f64() as TreeId;
  const key = keys.oneByteString(keys.u16()) as KeyBytes;
  if (op === DROP_TREE) return { kind: 'dropTree', tree };
  const isFollowed = op === FOLLOWED_PUT || op === FOLLOWED_DELETE;
  if (!isFollowed && op !== PUT && op !== SHARING_PUT && op !== DELETE)
    throw new RangeError(`unknown operation ${String(op)} in a log record`);
  const oldSize = keys.u32();
  const oldSizeBytes = oldSize === ABSENT ? undefined : oldSize;
  const oldTextBytes = isFollowed ? keys.u32() : 0;
  const readFollowed = (): FollowedImage | undefined => {
    if (!isFollowed) return undefined;
    return { oldText: oldTextBytes === 0 ? undefined : texts.next(oldTextBytes) };
  };
  if (op === DELETE || op === FOLLOWED_DELETE)
    return { kind: 'delete', tree, key, oldSizeBytes, followed: readFollowed() };
  const sizeBytes = keys.u32();
  const textBytes = keys.u32();
  const text = op === SHARING_PUT ? texts.at(keys.u32(), textBytes) : texts.next(textBytes);
  const item = { text, textBytes: text === LOST_TEXT ? 0 : textBytes, sizeBytes, stamp };
  return { kind: 'put', tree, key, item, oldSizeBytes, followed: readFollowed() };
}
