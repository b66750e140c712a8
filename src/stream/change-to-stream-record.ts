/**
 * A record of a stream, computed from the change in the replication log that it tells. Source: semantics.md section 8.
 */
import { valuesEqual } from '../item/order.ts';
import { sizeOfItem } from '../item/item-size.ts';
import type { CountedNames } from '../item/row/row-names.ts';
import type { Slice } from '../kernel/slice.ts';
import { sameBytes } from '../kernel/slice.ts';
import { StoredImage } from '../partition/image/stored-image.ts';
import type { StreamViewType } from '../placement/record/stream.ts';
import type { LoggedChange } from '../storage/log/log-record.ts';
import { isLostRow } from '../storage/stored-item.ts';
import type { Item } from '../wire/attribute-value.ts';
import { emptyAttributes, findAttribute } from '../wire/attribute-value.ts';
import { sequenceNumberOf } from './log-position.ts';
import type { LogPosition } from './log-position.ts';
import { md5Hex } from './shards.ts';
import type { Stream } from './stream-catalog.ts';

/** A change of an item with the item before it. */
export type ItemChange = Exclude<LoggedChange, { readonly kind: 'dropTree' }>;

const SHOWS: Readonly<Record<StreamViewType, { readonly old: boolean; readonly new: boolean }>> = {
  KEYS_ONLY: { old: false, new: false },
  NEW_IMAGE: { old: false, new: true },
  OLD_IMAGE: { old: true, new: false },
  NEW_AND_OLD_IMAGES: { old: true, new: true },
};
const BY_EXPIRY = '{"PrincipalId":"dynamodb.amazonaws.com","Type":"Service"}';

/** Where a change stands in the log, and when it was made. */
export interface ChangeOrigin {
  readonly position: LogPosition;
  readonly madeMs: number;
  readonly region: string;
  /** Of the rows of the stream's table. */
  readonly names: CountedNames;
}

/**
 * The record as JSON text. Undefined where there is none: nothing changed, attributes in another order not counting, or
 * damage has taken every image of the item.
 */
export function streamRecordText(
  stream: Stream,
  change: ItemChange,
  { position, madeMs, region, names }: ChangeOrigin,
): string | undefined {
  const { followed, oldSizeBytes } = change;
  if (followed === undefined) return undefined;
  const before = imageOf(followed.oldRow, oldSizeBytes, names);
  const after =
    change.kind === 'put' ? imageOf(change.item, change.item.sizeBytes, names) : undefined;
  const known = after ?? before;
  if (known === undefined) return undefined;
  const { item } = known;
  if (before !== undefined && after !== undefined && isSameItem(before, after)) return undefined;
  const keys = keysOf(stream, item);
  const shows = SHOWS[stream.viewType];
  const newImage = shows.new ? after : undefined;
  const oldImage = shows.old ? before : undefined;
  const sizeBytes = sizeOfItem(keys) + (newImage?.sizeBytes ?? 0) + (oldImage?.sizeBytes ?? 0);
  const sequenceNumber = sequenceNumberOf(position);
  const dynamodb =
    `{"ApproximateCreationDateTime":${String(Math.floor(madeMs / 1000))},` +
    `"Keys":${JSON.stringify(keys)},` +
    (newImage === undefined ? '' : `"NewImage":${newImage.json},`) +
    (oldImage === undefined ? '' : `"OldImage":${oldImage.json},`) +
    `"SequenceNumber":"${sequenceNumber}","SizeBytes":${String(sizeBytes)},` +
    `"StreamViewType":"${stream.viewType}"}`;
  return (
    `{"eventID":"${md5Hex(`${stream.arn} ${sequenceNumber}`)}","eventName":"${eventName(change)}",` +
    `"eventVersion":"1.1","eventSource":"aws:dynamodb","awsRegion":"${region}","dynamodb":${dynamodb}` +
    (change.kind === 'delete' && change.isExpiry ? `,"userIdentity":${BY_EXPIRY}}` : '}')
  );
}

function imageOf(
  row: Slice | undefined,
  sizeBytes: number | undefined,
  names: CountedNames,
): StoredImage | undefined {
  if (row === undefined || isLostRow(row) || sizeBytes === undefined) return undefined;
  return new StoredImage(row, sizeBytes, names);
}

function isSameItem(before: StoredImage, after: StoredImage): boolean {
  if (sameBytes(before.row, after.row)) return true;
  if (before.sizeBytes !== after.sizeBytes) return false;
  return valuesEqual({ M: before.item }, { M: after.item });
}

/** The key attributes, in the order of the key schema. */
function keysOf({ keySchema }: Stream, item: Item): Item {
  const keys = emptyAttributes();
  for (const { AttributeName: name } of keySchema) {
    const value = findAttribute(item, name);
    if (value !== undefined) keys[name] = value;
  }
  return keys;
}

function eventName({ kind, oldSizeBytes }: ItemChange): 'INSERT' | 'MODIFY' | 'REMOVE' {
  if (kind === 'delete') return 'REMOVE';
  return oldSizeBytes === undefined ? 'INSERT' : 'MODIFY';
}
