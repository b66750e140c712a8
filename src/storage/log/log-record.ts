import type { ByteReader } from '../../kernel/byte-reader.ts';
import type { ByteWriter } from '../../kernel/byte-writer.ts';
import type { KeyBytes } from '../../kernel/key-bytes.ts';
import { bytesIn } from '../../kernel/slice.ts';
import { utf8Text } from '../../kernel/utf8-codec.ts';
import type { Slice } from '../../kernel/slice.ts';
import type { ItemVersion, StoredItem } from '../stored-item.ts';
import { storedItem } from '../stored-item.ts';
import type { Lsn, TreeId } from '../store.ts';
import type { AnswerNote } from './answer-note.ts';
import type { RecordTime } from './version-stamp.ts';

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
      readonly version: ItemVersion;
      readonly isExpiry: boolean;
      readonly oldSizeBytes: number | undefined;
      readonly followed: FollowedImage | undefined;
    }
  | { readonly kind: 'dropTree'; readonly tree: TreeId };

/** What a change that is followed keeps beside its effect: the item before, undefined where there was none. */
export interface FollowedImage {
  readonly oldRow: Slice | undefined;
  /** Kept for streams and Regions only. */
  readonly oldVersion: ItemVersion | undefined;
  /** Whether the follower of global indexes wants the change. */
  readonly isForIndexes: boolean;
}

/** One write: all of its changes or none. A record without changes only takes an LSN (a fence or a barrier). */
export interface LogRecord extends RecordTime {
  readonly lsn: Lsn;
  readonly changes: readonly LoggedChange[];
  /** Of the request whose record is the one before. */
  readonly note: AnswerNote | undefined;
}

const PUT = 1;
const DELETE = 2;
const DROP_TREE = 3;
const FOLLOWED_PUT = 4;
const FOLLOWED_DELETE = 5;
const SHARING_PUT = 6;
const MARKED_PUT = 7;
const MARKED_DELETE = 8;
const NOTE = 9;
const CLOCK = 10;
const ABSENT = 0xffffffff;

/** Writes the head of a record; its changes follow, one `encodeX` call each. The clock's time stands before them as one more. */
export function encodeRecordHead(
  keys: ByteWriter,
  stamp: number,
  changeCount: number,
  clockMs?: number,
): void {
  keys.f64(stamp);
  keys.u16(clockMs === undefined ? changeCount : changeCount + 1);
  if (clockMs === undefined) return;
  keys.u8(CLOCK);
  keys.f64(clockMs);
}

/** The time of the record that begins here. */
export function decodeRecordTime(keys: ByteReader): RecordTime {
  const stamp = keys.f64();
  const hasClock = keys.u16() > 0 && keys.u8() === CLOCK;
  return { stamp, clockMs: hasClock ? keys.f64() : undefined };
}

/** The item that a change replaced or deleted, as the log keeps it. */
export interface EncodedOld {
  /** Undefined where there was none. */
  readonly sizeBytes: number | undefined;
  /** For followers: bytes of its row in the values section, 0 for none. Undefined where nobody follows. */
  readonly rowBytes: number | undefined;
  /** For streams and Regions. */
  readonly version: ItemVersion | undefined;
}

/** A row in the values section. */
export interface PlacedRow {
  readonly bytes: number;
  /** Where it stands, when it was written for another change of the group; undefined when it was written for this one. */
  readonly sharedAt: number | undefined;
}

/** What a change says of itself. */
interface EncodedChange {
  readonly tree: TreeId;
  readonly key: KeyBytes;
  readonly isFollowed?: boolean;
  readonly keepsImage?: boolean;
  readonly version?: ItemVersion | undefined;
  readonly isExpiry?: boolean | undefined;
}

/**
 * Writes a put. Its row was written to the values section before; the old row of a followed change comes right behind it.
 * Followers cannot want a put that shares its row.
 */
