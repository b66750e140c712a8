/** What a database tells unasked: the same for those who run the engine in process and for a page whose worker runs it. */

import type { WhyTriggerGaveUp } from './extensions/given-up.ts';
import type { HashrangeErrorCode } from './failure-code.ts';

interface OfRegion {
  /** Region of the database that tells it. */
  readonly region: string;
}

/** What the engine tells: it alone knows what time it is for the database. */
interface OfEngine extends OfRegion {
  /** When it happened, in milliseconds since 1970. */
  readonly atMs: number;
}

/** The database is served by another tab than before, or by this one. */
export interface OwnerEvent extends OfRegion {
  readonly type: 'owner';
  /** Whether the engine runs in this tab now. */
  readonly role: 'owner' | 'follower';
}

/** A tab has come or gone. */
export interface TabsEvent extends OfRegion {
  readonly type: 'tabs';
  /** How many the engine serves now, as in `stats()`. */
  readonly tabs: number;
}

/**
 * Tables have been made, changed or deleted, or an index of one is whole: by this tab, another one, another Region or the background. At most
 * once a second: list them anew.
 */
export interface TablesEvent extends OfEngine {
  readonly type: 'tables';
}

/** Anything has been written, whoever wrote it. At once after a second of rest, and once a second while it goes on: read anew what is shown. */
export interface WrittenEvent extends OfEngine {
  readonly type: 'written';
}

/** Work in the background has failed. It is tried again; `stats().background` tells how each member stands. */
export interface BackgroundFailedEvent extends OfEngine {
  readonly type: 'background-failed';
  /** Name of the member, as in `stats().background`. */
  readonly member: string;
  readonly message: string;
}

/** The browser has refused a commit for want of room: from now on only what makes the database smaller is taken, until there is room again. */
export interface QuotaEvent extends OfEngine {
  readonly type: 'quota';
}

/** The browser has removed the database while it was open. */
export interface StorageLostEvent extends OfRegion {
  readonly type: 'storage-lost';
  /** Id of the store that is lost: `open` takes it as `acceptLoss`. */
  readonly storeId: string;
  /** Why, in words for people. */
  readonly message: string;
}

/** The page is not served any more: its requests reject with this code, or the next one opens the database again, where that may help. */
export interface EndedEvent extends OfRegion {
  readonly type: 'ended';
  /** Of the `HashrangeError`, such as `destroyed` in another tab. */
  readonly code: HashrangeErrorCode;
  readonly message: string;
}

/**
 * Records of the log that a reader may still want are given up. A stream that is read from before `fromLsn` answers
 * TrimmedDataAccessException; another Region gets a full copy.
 */
export interface LogGivenUpEvent extends OfEngine {
  readonly type: 'given-up';
  /** `room`: the device is full, and all readers are meant; `age`: `reader` comes back too late. */
  readonly why: 'room' | 'age';
  /** The Region that has not read them; undefined where all readers are meant. */
  readonly reader: string | undefined;
  /** The first record that is kept for them. */
  readonly fromLsn: number;
}

/** A trigger has given up records: its handler does not get them any more. */
export interface TriggerGivenUpEvent extends OfEngine {
  readonly type: 'given-up';
  /** Name of the trigger. */
  readonly trigger: string;
  /** Table whose changes they are. */
  readonly tableName: string;
  readonly why: WhyTriggerGaveUp;
  /** How many; undefined where they were trimmed before they were counted. */
  readonly records: number | undefined;
}

export type GivenUpEvent = LogGivenUpEvent | TriggerGivenUpEvent;

/** One of two versions of an item that were written without knowledge of each other. */
export interface ConflictVersion {
  /** The Region that it was written in. */
  readonly region: string;
  readonly stamp: number;
  readonly isDeletion: boolean;
}

/** Two Regions have written one item without knowledge of each other: the version of the last writer stands. */
export interface ConflictEvent extends OfEngine {
  readonly type: 'conflict';
  readonly tableName: string;
  /** Key of the item as DynamoDB JSON; undefined where both versions are deletions. */
  readonly key: Readonly<Record<string, unknown>> | undefined;
  readonly winner: ConflictVersion;
  readonly loser: ConflictVersion;
}

/** What the engine tells; the other events are of the tabs. */
export type EngineEvent =
  TablesEvent | WrittenEvent | BackgroundFailedEvent | QuotaEvent | GivenUpEvent | ConflictEvent;

export type DatabaseEvent = OwnerEvent | TabsEvent | StorageLostEvent | EndedEvent | EngineEvent;

type Happened<E> = E extends EngineEvent ? Omit<E, 'region' | 'atMs'> : never;

/** An event of the engine as those tell it who need not know Region and time. */
export type Happening = Happened<EngineEvent>;
