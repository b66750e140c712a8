/**
 * What Regions say to each other. Questions carry a number and are answered by the Region that they name; announcements go
 * to everybody. Whatever does not read as one of these is nobody's message.
 */
import type { RegionGroup } from '../../placement/record/global-table.ts';
import type { Check } from '../../kernel/check.ts';
import {
  isCount,
  isFlag,
  isListOf,
  isMapOf,
  isObjectOf,
  isOneOf,
  isText,
  optional,
} from '../../kernel/check.ts';
import { isRegion, isStamp } from './message-checks.ts';
import { isGroup } from './group-check.ts';

export const PROTOCOL = 1;
/** Limits of what is listened to: DynamoDB's key and item limits, with room for escapes. */
const KEY_MAX = 8 * 1024;
const WIDE = /[^\0-\xff]/;
const TEXT_MAX = 4 * 1_048_576;
const CHANGES_MAX = 1_000;
const REGIONS_MAX = 64;
const GROUPS_MAX = 5_000;
const ID_MAX = 64;

/** A write, as the Region ships it that it was made in. */
export interface ShippedChange {
  readonly key: string;
  /** The item; undefined where it was deleted. */
  readonly text: string | undefined;
  readonly stamp: number;
  /** What it replaced, where there was something. */
  readonly oldStamp: number | undefined;
  readonly oldRegion: string | undefined;
}

/** An item or a tombstone of a snapshot. */
export interface SnapshotEntry {
  readonly key: string;
  readonly text: string | undefined;
  readonly stamp: number;
  readonly region: string;
}

/** Up to which stamp the writes of each Region have been applied. */
export type Marks = Readonly<Record<string, number>>;

/** A place in the log of a Region's table. */
export interface LogPlace {
  readonly region: string;
  readonly tableId: string;
  readonly storeId: string;
  readonly lsn: number;
}

export type RegionQuestion =
  | { readonly what: 'groups'; readonly ids: readonly string[] }
  | { readonly what: 'table'; readonly name: string }
  | {
      readonly what: 'changes';
      readonly tableId: string;
      /** The log goes on behind here; no store for a cursor that was never set. */
      readonly storeId: string | undefined;
      readonly after: number;
      /** What of it would survive a loss of power, so that it need not be asked for again. */
      readonly kept: number;
      readonly marks: Marks;
    }
  | { readonly what: 'snapshot'; readonly tableId: string }
  /** Where the log ends now. */
  | { readonly what: 'end'; readonly tableId: string }
  | {
      readonly what: 'page';
      readonly tableId: string;
      readonly part: SnapshotPart;
      readonly from: string;
    };

export type SnapshotPart = 'items' | 'tombstones';

export const isSnapshotPart = isOneOf(['items', 'tombstones']);

/** What another Region says of a table of a name. */
export interface TableAbroad {
  readonly tableId: string;
  readonly status: string;
  readonly items: number;
  readonly groupId: string | undefined;
  readonly groupVersion: string | undefined;
  readonly streamView: string | undefined;
  readonly isProtected: boolean;
  readonly definition: string;
}

export type Reply =
  | { readonly what: 'groups'; readonly groups: readonly RegionGroup[] }
  | { readonly what: 'table'; readonly table: TableAbroad | undefined }
  | {
      readonly what: 'changes';
      readonly storeId: string;
      readonly changes: readonly ShippedChange[];
      /** The log was looked through up to here. */
      readonly upTo: number;
      /** Every write up to this stamp is in what was shipped so far. */
      readonly stamp: number;
      readonly hasMore: boolean;
      readonly pending: number;
      readonly marks: Marks;
    }
  /** The log no longer reaches back to the cursor. */
  | { readonly what: 'trimmed'; readonly storeId: string }
  | {
      readonly what: 'snapshot';
      readonly storeId: string;
      readonly upTo: number;
      readonly stamp: number;
      /** No write that the copy shows, or whose deletion it does not show, has a later stamp. */
      readonly clock: number;
      readonly places: readonly LogPlace[];
      readonly marks: Marks;
    }
  | {
      readonly what: 'page';
      readonly entries: readonly SnapshotEntry[];
      /** Where the next page begins; undefined at the end. */
      readonly next: string | undefined;
    }
  | { readonly what: 'end'; readonly storeId: string; readonly lsn: number }
  /** There is no such table here. */
  | { readonly what: 'nothing' };

export type Body =
  | {
      readonly kind: 'hello';
      readonly storeId: string;
      readonly upTo: number;
      readonly groups: readonly { readonly id: string; readonly digest: string }[];
      /** Whether it answers a hello: then it wants no answer. */
      readonly isReply: boolean;
    }
  | { readonly kind: 'hint'; readonly upTo: number }
  | { readonly kind: 'question'; readonly id: number; readonly question: RegionQuestion }
  | { readonly kind: 'reply'; readonly id: number; readonly reply: Reply };