export function encodePut(
  keys: ByteWriter,
  change: EncodedChange & { readonly sizeBytes: number },
  row: PlacedRow,
  old: EncodedOld,
): void {
  const { sharedAt } = row;
  if (isMarked(change)) encodeMarked(keys, MARKED_PUT, change, old);
  else {
    const own = old.rowBytes === undefined ? PUT : FOLLOWED_PUT;
    encodeKey(keys, sharedAt === undefined ? own : SHARING_PUT, change.tree, change.key);
    encodeOld(keys, old);
  }
  keys.u32(change.sizeBytes);
  keys.u32(row.bytes);
  if (sharedAt !== undefined) keys.u32(sharedAt);
}

export function encodeDelete(keys: ByteWriter, change: EncodedChange, old: EncodedOld): void {
  if (isMarked(change)) {
    encodeMarked(keys, MARKED_DELETE, change, old);
    return;
  }
  const op = old.rowBytes === undefined ? DELETE : FOLLOWED_DELETE;
  encodeKey(keys, op, change.tree, change.key);
  encodeOld(keys, old);
}

function encodeOld(keys: ByteWriter, { sizeBytes, rowBytes }: EncodedOld): void {
  keys.u32(sizeBytes ?? ABSENT);
  if (rowBytes !== undefined) keys.u32(rowBytes);
}

/** Whether the change says more of itself than its effect. */
function isMarked({ keepsImage, version, isExpiry }: EncodedChange): boolean {
  return keepsImage === true || version !== undefined || isExpiry === true;
}

const IMAGE = 1;
const OLD_VERSION = 2;
const FOR_INDEXES = 4;
const VERSION = 8;
const EXPIRY = 16;

function encodeMarked(keys: ByteWriter, op: number, change: EncodedChange, old: EncodedOld): void {
  const { version } = change;
  const hasImage = old.rowBytes !== undefined;
  encodeKey(keys, op, change.tree, change.key);
  keys.u8(
    (hasImage ? IMAGE : 0) |
      (hasImage && old.version !== undefined ? OLD_VERSION : 0) |
      (hasImage && change.isFollowed === true ? FOR_INDEXES : 0) |
      (version === undefined ? 0 : VERSION) |
      (change.isExpiry === true ? EXPIRY : 0),
  );
  if (version !== undefined) encodeVersion(keys, version);
  if (hasImage && old.version !== undefined) encodeVersion(keys, old.version);
  encodeOld(keys, old);
}

function encodeVersion(keys: ByteWriter, { stamp, origin }: ItemVersion): void {
  keys.f64(stamp);
  keys.u8(origin);
}

