/** A record of a stream as the console keeps it. */
import { inlineText, type WireItem } from '../../values/attribute-value.ts';
import type { Image } from '../../values/image-difference.ts';
import { isObject, type JsonObject } from '../../values/json-text.ts';
import type { ViewType } from '../../values/stream-view.ts';

export type EventName = 'INSERT' | 'MODIFY' | 'REMOVE';

export interface StreamRecord {
  readonly eventId: string;
  readonly eventName: EventName;
  /** Whole seconds, as DynamoDB tells it. */
  readonly createdAt: Date;
  readonly keys: WireItem;
  /** The values of the keys on one line. */
  readonly keyText: string;
  readonly before: Image;
  readonly after: Image;
  /** Text; it tells records of one stream apart and orders them: see {@link compareSequence}. */
  readonly sequenceNumber: string;
  readonly shardId: string;
  readonly sizeBytes: number;
  readonly viewType: ViewType;
  /** Who made the change, where it was not a request. */
  readonly userIdentity: JsonObject | undefined;
  /** True when the item was deleted because its time had come. */
  readonly isExpiry: boolean;
  /** The record as it was answered. */
  readonly json: JsonObject;
}

const KEEPS: Readonly<Record<ViewType, { readonly before: boolean; readonly after: boolean }>> = {
  KEYS_ONLY: { before: false, after: false },
  NEW_IMAGE: { before: false, after: true },
  OLD_IMAGE: { before: true, after: false },
  NEW_AND_OLD_IMAGES: { before: true, after: true },
};
const EXPIRY_PRINCIPAL = 'dynamodb.amazonaws.com';

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function readImage(image: unknown, isKept: boolean, exists: boolean): Image {
  if (isObject(image)) return image as WireItem;
  return isKept || !exists ? 'no item' : 'not kept';
}

/** Reads a record of `Hashrange.TailStream`: one of GetRecords, with its shard. */
export function readStreamRecord(record: JsonObject): StreamRecord {
  const change = isObject(record['dynamodb']) ? record['dynamodb'] : {};
  const eventName = text(record['eventName']) as EventName;
  const viewType = text(change['StreamViewType']) as ViewType;
  const keys = (isObject(change['Keys']) ? change['Keys'] : {}) as WireItem;
  const userIdentity = isObject(record['userIdentity']) ? record['userIdentity'] : undefined;
  return {
    eventId: text(record['eventID']),
    eventName,
    createdAt: new Date(Number(change['ApproximateCreationDateTime'] ?? 0) * 1000),
    keys,
    keyText: Object.values(keys).map(inlineText).join(' / '),
    before: readImage(change['OldImage'], KEEPS[viewType].before, eventName !== 'INSERT'),
    after: readImage(change['NewImage'], KEEPS[viewType].after, eventName !== 'REMOVE'),
    sequenceNumber: text(change['SequenceNumber']),
    shardId: text(record['ShardId']),
    sizeBytes: Number(change['SizeBytes'] ?? 0),
    viewType,
    userIdentity,
    isExpiry: eventName === 'REMOVE' && userIdentity?.['PrincipalId'] === EXPIRY_PRINCIPAL,
    json: record,
  };
}

/** Orders sequence numbers, which have more digits than numbers have. */
export function compareSequence(one: string, other: string): number {
  if (one.length !== other.length) return one.length - other.length;
  if (one === other) return 0;
  return one < other ? -1 : 1;
}

/** What the list is narrowed to. An expiry is a REMOVE that one may want to see alone. */
export const EVENT_CHOICES = ['all', 'INSERT', 'MODIFY', 'REMOVE', 'expired'] as const;
export type EventChoice = (typeof EVENT_CHOICES)[number];

export interface RecordFilter {
  /** Part of a key, in any case of letters. */
  readonly keyText: string;
  readonly event: EventChoice;
}

export function passes(record: StreamRecord, { keyText, event }: RecordFilter): boolean {
  if (event === 'expired' && !record.isExpiry) return false;
  if (event !== 'all' && event !== 'expired' && record.eventName !== event) return false;
  return record.keyText.toLowerCase().includes(keyText.trim().toLowerCase());
}