export interface Message {
  readonly protocol: typeof PROTOCOL;
  readonly from: string;
  /** Undefined for everybody. */
  readonly to: string | undefined;
  /** Tells the lives of an engine apart: what was asked in one is not answered in another. */
  readonly life: number;
  readonly body: Body;
}

/** Key bytes: a one-byte string. */
const isKey: Check<string> = (value): value is string =>
  typeof value === 'string' && value.length <= KEY_MAX && !WIDE.test(value);
const isId = isText(ID_MAX);
const isMarks = isMapOf(isStamp, isRegion, REGIONS_MAX);
const isProtocol: Check<typeof PROTOCOL> = (value): value is typeof PROTOCOL => value === PROTOCOL;

const isChange: Check<ShippedChange> = isObjectOf({
  key: isKey,
  text: optional(isText(TEXT_MAX)),
  stamp: isStamp,
  oldStamp: optional(isStamp),
  oldRegion: optional(isRegion),
});

const isEntry: Check<SnapshotEntry> = isObjectOf({
  key: isKey,
  text: optional(isText(TEXT_MAX)),
  stamp: isStamp,
  region: isRegion,
});

const isPlace: Check<LogPlace> = isObjectOf({
  region: isRegion,
  tableId: isId,
  storeId: isId,
  lsn: isCount,
});

const isTableAbroad: Check<TableAbroad> = isObjectOf({
  tableId: isId,
  status: isId,
  items: isCount,
  groupId: optional(isId),
  groupVersion: optional(isId),
  streamView: optional(isId),
  isProtected: isFlag,
  definition: isText(64 * 1024),
});

type Named<K extends string> = Readonly<Record<K, string>>;

/** Checks by the member that names the variant. */
function isVariant<K extends string, T extends Named<K>>(
  key: K,
  variants: { readonly [V in T[K]]: Check<unknown> },
): Check<T> {
  return (value): value is T => {
    if (typeof value !== 'object' || value === null) return false;
    const name = (value as Readonly<Record<string, unknown>>)[key];
    return typeof name === 'string' && Object.hasOwn(variants, name)
      ? variants[name as T[K]](value)
      : false;
  };
}

const isQuestion = isVariant<'what', RegionQuestion>('what', {
  groups: isObjectOf({ ids: isListOf(isId, GROUPS_MAX) }),
  table: isObjectOf({ name: isText(255) }),
  changes: isObjectOf({
    tableId: isId,
    storeId: optional(isId),
    after: isCount,
    kept: isCount,
    marks: isMarks,
  }),
  snapshot: isObjectOf({ tableId: isId }),
  end: isObjectOf({ tableId: isId }),
  page: isObjectOf({ tableId: isId, part: isSnapshotPart, from: isKey }),
});

const isReply = isVariant<'what', Reply>('what', {
  groups: isObjectOf({ groups: isListOf(isGroup, GROUPS_MAX) }),
  table: isObjectOf({ table: optional(isTableAbroad) }),
  changes: isObjectOf({
    storeId: isId,
    changes: isListOf(isChange, CHANGES_MAX),
    upTo: isCount,
    stamp: isStamp,
    hasMore: isFlag,
    pending: isCount,
    marks: isMarks,
  }),
  trimmed: isObjectOf({ storeId: isId }),
  snapshot: isObjectOf({
    storeId: isId,
    upTo: isCount,
    stamp: isStamp,
    clock: isStamp,
    places: isListOf(isPlace, REGIONS_MAX),
    marks: isMarks,
  }),
  page: isObjectOf({ entries: isListOf(isEntry, CHANGES_MAX), next: optional(isKey) }),
  end: isObjectOf({ storeId: isId, lsn: isCount }),
  nothing: isObjectOf({}),
});

const isBody = isVariant<'kind', Body>('kind', {
  hello: isObjectOf({
    storeId: isId,
    upTo: isCount,
    groups: isListOf(isObjectOf({ id: isId, digest: isText(4096) }), GROUPS_MAX),
    isReply: isFlag,
  }),
  hint: isObjectOf({ upTo: isCount }),
  question: isObjectOf({ id: isCount, question: isQuestion }),
  reply: isObjectOf({ id: isCount, reply: isReply }),
});

const isMessage: Check<Message> = isObjectOf({
  protocol: isProtocol,
  from: isRegion,
  to: optional(isRegion),
  life: isCount,
  body: isBody,
});

const isFromRegion = isObjectOf({ protocol: isProtocol, from: isRegion, life: isCount });

/** The Region that says it sent something heard, whatever else that is. Never throws. */
export function senderOf(heard: unknown): string | undefined {
  try {
    return isFromRegion(heard) ? heard.from : undefined;
  } catch {
    return undefined;
  }
}

/** The message that something heard is; undefined where it is none. Never throws. */
export function readMessage(heard: unknown): Message | undefined {
  try {
    return isMessage(heard) ? heard : undefined;
  } catch {
    // A getter or proxy of a script in the same realm.
    return undefined;
  }
}