/** Writes a note as the only content of its record. */
export function encodeNote(
  group: { keys: ByteWriter; values: ByteWriter },
  note: AnswerNote,
): void {
  const { keys } = group;
  keys.u8(NOTE);
  keys.u8(note.client.length);
  keys.oneByteString(note.client);
  keys.f64(note.number);
  keys.u16(note.status);
  keys.u32(group.values.utf8(note.body));
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

/** What stands in the values section; nothing, `LOST_ROW`, where that is damaged. */
export interface ValueSource {
  /** The next `length` bytes. */
  readonly next: (length: number) => Slice;
  /** `length` bytes that were read before, from byte `offset`. */
  readonly at: (offset: number, length: number) => Slice;
  /** The row of an item that stands there. */
  readonly rowOf: (tree: TreeId, stored: Slice, sizeBytes: number) => Slice;
}

/** Reads one record. */
export function decodeRecord(lsn: Lsn, keys: ByteReader, values: ValueSource): LogRecord {
  const stamp = keys.f64();
  const count = keys.u16();
  const changes: LoggedChange[] = [];
  let note: AnswerNote | undefined;
  let clockMs: number | undefined;
  for (let i = 0; i < count; i++) {
    const op = keys.u8();
    if (op === CLOCK) clockMs = keys.f64();
    else if (op === NOTE) note = decodeNote(keys, values);
    else changes.push(decodeChange(op, stamp, keys, values));
  }
  return { lsn, stamp, clockMs, changes, note };
}

function decodeNote(keys: ByteReader, values: ValueSource): AnswerNote {
  const client = keys.oneByteString(keys.u8());
  const number = keys.f64();
  const status = keys.u16();
  return { client, number, status, body: utf8Text(bytesIn(values.next(keys.u32()))) };
}

/** What stands in a change before its effect. */
interface ChangeHead {
  readonly version: ItemVersion;
  readonly isExpiry: boolean;
  readonly oldSizeBytes: number | undefined;
  readonly image: { readonly rowBytes: number; readonly isForIndexes: boolean } | undefined;
  readonly oldVersion: ItemVersion | undefined;
}

function decodeChange(
  op: number,
  stamp: number,
  keys: ByteReader,
  values: ValueSource,
): LoggedChange {
  const tree = keys.f64() as TreeId;
  const key = keys.oneByteString(keys.u16()) as KeyBytes;
  if (op === DROP_TREE) return { kind: 'dropTree', tree };
  const head = decodeHead(op, stamp, keys);
  const { version, oldSizeBytes } = head;
  const readFollowed = (): FollowedImage | undefined => {
    if (head.image === undefined) return undefined;
    const { rowBytes, isForIndexes } = head.image;
    const old = rowBytes === 0 ? undefined : values.next(rowBytes);
    const oldRow = old && values.rowOf(tree, old, oldSizeBytes ?? 0);
    return { oldRow, oldVersion: head.oldVersion, isForIndexes };
  };
  if (op === DELETE || op === FOLLOWED_DELETE || op === MARKED_DELETE) {
    const { isExpiry } = head;
    return { kind: 'delete', tree, key, version, isExpiry, oldSizeBytes, followed: readFollowed() };
  }
  const sizeBytes = keys.u32();
  const rowBytes = keys.u32();
  const row = op === SHARING_PUT ? values.at(keys.u32(), rowBytes) : values.next(rowBytes);
  const item = storedItem(values.rowOf(tree, row, sizeBytes), sizeBytes, version);
  return { kind: 'put', tree, key, item, oldSizeBytes, followed: readFollowed() };
}

function decodeHead(op: number, stamp: number, keys: ByteReader): ChangeHead {
  const own = { stamp, origin: 0 };
  switch (op) {
    case PUT:
    case DELETE:
    case SHARING_PUT:
      return {
        version: own,
        isExpiry: false,
        oldSizeBytes: decodeOldSize(keys),
        image: undefined,
        oldVersion: undefined,
      };
    case FOLLOWED_PUT:
    case FOLLOWED_DELETE:
      return {
        version: own,
        isExpiry: false,
        oldSizeBytes: decodeOldSize(keys),
        image: { rowBytes: keys.u32(), isForIndexes: true },
        oldVersion: undefined,
      };
    case MARKED_PUT:
    case MARKED_DELETE: {
      const flags = keys.u8();
      return {
        version: (flags & VERSION) === 0 ? own : decodeVersion(keys),
        oldVersion: (flags & OLD_VERSION) === 0 ? undefined : decodeVersion(keys),
        isExpiry: (flags & EXPIRY) !== 0,
        oldSizeBytes: decodeOldSize(keys),
        image:
          (flags & IMAGE) === 0
            ? undefined
            : { rowBytes: keys.u32(), isForIndexes: (flags & FOR_INDEXES) !== 0 },
      };
    }
    default:
      throw new RangeError(`unknown operation ${String(op)} in a log record`);
  }
}

function decodeVersion(keys: ByteReader): ItemVersion {
  return { stamp: keys.f64(), origin: keys.u8() };
}

function decodeOldSize(keys: ByteReader): number | undefined {
  const size = keys.u32();
  return size === ABSENT ? undefined : size;
}
