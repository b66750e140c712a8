/** What the page of the tab specs and the specs tell each other. */

import type { StorageUse } from 'hashrange/external';

export const TABLE = 'tabs';
export const LANES = 3;
/** A lane puts its versions to so many items in turn. */
export const ITEMS_OF_LANE = 20;
/** Where a page tells of every acknowledgement, so that it outlives the page. */
export const TALLY_CHANNEL = 'tally';

/** What a lane has done: a lane does one thing at a time, so it is at most one ahead of what was acknowledged. */
export interface LaneTally {
  readonly label: string;
  readonly lane: number;
  /** Acknowledged additions of one to the lane's counter, and puts of its items. */
  readonly adds: number;
  readonly puts: number;
}

export interface Status {
  readonly role: 'owner' | 'follower';
  readonly epoch: number;
  readonly tabs: number;
}

export interface Finished {
  readonly lanes: readonly LaneTally[];
  /** What went wrong: calls that failed, and answers that cannot be. */
  readonly faults: readonly string[];
  readonly calls: number;
}

/** What is stored of a lane. */
export interface StoredLane {
  readonly counter: number;
  /** Version by item. */
  readonly items: readonly (number | undefined)[];
}

/** How a request ended, or an opening. */
export interface Verdict {
  /** Of the `HashrangeError`; undefined where it went well. */
  readonly code: string | undefined;
  readonly message: string;
  /** Id of the store that is told to be lost. */
  readonly lost: string | undefined;
  /** Names of the tables that are there. */
  readonly tables: readonly string[];
  readonly ms: number;
}

/** The page's global. */
export interface Tabs {
  readonly open: (name: string) => Promise<Status>;
  /** Runs the lanes, whose counters and items are called by the label, until {@link finish}. */
  readonly start: (label: string) => Promise<void>;
  /** The lanes do nothing until the next start. */
  readonly pause: () => Promise<void>;
  readonly finish: () => Promise<Finished>;
  readonly status: () => Promise<Status>;
  /** Asks for the tables. */
  readonly ask: () => Promise<Verdict>;
  /** Asks until it is refused. */
  readonly askUntilRefused: () => Promise<Verdict>;
  /** Opens the database and asks. */
  readonly openAndAsk: (name: string, acceptLoss?: string) => Promise<Verdict>;
  /** Asks until it is refused, then opens and asks: the refusal and what came of that. */
  readonly reopenWhenRefused: (name: string) => Promise<readonly [Verdict, Verdict]>;
  readonly makeTable: (table: string) => Promise<void>;
  /** Puts an item of this id. */
  readonly put: (id: string) => Promise<void>;
  /** Ids of all items. */
  readonly ids: () => Promise<readonly string[]>;
  /** Without opening it. */
  readonly destroyByName: (name: string) => Promise<void>;
  /** Begins to measure the longest time without an answer. */
  readonly resetGap: () => Promise<void>;
  /** Waits until every lane has an answer that it has not now; then the longest time without one, in milliseconds. */
  readonly gapUntilAnswered: () => Promise<number>;
  /** Waits for an owner of a later epoch. */
  readonly nextOwner: (epoch: number) => Promise<Status>;
  readonly readLane: (label: string, lane: number) => Promise<StoredLane>;
  /** Epochs of the frames in the log, in its order, without repetitions in a row. */
  readonly epochsInLog: (name: string) => Promise<readonly number[]>;
  /** Keeps the processor busy, so that the page's process can be told from others. */
  readonly spin: (ms: number) => Promise<void>;
  /** Listens for tallies; answers what has been heard. */
  readonly hearTallies: () => Promise<readonly LaneTally[]>;
  /** Begins to listen to what the database tells. */
  readonly listen: () => Promise<void>;
  /** And to what it tells of changes: tables, tabs, the end. */
  readonly listenToChanges: () => Promise<void>;
  /** What it has told since: types, and who owns the database or which trigger has given up records. */
  readonly heard: () => Promise<readonly string[]>;
  /** Has a trigger of this name give up a record. */
  readonly giveUp: (trigger: string) => Promise<void>;
  readonly storage: () => Promise<StorageUse>;
  readonly persist: () => Promise<boolean>;
  readonly close: () => Promise<void>;
  readonly destroy: () => Promise<void>;
  /** By the handle and by the name at once: one destruction. */
  readonly destroyTwice: (name: string) => Promise<void>;
}
